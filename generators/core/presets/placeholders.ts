import { defaultLanguage } from '../languages/languages.js';
import { InvalidValue, shown } from '../options/invalid.js';

/** What a preset's values may hold in braces, and its value in a project. */
export interface Placeholders {
  /** The name as compilers and registries take it: `my-app`. */
  name: string;
  language: string;
}

const PLACEHOLDER = /\{([a-z]+)\}/gi;

/** Values that every rule takes: a preset's texts are checked with them in place. */
export const sample: Placeholders = { name: 'name', language: defaultLanguage };

/** Puts a project's values in place of `{name}` and `{language}`. */
export function fillPlaceholders(text: string, values: Placeholders): string {
  return text.replace(PLACEHOLDER, (whole, key: string) => (isKnown(key) ? values[key] : whole));
}

/** @throws InvalidValue when the text names a placeholder that does not exist: it would stay as it is, unnoticed */
export function checkPlaceholders(text: string): void {
  for (const [whole, key = ''] of text.matchAll(PLACEHOLDER)) {
    if (isKnown(key)) continue;
    const known = Object.keys(sample).map((name) => `{${name}}`);
    throw new InvalidValue(`${shown(whole)} is not a placeholder; ${known.join(' and ')} are`);
  }
}

function isKnown(key: string): key is keyof Placeholders {
  return Object.hasOwn(sample, key);
}
