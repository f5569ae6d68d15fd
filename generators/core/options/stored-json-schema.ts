import type { Flag } from './flag.js';
import { DIGEST } from './image-reference.js';
import { JSON_SCHEMA_VERSION, type JsonSchema, LINE_SCHEMA } from './json-schema.js';
import type { Question } from './questions.js';
import { selectionFlags } from './selection-flags.js';
import { CACHE_ID, KEY } from './stored.js';
import {
  type Rules,
  storedPackageManager,
  storedPreset,
  storedQuestions,
  storedSelection,
  storedVersion,
} from './stored-rules.js';

/** The JSON Schema of `.yo-rc.json`. docs/schemas/yo-rc.schema.json is this; a test compares the two. */
export function storedJsonSchema(): JsonSchema {
  const answers = storedQuestions.map((question) => [question.key, answerSchema(question)]);
  const ours = {
    type: 'object',
    properties: {
      ...Object.fromEntries(answers),
      version: { ...storedVersion.json, description: 'the version of create-wasm-oci that wrote the files' },
      cache: { type: 'string', pattern: CACHE_ID.source, description: 'the id of the cache mounts' },
      ...rulesSchema(storedPackageManager).properties,
      digests: {
        description: 'the digests of the builder images, by name and tag',
        type: 'object',
        additionalProperties: { type: 'string', pattern: DIGEST.source },
      },
      written: {
        description: 'the hashes of the files that containerfile wrote',
        type: 'object',
        additionalProperties: { type: 'string', pattern: DIGEST.source },
      },
      preset: { ...rulesSchema(storedPreset), description: 'the preset of the files' },
      adopted: {
        ...rulesSchema(storedSelection, selectionFlags),
        description: 'which program of an existing project is built, and how',
      },
    },
  };
  // What other generators store is theirs.
  const title = 'Stored answers of Yeoman generators (.yo-rc.json)';
  return { $schema: JSON_SCHEMA_VERSION, title, type: 'object', properties: { [KEY]: ours } };
}

/** Stored answers are texts, yes and no as well. */
function answerSchema({ choices, placeholder, help }: Question): JsonSchema {
  const allowed = placeholder === undefined ? ['yes', 'no'] : choices?.map(({ value }) => value);
  const { minLength: _, ...text } = LINE_SCHEMA;
  return { description: help, ...(allowed ? { enum: allowed } : text) };
}

function rulesSchema(
  { keys, required, lists = [] }: Rules,
  flags: readonly Flag[] = [],
): JsonSchema & { properties: object } {
  const properties = Object.entries(keys).map(([key, rule]): [string, JsonSchema] => {
    const help = flags.find((flag) => flag.key === key)?.help;
    const value = rule.json ?? LINE_SCHEMA;
    const schema = lists.includes(key) ? { type: 'array', items: value } : value;
    return [key, help === undefined ? schema : { description: help, ...schema }];
  });
  return { type: 'object', required, properties: Object.fromEntries(properties) };
}
