import { isDeepStrictEqual } from 'node:util';
import { ExitCode, Failure } from '../failure.js';
import { DIGEST } from './image-reference.js';
import { type Answers, answerText, questions, saysNothing } from './questions.js';
import type { Texts } from './resolve.js';
import type { Selection } from './selection-flags.js';
import type { PackageManager } from './started-by.js';
import {
  type Broken,
  brokenAnswer,
  brokenDigest,
  brokenIn,
  storedPackageManager,
  storedPreset,
  storedQuestions,
  storedSelection,
} from './stored-rules.js';

/** The key of this generator in a project's `.yo-rc.json`, beside those of other generators. */
export const KEY = 'create-wasm-oci';

/** What the ids of cache mounts hold. */
export const CACHE_ID = /^[0-9a-f]{16}$/;

/**
 * Reads the stored answers out of the text of a `.yo-rc.json` (undefined when there is no such file).
 * Returns undefined when the file holds none of ours.
 *
 * @throws Failure (wrong input) when the file is broken: guessing would throw away what other generators stored
 */
export function readStored(json: string | undefined): Texts | undefined {
  const ours = parseRc(json)[KEY];
  if (ours === undefined) return undefined;
  if (!isRecord(ours)) throw brokenFile(`"${KEY}" is not an object`);
  const wrong = brokenAnswer(ours);
  if (wrong) throw brokenValue(wrong);
  const keys = [...storedQuestions.map(({ key }) => key), 'version'].filter((key) => Object.hasOwn(ours, key));
  return Object.fromEntries(keys.map((key) => [key, ours[key]])) as Texts;
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
  const ours = parseRc(json)[KEY];
  const stored = isRecord(ours) ? ours.preset : undefined;
  if (stored === undefined) return undefined;
  if (!isRecord(stored)) throw brokenFile(`"${KEY}.preset" is not an object`);
  const wrong = brokenIn(stored, storedPreset);
  if (wrong) throw brokenValue(wrong, 'preset');
  const keys = Object.keys(storedPreset.keys).filter((key) => Object.hasOwn(stored, key));
  return Object.fromEntries(keys.map((key) => [key, stored[key]])) as unknown as PresetReference;
}

/**
 * Reads what `create-wasm-oci containerfile` stored beside the answers. Undefined when all of the project is ours.
 *
 * @throws Failure (wrong input) when the file is broken
 */
export function readSelection(json: string | undefined): Selection | undefined {
  const ours = parseRc(json)[KEY];
  if (!isRecord(ours) || !Object.hasOwn(ours, 'adopted')) return undefined;
  const { adopted } = ours;
  if (!isRecord(adopted)) throw brokenFile(`"${KEY}.adopted" is not an object`);
  const wrong = brokenIn(adopted, storedSelection);
  if (wrong) throw brokenValue(wrong, 'adopted');
  return adopted as Selection;
}

/**
 * Reads what the ids of a project's cache mounts hold, out of the text of a `.yo-rc.json`. Undefined when none is stored.
 *
 * @throws Failure (wrong input) when the file is broken
 */
export function readCacheId(json: string | undefined): string | undefined {
  const ours = parseRc(json)[KEY];
  const stored = typeof ours === 'object' && ours !== null && 'cache' in ours ? ours.cache : undefined;
  // It becomes part of a Containerfile.
  if (stored === undefined || (typeof stored === 'string' && CACHE_ID.test(stored))) return stored;
  throw brokenFile(`"${KEY}.cache" is not 16 hexadecimal digits`);
}

/**
 * Reads the package manager that a project was started with: npm where it stores none. Undefined where there is no
 * project of ours yet.
 *
 * @throws Failure (wrong input) when the file is broken
 */
export function readPackageManager(json: string | undefined): PackageManager | undefined {
  const ours = parseRc(json)[KEY];
  if (!isRecord(ours)) return undefined;
  const wrong = brokenIn(ours, storedPackageManager);
  if (wrong) throw brokenValue(wrong);
  return Object.hasOwn(ours, 'packageManager') ? (ours.packageManager as PackageManager) : 'npm';
}

/** The digest of each image that a project's Containerfile pins by digest, by its name and tag. */
export type Digests = ReadonlyMap<string, string>;

/**
 * Reads the digests of a project's builder images out of the text of a `.yo-rc.json`. Empty when none is stored.
 *
 * @throws Failure (wrong input) when the file is broken
 */
