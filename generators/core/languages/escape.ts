import TOML from '@iarna/toml';
import { quoted } from '../system/shell.js';

/** Puts a text into one kind of file, quotes included. Each takes any text that a project's title may hold. */
export type Escape = (text: string) => string;

/** The escapers that templates use, by kind of file. */
export interface Escapers {
  toml: Escape;
  json: Escape;
  label: Escape;
  markdown: Escape;
  shell: Escape;
  inQuotes: Escape;
  make: Escape;
  unit: Escape;
}

/** A Rust string literal. Titles hold no control characters, so only the two special characters are left. */
export const rustString: Escape = (text) => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** A Go string literal: JSON's escapes are all Go's, and a title holds no lone surrogate. */
export const goString: Escape = (text) => JSON.stringify(text);

/** A C string literal. `??` is split, because `??/` is a trigraph (a backslash) under `-std=c17`. */
export const cString: Escape = (text) => `"${text.replace(/["\\]/g, '\\$&').replace(/(?<=\?)\?/g, '\\?')}"`;

/** A TOML string. */
export const toml: Escape = (text) => TOML.stringify.value(text);

/** A JSON string. */
export const json: Escape = (text) => JSON.stringify(text);

/** The value of a Containerfile's `LABEL`: Dockerfile syntax expands `$` and backslashes inside double quotes. */
export const label: Escape = (text) => `"${text.replace(/["\\$]/g, '\\$&')}"`;

/** Text in Markdown: every ASCII punctuation character may be escaped by a backslash (CommonMark 2.4). */
export const markdown: Escape = (text) =>
  text.replace(/[!-/:-@[-`{-~]/g, '\\$&').replace(/\\([-.,:;!?()'/])(?!\[)/g, '$1');

/** One word of a POSIX shell, in a file. A command line that is shown is quoted for the user's own: host/shell.ts. */
const shell: Escape = (text) => quoted(text, 'posix');

/** One word of a POSIX shell in double quotes, whatever is in it. */
const inQuotes: Escape = (text) => `"${text.replace(/["\\$`]/g, '\\$&')}"`;

/** A value on make's command line, where `$` names a variable; quoted for the shell before. */
const make: Escape = (text) => text.replaceAll('$', '$$$$');

/** A value in a unit of systemd, where `%` begins a specifier. */
const unit: Escape = (text) => text.replaceAll('%', '%%');

/** What templates are given. */
export const escapers: Escapers = { toml, json, label, markdown, shell, inQuotes, make, unit };
