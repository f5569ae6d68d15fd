import { LINE_TEXT_MAX } from './one-line.js';

/** A JSON Schema, draft 7: what editors of TOML and JSON read. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a JSON Schema can say of a rule, in part. */
export interface InSchema {
  json?: JsonSchema;
}

/** A rule with what a JSON Schema can say of it. */
export function withSchema<Rule extends (value: never) => unknown>(json: JsonSchema, rule: Rule): Rule & InSchema {
  return Object.assign((value: never) => rule(value), { json }) as unknown as Rule & InSchema;
}

/** One line of text: `oneLine` in JSON Schema. */
export const LINE_SCHEMA: JsonSchema = {
  type: 'string',
  minLength: 1,
  maxLength: LINE_TEXT_MAX,
  pattern: '^[^\\x00-\\x1f\\x7f]*$',
};

/** The version of JSON Schema that Taplo, VS Code and IntelliJ read. */
export const JSON_SCHEMA_VERSION = 'http://json-schema.org/draft-07/schema#';