export function readDigests(json: string | undefined): Digests {
  const ours = parseRc(json)[KEY];
  const stored = isRecord(ours) && Object.hasOwn(ours, 'digests') ? ours.digests : {};
  if (!isRecord(stored)) throw brokenFile(`"${KEY}.digests" is not an object`);
  const wrong = brokenDigest(stored);
  if (wrong) throw brokenValue(wrong, 'digests');
  return new Map(Object.entries(stored)) as Digests;
}

/**
 * Reads the hashes of the files that `containerfile` wrote, out of the text of a `.yo-rc.json`. Empty when none is stored.
 *
 * @throws Failure (wrong input) when the file is broken
 */
export function readWritten(json: string | undefined): Readonly<Record<string, string>> {
  const ours = parseRc(json)[KEY];
  const stored = isRecord(ours) && Object.hasOwn(ours, 'written') ? ours.written : {};
  if (isRecord(stored) && Object.values(stored).every((hash) => typeof hash === 'string' && DIGEST.test(hash)))
    return stored as Record<string, string>;
  throw brokenFile(`"${KEY}.written" holds a value that is no hash`);
}

/** What a project stores beside its answers. */
export interface StoredBesides {
  /** What the ids of its cache mounts hold, where it has any. */
  cacheId?: string | undefined;
  preset?: PresetReference | undefined;
  /** What its README names; npm is not stored. */
  packageManager?: PackageManager | undefined;
  /** The digests of its builder images, where it pins them. */
  digests?: Digests | undefined;
  /** Which program of an existing project goes into the image. */
  selection?: Selection | undefined;
  /** The hashes of the files that were written into an existing project. */
  written?: Readonly<Record<string, string>> | undefined;
}

/** The text of `.yo-rc.json` with these answers in it; what other generators, or users, stored there stays. */
export function writeStored(
  json: string | undefined,
  answers: Answers,
  version: string,
  { preset, selection, written, cacheId, digests, packageManager = 'npm' }: StoredBesides = {},
): string {
  const rc = parseRc(json);
  const ours = {
    ...storedAnswers(answers, { preset: preset !== undefined, existing: selection !== undefined }),
    adopted: selection,
    written,
    cache: cacheId,
    packageManager: packageManager === 'npm' ? undefined : packageManager,
    digests: digests && digests.size > 0 ? Object.fromEntries(digests) : undefined,
    version,
    preset,
  };
  const known = new Set<string>([...questions.map(({ key }) => key), ...Object.keys(ours)]);
  return `${JSON.stringify({ ...rc, [KEY]: { ...ours, ...others(rc[KEY], known) } }, null, 2)}\n`;
}

/** The texts of the answers that are stored: one that says nothing only where another one could be taken in its place. */
function storedAnswers(
  answers: Answers,
  { preset: hasPreset, existing }: { preset: boolean; existing: boolean },
): Texts {
  return Object.fromEntries(
    storedQuestions.flatMap((question) => {
      if (existing && question.ofNewProjects) return [];
      const text = answerText(question, answers);
      const isUsual = !hasPreset && text === question.default(answers);
      return saysNothing(question, text) && isUsual ? [] : [[question.key, text]];
    }),
  );
}

/** What is among the stored answers under keys that this program does not know. */
function others(stored: unknown, known: ReadonlySet<string>): object {
  if (!isRecord(stored)) return {};
  return Object.fromEntries(Object.entries(stored).filter(([key]) => !known.has(key)));
}

/** Whether two texts of `.yo-rc.json` store the same, in whatever order and layout. */
export function storesSame(one: string, other: string): boolean {
  return isDeepStrictEqual(parseRc(one), parseRc(other));
}

function parseRc(json: string | undefined): Record<string, unknown> {
  if (json === undefined || json.trim() === '') return {};
  try {
    // Editors on Windows put a byte order mark in front.
    const parsed: unknown = JSON.parse(json.replace(/^\uFEFF/, ''));
    if (isRecord(parsed)) return parsed;
  } catch {
    throw brokenFile('it is not JSON');
  }
  throw brokenFile('it is not a JSON object');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function brokenValue({ key, rule }: Broken, above?: string): Failure {
  const path = [above, key].filter(Boolean).join('.');
  return new Failure(`.yo-rc.json, "${path}": ${rule}`, {
    exitCode: ExitCode.wrongInput,
    fix: [
      { text: 'Correct the value in .yo-rc.json.' },
      { command: 'git log -p -- .yo-rc.json', text: 'shows what it was before' },
    ],
  });
}

function brokenFile(why: string): Failure {
  return new Failure(`.yo-rc.json cannot be read: ${why}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Fix the file, or move it away to start without stored answers.' }],
  });
}
