import { JSON_SCHEMA_VERSION, type JsonSchema, LINE_SCHEMA } from '../options/json-schema.js';
import { OWN_LABELS, type SchemaTable, schema, type ValueRule } from './schema.js';

/** The JSON Schema of `wasm-oci.toml`. docs/schemas/wasm-oci.schema.json is this; a test compares the two. */
export function presetJsonSchema(): JsonSchema {
  return { $schema: JSON_SCHEMA_VERSION, title: 'A preset of create-wasm-oci (wasm-oci.toml)', ...tableSchema(schema) };
}

function tableSchema(table: SchemaTable): JsonSchema {
  if ('key' in table) {
    const names = { ...table.key.json, not: { enum: Object.keys(OWN_LABELS) } };
    return {
      ...described(table.help),
      type: 'object',
      propertyNames: names,
      additionalProperties: ruleSchema(table.value),
    };
  }
  return {
    ...described(table.help),
    type: 'object',
    additionalProperties: false,
    ...(table.required && { required: table.required }),
    properties: Object.fromEntries(
      Object.entries(table.keys).map(([key, inside]: [string, ValueRule | SchemaTable]) => [
        key,
        typeof inside === 'function' ? ruleSchema(inside) : tableSchema(inside),
      ]),
    ),
  };
}

function ruleSchema(rule: ValueRule): JsonSchema {
  return rule.json ?? LINE_SCHEMA;
}

function described(help: string | undefined): JsonSchema {
  return help === undefined ? {} : { description: help };
}
