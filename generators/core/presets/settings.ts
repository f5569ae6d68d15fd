import { ExitCode, Failure } from '../failure.js';
import { InvalidValue, shown } from '../options/invalid.js';
import type { Texts } from '../options/resolve.js';
import { sbomFormats } from '../options/sbom-formats.js';
import { NotToml, pathText, readToml, type TomlDocument } from '../toml.js';
import { nearest } from './nearest.js';
import type { Settings } from './preset.js';
import { type SchemaTable, schema, type ValueRule } from './schema.js';

/** The longest `wasm-oci.toml` that is read: some 500 lines, several times what a preset needs. */
export const TOML_MAX = 32 * 1024;

/** A rule that is broken, and where: the path of the key in the file. */
interface Mistake {
  path: readonly string[];
  rule: string;
}

/**
 * Reads the text of a `wasm-oci.toml`.
 *
 * @param shownFile the file as a person would name it, for messages
 * @throws Failure (wrong input) that names file, line and key of everything that breaks a rule
 */
export function readSettings(toml: string, shownFile: string): Settings {
  if (toml.length > TOML_MAX) throw wrongPreset([`${shownFile}: it is longer than ${TOML_MAX / 1024} kB`]);
  const { table, lines } = parseSettings(toml, shownFile);
  const document = table as Document;
  const mistakes = [...schemaMistakes(document, schema, [])];
  // What belongs to several keys is looked at when each of them is right.
  if (mistakes.length === 0) mistakes.push(...contradictions(document));
  if (mistakes.length > 0) {
    throw wrongPreset(
      mistakes.map(({ path, rule }) => `${shownFile}${lineOf(lines, path)}: ${pathText(path)}: ${rule}`),
    );
  }
  const { defaults = {}, locked = {}, builders = {}, labels = {}, checks = {}, overlay = {}, ...rest } = document;
  return {
    ...(rest as unknown as Pick<Settings, 'name' | 'description' | 'languages' | 'license'>),
    defaults: texts(withSbom(document)),
    locked: texts(locked),
    builders,
    labels: labels as Settings['labels'],
    checks,
    overlay,
    lines,
  };
}

/** A preset that breaks its own rules, with one sentence for each. */
export function wrongPreset(sentences: readonly string[]): Failure {
  return new Failure(sentences.join('\n       '), {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Fix the preset; docs/reference/presets.md lists every key.' }],
  });
}

type Document = Record<string, Record<string, unknown>>;

function parseSettings(toml: string, shownFile: string): TomlDocument {
  try {
    return readToml(toml);
  } catch (error) {
    if (!(error instanceof NotToml)) throw error;
    const { message, line } = error;
    throw wrongPreset([`${shownFile}${line === undefined ? '' : `:${line}`}: it is not TOML: ${message}`]);
  }
}

function* schemaMistakes(value: unknown, table: SchemaTable, path: readonly string[]): Generator<Mistake> {
  if (!isSettingsTable(value)) {
    yield { path, rule: 'it is a table, with keys of its own' };
    return;
  }
  for (const [key, inside] of Object.entries(value)) {
    const below = [...path, key];
    if ('key' in table) {
      if (isSettingsTable(inside)) {
        yield { path: below, rule: 'a name with dots needs quotes: "org.example.team" = "…"' };
        continue;
      }
      yield* brokenRule(() => table.key(key), below);
      yield* brokenRule(() => table.value(inside), below);
      continue;
    }
    const rule = Object.hasOwn(table.keys, key) ? table.keys[key] : undefined;
    if (rule === undefined) yield { path: below, rule: unknownKey(key, path, Object.keys(table.keys)) };
    else if (typeof rule === 'function') yield* brokenRule(() => (rule as ValueRule)(inside), below);
    else yield* schemaMistakes(inside, rule, below);
  }
  for (const key of ('required' in table && table.required) || []) {
    if (!Object.hasOwn(value, key)) yield { path: [...path, key], rule: 'it is missing' };
  }
}

function isSettingsTable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function unknownKey(key: string, path: readonly string[], keys: readonly string[]): string {
  const near = nearest(key, keys);
  const where = path.length === 0 ? 'a preset' : `[${pathText(path)}]`;
  return `${where} has no such key${near ? `; did you mean ${shown(near)}?` : `; there are ${keys.join(', ')}`}`;
}

function* brokenRule(check: () => void, path: readonly string[]): Generator<Mistake> {
  try {
    check();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    yield { path, rule: error.message };
  }
}

/** The defaults of a preset: where it asks for an SBOM and names no format, the first one. */
function withSbom({ defaults = {}, locked = {}, checks = {} }: Document): Record<string, unknown> {
  const open = checks.sbom === true && defaults.sbom === undefined && locked.sbom === undefined;
  return open ? { ...defaults, sbom: sbomFormats[0].value } : defaults;
}

/** What is right by itself, but not together. */
function* contradictions({ defaults = {}, locked = {}, checks = {}, ...rest }: Document): Generator<Mistake> {
  const { languages } = rest as Pick<Settings, 'languages'>;
  for (const key of Object.keys(defaults)) {
    if (Object.hasOwn(locked, key)) yield { path: ['defaults', key], rule: 'it is also locked: remove one of the two' };
  }
  const { engines, 'image-prefix': prefixes } = checks as Settings['checks'];
  for (const [table, answers] of Object.entries({ defaults: texts(defaults), locked: texts(locked) })) {
    const { engine, image, language, sbom } = answers;
    if (languages && language && !languages.some((allowed) => allowed === language)) {
      yield { path: [table, 'language'], rule: `languages allows only ${languages.join(', ')}` };
    }
    if (engines && engine && engine !== 'auto' && !engines.includes(engine)) {
      yield { path: [table, 'engine'], rule: `checks.engines allows only ${engines.join(', ')}` };
    }
    if (checks.sbom === true && sbom === 'none') {
      yield { path: [table, 'sbom'], rule: 'checks.sbom requires one' };
    }
    if (prefixes && image && !hasPrefix(image, prefixes)) {
      yield { path: [table, 'image'], rule: `it does not begin with ${prefixes.join(' or ')} (checks.image-prefix)` };
    }
  }
}

/** Whether an image reference begins with one of these, a whole path component at the end. */
export function hasPrefix(image: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => image.startsWith(`${prefix.replace(/\/$/, '')}/`));
}

function texts(table: Record<string, unknown>): Texts {
  const text = (value: unknown) => {
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    // As a flag has it: by the schema, no name in a list has a comma.
    return Array.isArray(value) ? value.join(',') : String(value);
  };
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, text(value)]));
}

/** `:8`; for a key that is missing, the line of the table it is missing from. */
function lineOf(lines: Readonly<Record<string, number>>, path: readonly string[]): string {
  for (let length = path.length; length > 0; length--) {
    const line = lines[pathText(path.slice(0, length))];
    if (line !== undefined) return `:${line}`;
  }
  return '';
}
