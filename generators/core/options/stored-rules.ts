import semver from 'semver';
import { sourceForm } from '../presets/source.js';
import { DIGEST, parseImageReference } from './image-reference.js';
import { InvalidValue, shown } from './invalid.js';
import { type InSchema, withSchema } from './json-schema.js';
import { projectName } from './names.js';
import { oneLine } from './one-line.js';
import { type Known, type Question, questions } from './questions.js';
import { type SelectionFlag, selectionFlags } from './selection-flags.js';
import { packageManagers } from './started-by.js';

/** What one stored value must be. Throws InvalidValue naming the rule. */
type TextRule = ((text: string) => unknown) & InSchema;

/** The values of an object in `.yo-rc.json`, each a text. */
export interface Rules {
  keys: Readonly<Record<string, TextRule>>;
  required: readonly string[];
  /** Keys whose value is a list of texts. */
  lists?: readonly string[];
}

const oneOfTexts = (allowed: readonly string[]): TextRule =>
  withSchema({ enum: allowed }, (text: string) => {
    if (!allowed.includes(text)) throw new InvalidValue(`${shown(text)} is not one of ${allowed.join(', ')}`);
  });

const matches = (regexp: RegExp, what: string): TextRule =>
  withSchema({ type: 'string', pattern: regexp.source }, (text: string) => {
    if (!regexp.test(text)) throw new InvalidValue(`${shown(text)} is not ${what}`);
  });

/** A version as npm has it, and nothing that npm would take for a path, a URL or a range. */
export const storedVersion: TextRule = withSchema({ type: 'string', pattern: '^[0-9]\\S*$' }, (text: string) => {
  if (!/^\d/.test(text) || semver.valid(text) === null || /\s/.test(text))
    throw new InvalidValue(`${shown(text)} is not a version`);
});

/** Where a preset comes from. On Windows a path to another computer would send the user's password hash there. */
function storedSource(text: string): void {
  sourceForm(text);
  if (/^[/\\]{2}/.test(text)) throw new InvalidValue(`${shown(text)} is a path to another computer`);
}

/**
 * THE declaration of what `.yo-rc.json` holds beside the answers: a repository may come from anybody, so each value
 * obeys the rule of the same value in a command line or a preset.
 */
export const storedPreset: Rules = {
  required: ['source', 'name', 'hash'],
  keys: {
    source: storedSource,
    name: projectName,
    version: storedVersion,
    commit: matches(/^[0-9a-f]{40}$/, 'a commit: 40 hexadecimal digits'),
    hash: matches(/^sha256:[0-9a-f]{64}$/, 'a hash: sha256: and 64 hexadecimal digits'),
  },
};

/** What names the program of an existing project. Its names are looked up in the project's manifests. */
export const storedSelection: Rules = {
  required: [],
  keys: Object.fromEntries(selectionFlags.map((flag) => [flag.key, selectionRule(flag)])),
  lists: selectionFlags.filter(({ repeats }) => repeats).map(({ key }) => key),
};

function selectionRule({ placeholder, choices, check }: SelectionFlag): TextRule {
  if (placeholder === undefined) return oneOfTexts(['true', 'false']);
  if (check) return check;
  return choices ? oneOfTexts(choices.map(({ value }) => value)) : oneLine;
}

/** The package manager that a project was started with. It becomes part of a line in its README. */
export const storedPackageManager: Rules = { required: [], keys: { packageManager: oneOfTexts(packageManagers) } };

/** The answers themselves, each by its question's own rule. An engine belongs to a machine: a repository names none. */
export const storedQuestions: readonly Question[] = questions.filter(({ stored }) => stored);

/** A broken rule, and the key that breaks it. */
export interface Broken {
  key: string;
  rule: string;
}

/** The first value of an object that breaks its rule; undefined when every rule holds. Other keys are anybody's. */
export function brokenIn(values: object, { keys, required, lists = [] }: Rules): Broken | undefined {
  for (const [key, check] of Object.entries(keys)) {
    const value = own(values, key);
    if (value === undefined && !required.includes(key)) continue;
    const rule = lists.includes(key) ? listRule(value, check) : ruleOf(value, check);
    if (rule) return { key, rule };
  }
  return undefined;
}

function listRule(value: unknown, check: TextRule): string | undefined {
  if (!Array.isArray(value)) return 'a list of texts is needed';
  return value.map((each) => ruleOf(each, check)).find((rule) => rule !== undefined);
}

/** The first stored answer that breaks its question's rule. */
export function brokenAnswer(values: object): Broken | undefined {
  let known: Known = {};
  for (const question of storedQuestions) {
    const value = own(values, question.key);
    if (value === undefined) continue;
    const rule = ruleOf(value, (text) => {
      known = { ...known, [question.key]: question.parse(text, known) };
    });
    if (rule) return { key: question.key, rule };
  }
  const version = own(values, 'version');
  const rule = version === undefined ? undefined : ruleOf(version, storedVersion);
  return rule ? { key: 'version', rule } : undefined;
}

/** The first of a project's digests that is none, or is of no image by its tag: both become part of a Containerfile. */
export function brokenDigest(digests: object): Broken | undefined {
  for (const [image, digest] of Object.entries(digests)) {
    const rule =
      ruleOf(image, (text) => {
        const { tag, digest: own } = parseImageReference(text);
        if (tag === undefined || own !== undefined) throw new InvalidValue(`${shown(text)} is not an image by its tag`);
      }) ?? ruleOf(digest, matches(DIGEST, 'a digest: sha256: and 64 hexadecimal digits'));
    if (rule) return { key: image, rule };
  }
  return undefined;
}

function own(values: object, key: string): unknown {
  return Object.hasOwn(values, key) ? (values as Record<string, unknown>)[key] : undefined;
}

function ruleOf(value: unknown, check: TextRule): string | undefined {
  try {
    // No text is an answer, too, where the question takes it.
    if (value !== '') oneLine(value);
    check(value);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidValue) return error.message;
    throw error;
  }
}
