import { engines } from '../engines/engines.js';
import { compilers, defaultLanguage } from '../languages/languages.js';
import { parseImageReference } from '../options/image-reference.js';
import { InvalidValue, shown } from '../options/invalid.js';
import { type InSchema, type JsonSchema, LINE_SCHEMA, withSchema } from '../options/json-schema.js';
import { projectName } from '../options/names.js';
import { oneLine } from '../options/one-line.js';
import { type Question, questions } from '../options/questions.js';
import { folderPath } from './overlay-path.js';
import { checkPlaceholders, fillPlaceholders, sample } from './placeholders.js';
import { licenseExpression } from './spdx.js';

/** The version of the schema below. A preset that says another one is refused. */
export const SCHEMA = 1;

/** What one key of `wasm-oci.toml` takes. Throws InvalidValue naming the rule. */
export type ValueRule = ((value: unknown) => void) & InSchema;

/** A table of `wasm-oci.toml`: its keys, or the rules for keys that are anybody's choice. */
export type SchemaTable =
  | { keys: Readonly<Record<string, ValueRule | SchemaTable>>; required?: readonly string[]; help?: string }
  | FreeTable;

/** A table with keys of anybody's choice. */
export interface FreeTable {
  key: ((key: string) => void) & InSchema;
  value: ValueRule;
  /** What an editor shows. */
  help?: string;
}

/** Labels that are made of other answers: a preset does not set them. */
export const OWN_LABELS: Readonly<Record<string, string>> = {
  'org.opencontainers.image.title': "it is the project's name",
  'org.opencontainers.image.licenses': 'set license.spdx',
};

const line: ValueRule = withSchema(LINE_SCHEMA, oneLine as (value: unknown) => void);

const textRule = (check: (text: string) => unknown, json: JsonSchema = {}): ValueRule =>
  withSchema({ ...LINE_SCHEMA, ...json }, (value: unknown) => {
    line(value);
    check(value as string);
  });

const trueOrFalse: ValueRule = withSchema({ type: 'boolean' }, (value: unknown) => {
  if (typeof value !== 'boolean') throw new InvalidValue('true or false is needed');
});

const bytes: ValueRule = withSchema({ type: 'integer', minimum: 1 }, (value: unknown) => {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    throw new InvalidValue('a whole number of bytes above 0 is needed');
  }
});

const listOf = (rule: ValueRule): ValueRule =>
  withSchema({ type: 'array', minItems: 1, items: rule.json }, (value: unknown) => {
    if (!Array.isArray(value) || value.length === 0) throw new InvalidValue('a list of texts in [ ] is needed');
    for (const item of value) rule(item);
  });

const oneOfValues = (allowed: readonly string[]): ValueRule =>
  withSchema(
    { enum: allowed },
    textRule((given) => {
      if (!allowed.includes(given)) throw new InvalidValue(`${shown(given)} is not one of ${allowed.join(', ')}`);
    }),
  );

/** Text, or a list of these texts. */
const textOrList = (text: ValueRule, listed: readonly string[]): ValueRule => {
  const list = listOf(oneOfValues(listed));
  return withSchema({ anyOf: [text.json, list.json] }, (value: unknown) => (Array.isArray(value) ? list : text)(value));
};

/** A rule with the text that an editor shows for its key. */
const shownAs = (description: string, rule: ValueRule): ValueRule => withSchema({ description, ...rule.json }, rule);

/** An answer is checked by its question's own rule; to a question of yes or no it is true or false. */
function answer(question: Question): ValueRule {
  if (question.placeholder === undefined) return shownAs(question.help, trueOrFalse);
  const rule = textRule((given) => {
    checkPlaceholders(given);
    // A template that only some languages have is an answer for those.
    const language = question.ofNewProjects ? {} : { language: defaultLanguage };
    question.parse(fillPlaceholders(given, sample), { ...language, name: projectName(sample.name) });
  });
  const { choices, help, listed } = question;
  if (listed) return shownAs(help, textOrList(rule, listed));
  return choices
    ? withSchema({ description: help, enum: choices.map(({ value }) => value) }, rule)
    : shownAs(help, rule);
}

/** A preset is many projects', so it has no say in a project's name. */
export const presetQuestions = questions.filter(({ notInPresets }) => !notInPresets);

const answers = Object.fromEntries(presetQuestions.map((q) => [q.key, answer(q)]));
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

/** A path in the preset. */
const path = textRule(folderPath, { pattern: '^[^/\\x00-\\x1f][^\\x00-\\x1f]*$' });

const builder = textRule(builderReference, {
  pattern: '^(?:localhost|[^/]*[.:][^/]*)/.*[:@][^/]*$',
});

/** THE declaration of `wasm-oci.toml`: every key there is, and what it takes. docs/reference/presets.md tells it in prose. */
export const schema: SchemaTable = {
  required: ['schema', 'name'],
  keys: {
    schema: withSchema({ const: SCHEMA, description: 'the version of this format' }, (value: unknown) => {
      if (value === SCHEMA) return;
      const newer = typeof value === 'number' && value > SCHEMA;
      throw new InvalidValue(
        newer
          ? `this preset is written for a later create-wasm-oci, which knows schema ${value}; this one knows ${SCHEMA}`
          : `the schema version is needed, which is ${SCHEMA}`,
      );
    }),
    name: shownAs(
      'name of the preset, as messages show it',
      textRule((name) => void projectName(name)),
    ),
    description: shownAs('one line on what the preset is for', line),
    languages: shownAs(
      'the allowed languages; every language where it is missing',
      listOf(oneOfValues(compilers.map(({ id }) => id))),
    ),
    defaults: { help: 'answers that a flag or a variable overrides', keys: answers },
    locked: { help: 'answers that cannot be changed', keys: answers },
    builders: {
      help: 'builder images by language, as whole references; tools is the image of wasm-opt',
      keys: { ...perLanguage(builder), tools: builder },
    },
    labels: {
      help: 'labels of every image; {name} and {language} are filled in',
      key: withSchema({ pattern: LABEL_KEY.source }, (key: string) => {
        labelKey(key);
        const instead = OWN_LABELS[key];
        if (instead) throw new InvalidValue(`a preset does not set this label: ${instead}`);
      }),
      value: textRule(checkPlaceholders),
    },
    license: {
      help: 'licence of the projects',
      keys: {
        spdx: shownAs('an SPDX expression', textRule(licenseExpression)),
        file: shownAs('path of its text in the preset', path),
      },
    },
    checks: {
      help: 'requirements of every image',
      keys: {
        portable: shownAs('every runtime must run it', trueOrFalse),
        'max-image-bytes': shownAs('the largest size of an image', bytes),
        'max-module-bytes': shownAs('the largest size of a module', bytes),
        labels: shownAs('labels that an image must have', listOf(textRule(labelKey, { pattern: LABEL_KEY.source }))),
        'image-prefix': shownAs('each image reference begins with one of these', listOf(textRule(imagePrefix))),
        sbom: shownAs('every build writes an SBOM', trueOrFalse),
        engines: shownAs('the allowed engines', listOf(oneOfValues(engines.map(({ id }) => id)))),
      },
    },
    overlay: {
      help: 'folders of the preset whose files go into projects, of every language or of one',
      keys: { shared: path, ...perLanguage(path) },
    },
  },
};
