import { type Budget, OverLimit } from '../bytes/budget.js';
import type { Bytes } from '../bytes/bytes.js';
import { UnreadableArchive } from './unreadable.js';

/** The largest manifest that registries must accept (OCI distribution spec 1.1), and ample for a config. */
export const JSON_MAX: number = 4 * 1024 * 1024;

/** A JSON object from elsewhere: nothing is known of what is in it. */
export type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a JSON object.
 *
 * @param name what it is called in the message when it is none
 * @throws UnreadableArchive
 */
export async function readJson(bytes: Bytes, name: string, budget: Budget): Promise<Json> {
  const value = await parsedJson(bytes, name, budget);
  if (!isObject(value)) throw new UnreadableArchive(`${name} is not a JSON object`);
  return value;
}

/** Reads a JSON list; items that are not objects are skipped. */
export async function readJsonList(bytes: Bytes, name: string, budget: Budget): Promise<Json[]> {
  const value = await parsedJson(bytes, name, budget);
  if (!Array.isArray(value)) throw new UnreadableArchive(`${name} is not a JSON list`);
  return value.filter(isObject);
}

async function parsedJson(bytes: Bytes, name: string, budget: Budget): Promise<unknown> {
  if (bytes.size > JSON_MAX) throw new OverLimit(`${name} is larger than ${JSON_MAX / 1024 ** 2} MiB`);
  budget.parse(bytes.size);
  try {
    return JSON.parse((await bytes.read(0, bytes.size)).toString('utf8'));
  } catch {
    throw new UnreadableArchive(`${name} is not JSON`);
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** That key's object; an empty one where something else stands. */
export function objectAt(json: Json, key: string): Json {
  const value = Object.hasOwn(json, key) ? json[key] : undefined;
  return isObject(value) ? value : {};
}

/** That key's objects; values that are not objects are skipped. */
export function objectsAt(json: Json, key: string): Json[] {
  const value = json[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** That key's text; undefined where something else stands, or nothing. */
export function textAt(json: Json, key: string): string | undefined {
  const value = Object.hasOwn(json, key) ? json[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** That key's texts; values that are not texts are skipped. */
export function textsAt(json: Json, key: string): string[] {
  const value = json[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** That key's texts by key; values that are not texts are skipped. */
export function textMapAt(json: Json, key: string): Record<string, string> {
  const pairs = Object.entries(objectAt(json, key)).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(pairs) as Record<string, string>;
}

/** A JSON object that a program printed; an empty one where it printed another thing. */
export function parsedObject(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
  } catch {
    return {};
  }
}
