import { engines } from '../engines/engines.js';
import { compilers, defaultLanguage } from '../languages/languages.js';
import { parseImageReference } from '../options/image-reference.js';
import { InvalidValue, shown } from '../options/invalid.js';
import { projectName } from '../options/names.js';
import { oneLine } from '../options/one-line.js';
import { type Question, questions } from '../options/questions.js';
import { folderPath } from './overlay-path.js';
import { checkPlaceholders, fillPlaceholders, sample } from './placeholders.js';
import { licenseExpression } from './spdx.js';

/** The version of the schema below. A preset that says another one is refused. */
export const SCHEMA = 1;

/** What one key of `wasm-oci.toml` takes. Throws InvalidValue naming the rule. */
export type ValueRule = (value: unknown) => void;

/** A table of `wasm-oci.toml`: its keys, or the rules for keys that are anybody's choice. */
export type SchemaTable =
  | { keys: Readonly<Record<string, ValueRule | SchemaTable>>; required?: readonly string[] }
  | FreeTable;

/** A table with keys of anybody's choice. */
export interface FreeTable {
  key(key: string): void;
  value: ValueRule;
}

/** Labels that are made of other answers: a preset does not set them. */
export const OWN_LABELS: Readonly<Record<string, string>> = {
  'org.opencontainers.image.title': "it is the project's name",
  'org.opencontainers.image.licenses': 'set license.spdx',
};

const line: ValueRule = oneLine;

const textRule =
  (check: (text: string) => unknown): ValueRule =>
  (value) => {
    line(value);
    check(value as string);
  };

const trueOrFalse: ValueRule = (value) => {
  if (typeof value !== 'boolean') throw new InvalidValue('true or false is needed');
};

const bytes: ValueRule = (value) => {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    throw new InvalidValue('a whole number of bytes above 0 is needed');
  }
};

const listOf =
  (rule: ValueRule): ValueRule =>
  (value) => {
    if (!Array.isArray(value) || value.length === 0) throw new InvalidValue('a list of texts in [ ] is needed');
    for (const item of value) rule(item);
  };

const oneOfValues = (allowed: readonly string[]): ValueRule =>
  textRule((given) => {
    if (!allowed.includes(given)) throw new InvalidValue(`${shown(given)} is not one of ${allowed.join(', ')}`);
  });

/** An answer is checked by its question's own rule; to a question of yes or no it is true or false. */
const answer = (question: Question): ValueRule =>
  question.placeholder === undefined
    ? trueOrFalse
    : textRule((given) => {
        checkPlaceholders(given);
        question.parse(fillPlaceholders(given, sample), { language: defaultLanguage, name: projectName(sample.name) });
      });

/** A preset is many projects', so it has no say in a project's name. */
export const presetQuestions = questions.filter(({ notInPresets }) => !notInPresets);

const answers: SchemaTable = { keys: Object.fromEntries(presetQuestions.map((q) => [q.key, answer(q)])) };
const perLanguage = (rule: ValueRule) => Object.fromEntries(compilers.map(({ id }) => [id, rule]));

// Docker's guidelines and the OCI annotations: dots, hyphens and underscores, with a slash as Kubernetes has it.
const LABEL_KEY = /^[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,126}[A-Za-z0-9])?$/;

function labelKey(key: string): void {
  if (!LABEL_KEY.test(key)) {
    throw new InvalidValue('a label is named by letters, digits, ".", "-", "_" and "/", for example org.example.team');
  }
}

/** A whole reference, registry included: what a short name means differs from machine to machine. */
function builderReference(reference: string): void {
  const { registry, tag, digest } = parseImageReference(reference);
  if (registry === undefined) {
    throw new InvalidValue(
      `${shown(reference)} names no registry; write it whole, for example docker.io/library/rust:1.95.0`,
    );
  }
  if (tag === undefined && digest === undefined) {
    throw new InvalidValue(`${shown(reference)} has neither tag nor digest, so it would be another image every week`);
  }
}

/** The beginning of a reference: a registry, with as much of the path as all images share. */
function imagePrefix(prefix: string): void {
  parseImageReference(`${prefix.replace(/\/$/, '')}/name`);
}

/** THE declaration of `wasm-oci.toml`: every key there is, and what it takes. docs/reference/presets.md tells it in prose. */
export const schema: SchemaTable = {
  required: ['schema', 'name'],
  keys: {
    schema: (value) => {
      if (value === SCHEMA) return;
      const newer = typeof value === 'number' && value > SCHEMA;
      throw new InvalidValue(
        newer
          ? `this preset is written for a later create-wasm-oci, which knows schema ${value}; this one knows ${SCHEMA}`
          : `the schema version is needed, which is ${SCHEMA}`,
      );
    },
    name: textRule((name) => void projectName(name)),
    description: line,
    defaults: answers,
    locked: answers,
    builders: { keys: { ...perLanguage(textRule(builderReference)), tools: textRule(builderReference) } },
    labels: {
      key: (key) => {
        labelKey(key);
        const instead = OWN_LABELS[key];
        if (instead) throw new InvalidValue(`a preset does not set this label: ${instead}`);
      },
      value: textRule(checkPlaceholders),
    },
    license: { keys: { spdx: textRule(licenseExpression), file: textRule(folderPath) } },
    checks: {
      keys: {
        portable: trueOrFalse,
        'max-image-bytes': bytes,
        'max-module-bytes': bytes,
        labels: listOf(textRule(labelKey)),
        'image-prefix': listOf(textRule(imagePrefix)),
        engines: listOf(oneOfValues(engines.map(({ id }) => id))),
      },
    },
    overlay: { keys: { shared: textRule(folderPath), ...perLanguage(textRule(folderPath)) } },
  },
};
