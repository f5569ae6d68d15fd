import { isDeepStrictEqual } from 'node:util';
import { ExitCode, Failure } from '../failure.js';
import { type Answers, questions } from './questions.js';
import type { Texts } from './resolve.js';

/** The key of this generator in a project's `.yo-rc.json`, beside those of other generators. */
const KEY = 'create-wasm-oci';

/**
 * Reads the stored answers out of the text of a `.yo-rc.json` (undefined when there is no such file).
 * Returns undefined when the file holds none of ours.
 *
 * @throws Failure (wrong input) when the file is broken: guessing would throw away what other generators stored
 */
export function readStored(json: string | undefined): Texts | undefined {
  const ours = parseRc(json)[KEY];
  if (ours === undefined) return undefined;
  if (typeof ours !== 'object' || ours === null || Array.isArray(ours)) throw broken(`"${KEY}" is not an object`);
  for (const { key } of questions) {
    const value = (ours as Record<string, unknown>)[key];
    if (value !== undefined && typeof value !== 'string') throw broken(`"${KEY}.${key}" is not a text`);
  }
  return ours as Texts;
}

/**
 * What a project stores of its preset: enough to resolve it again, as it was (the hash, with the version or commit)
 * and as it is now (the source).
 */
export interface PresetReference {
  /** As it was given; a path is relative to the project's directory. */
  source: string;
  name: string;
  /** The version of an npm package. */
  version?: string;
  /** The commit of a git repository. */
  commit?: string;
  /** `sha256:…` over all that it puts into projects. */
  hash: string;
}

/**
 * Reads the preset out of the text of a `.yo-rc.json`. Undefined when none is stored.
 *
 * @throws Failure (wrong input) when the file is broken
 */
export function readStoredPreset(json: string | undefined): PresetReference | undefined {
  const stored = (parseRc(json)[KEY] as { preset?: unknown } | undefined)?.preset;
  if (stored === undefined) return undefined;
  if (typeof stored !== 'object' || stored === null) throw broken(`"${KEY}.preset" is not an object`);
  const { source, name, version, commit, hash } = stored as Partial<Record<string, unknown>>;
  for (const [key, value] of Object.entries({ source, name, hash })) {
    if (typeof value !== 'string') throw broken(`"${KEY}.preset.${key}" is not a text`);
  }
  for (const [key, value] of Object.entries({ version, commit })) {
    if (value !== undefined && typeof value !== 'string') throw broken(`"${KEY}.preset.${key}" is not a text`);
  }
  if (!/^sha256:[0-9a-f]{64}$/.test(hash as string)) throw broken(`"${KEY}.preset.hash" is not a hash`);
  return stored as PresetReference;
}

/** Which program of a project that existed already was chosen: what the flags of `containerfile` say. */
export type Chosen = Readonly<Partial<Record<(typeof CHOICES)[number], string>>>;

const CHOICES = ['package', 'bin', 'build-system', 'features', 'default-features'] as const;

/**
 * Reads what `create-wasm-oci containerfile` stored beside the answers. Undefined when the project was not adopted.
 *
 * @throws Failure (wrong input) when the file is broken
 */
export function readAdopted(json: string | undefined): Chosen | undefined {
  const ours = parseRc(json)[KEY];
  if (typeof ours !== 'object' || ours === null || !('adopted' in ours)) return undefined;
  const { adopted } = ours;
  if (typeof adopted !== 'object' || adopted === null) throw broken(`"${KEY}.adopted" is not an object`);
  for (const key of CHOICES) {
    const value = (adopted as Record<string, unknown>)[key];
    if (value !== undefined && typeof value !== 'string') throw broken(`"${KEY}.adopted.${key}" is not a text`);
  }
  return adopted as Chosen;
}

/** What a project stores beside its answers. */
export interface Besides {
  preset?: PresetReference | undefined;
  /** The choices of a project that existed already. */
  adopted?: Chosen | undefined;
}

/** The text of `.yo-rc.json` with these answers in it; what other generators, or people, stored there stays. */
export function writeStored(
  json: string | undefined,
  answers: Answers,
  version: string,
  { preset, adopted }: Besides = {},
): string {
  // No is what nobody need say, unless a preset may say yes.
  const yesNo = questions.filter(({ key }) => answers[key] === true || (preset && answers[key] === false));
  const said = Object.fromEntries(yesNo.map(({ key }) => [key, answers[key] ? 'yes' : 'no']));
  const texts = { language: answers.language, name: answers.name.title, image: answers.image, ...said };
  const rc = parseRc(json);
  const ours = { ...texts, ...(adopted && { adopted }), version, ...(preset && { preset }), ...notOurs(rc[KEY]) };
  return `${JSON.stringify({ ...rc, [KEY]: ours }, null, 2)}\n`;
}

/** Whether two texts of `.yo-rc.json` store the same, in whatever order and layout. */
export function storesSame(one: string, other: string): boolean {
  return isDeepStrictEqual(parseRc(one), parseRc(other));
}

/** What stands among the stored answers under keys that this program does not know. */
function notOurs(stored: unknown): object {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return {};
  const known = new Set<string>([...questions.map(({ key }) => key), 'adopted', 'version', 'preset']);
  return Object.fromEntries(Object.entries(stored).filter(([key]) => !known.has(key)));
}

function parseRc(json: string | undefined): Record<string, unknown> {
  if (json === undefined || json.trim() === '') return {};
  try {
    // Editors on Windows put a byte order mark in front.
    const parsed: unknown = JSON.parse(json.replace(/^\uFEFF/, ''));
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    throw broken('it is not JSON');
  }
  throw broken('it is not a JSON object');
}

function broken(why: string): Failure {
  return new Failure(`.yo-rc.json cannot be read: ${why}.`, {
    exitCode: ExitCode.wrongInput,
    fix: ['Mend the file, or move it away to start without stored answers.'],
  });
}
