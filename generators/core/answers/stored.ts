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
  if (typeof ours !== 'object' || ours === null) throw broken(`"${KEY}" is not an object`);
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

/** The text of `.yo-rc.json` with these answers in it; what other generators stored there stays. */
export function writeStored(
  json: string | undefined,
  answers: Answers,
  version: string,
  preset?: PresetReference,
): string {
  const yes = questions.filter(({ key }) => answers[key] === true).map(({ key }) => [key, 'yes']);
  const texts = { language: answers.language, name: answers.name.title, image: answers.image };
  const ours = { ...texts, ...Object.fromEntries(yes), version, ...(preset && { preset }) };
  return `${JSON.stringify({ ...parseRc(json), [KEY]: ours }, null, 2)}\n`;
}

function parseRc(json: string | undefined): Record<string, unknown> {
  if (json === undefined || json.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(json);
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
