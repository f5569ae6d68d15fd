import { c } from './c/language.js';
import { rust } from './rust/language.js';
import { tinygo } from './tinygo/language.js';

/** Every language, in the order people are shown them. */
export const languages = [rust, c, tinygo] as const;

/** What `--language` takes. */
export type LanguageId = (typeof languages)[number]['id'];

/** The language of that id. */
export function languageOf(id: LanguageId): (typeof languages)[number] {
  const language = languages.find((l) => l.id === id);
  if (!language) throw new Error(`no language ${id}`);
  return language;
}
