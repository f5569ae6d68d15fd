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

/**
 * The text of `.yo-rc.json` with these answers in it; what other generators stored there stays.
 *
 * @param adopted the choices of a project that existed already
 */
export function writeStored(json: string | undefined, answers: Answers, version: string, adopted?: Chosen): string {
  const yes = questions.filter(({ key }) => answers[key] === true).map(({ key }) => [key, 'yes']);
  const texts = { language: answers.language, name: answers.name.title, image: answers.image };
  const ours = { ...texts, ...Object.fromEntries(yes), ...(adopted && { adopted }), version };
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
