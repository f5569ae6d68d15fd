import { InvalidValue, shown } from '../options/invalid.js';
import { oneLine } from '../options/one-line.js';
import { isPlain } from './detect/plain.js';
import { within } from './detect/project-files.js';
import type { Select } from './language.js';

/** The flags of more than one language: where a project is, and what is passed on to its build unchanged. */
export const passedOn = {
  cflags: {
    key: 'cflags',
    group: 'build',
    placeholder: 'FLAGS',
    takesFlags: true,
    help: 'more flags for the C and C++ compiler, quoted as in a shell',
    check: shellWords,
  },
  ldflags: {
    key: 'ldflags',
    group: 'build',
    placeholder: 'FLAGS',
    takesFlags: true,
    help: 'more flags for the linker',
    check: shellWords,
  },
  in: {
    key: 'in',
    placeholder: 'FOLDER',
    help: 'the folder of the manifest, where the directory is more than that: the build context',
    check: folderInContext,
  },
  // Yeoman has an option `env` of its own.
  buildEnv: {
    key: 'build-env',
    group: 'build',
    placeholder: 'NAME=VALUE',
    repeats: true,
    help: 'a variable for the build; may be repeated',
    check: buildVariable,
  },
} as const satisfies Record<string, Select>;

/**
 * The words of a text of flags: blanks part them, quotes and backslashes mean what they mean to a POSIX shell. Nothing is
 * expanded: `$` is a character like others.
 *
 * @throws InvalidValue where a quote is not closed, or it is more than a line
 */
export function shellWords(text: string): string[] {
  if (text === '') return [];
  oneLine(text);
  const pieces = [...text.matchAll(/ +|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^ '"\\]+)|(.)/gu)];
  const words: string[] = [];
  let open = false;
  for (const [, single, double, escaped, bare, stray] of pieces) {
    if (stray !== undefined) {
      throw new InvalidValue(
        `${shown(text)}: ${stray === '\\' ? 'its last character escapes nothing' : `the quote ${stray} is not closed`}`,
      );
    }
    const part = single ?? double?.replace(/\\([\\"$`])/g, '$1') ?? escaped ?? bare;
    if (part !== undefined) words.push(open ? `${words.pop()}${part}` : part);
    open = part !== undefined;
  }
  return words;
}

/** `NAME=VALUE`, taken apart. */
export interface Setting {
  name: string;
  value: string;
}

/**
 * Takes `NAME=VALUE` apart.
 *
 * @throws InvalidValue where the name is none, or it is more than a line
 */
export function setting(text: string, name: RegExp, what: string): Setting {
  oneLine(text);
  const at = text.indexOf('=');
  if (at === -1) throw new InvalidValue(`${shown(text)} is not NAME=VALUE`);
  const found = { name: text.slice(0, at), value: text.slice(at + 1) };
  if (!name.test(found.name)) throw new InvalidValue(`${shown(found.name)} is not ${what}`);
  return found;
}

function buildVariable(text: string): Setting {
  return setting(text, /^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of a variable');
}

/** The variables that `--build-env` sets, by name; the last of two counts. */
export function variablesOf(settings: readonly string[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((settings ?? []).map(buildVariable).map(({ name, value }) => [name, value]));
}

/**
 * The folder of `--in`, relative to the build context, with `/`; `.` for the context itself.
 *
 * @throws InvalidValue where it is outside, or could not be in a Containerfile
 */
export function folderInContext(text: string): string {
  oneLine(text);
  const folder = within('', text);
  if (folder === undefined) throw new InvalidValue(`${shown(text)} is not a folder inside the directory`);
  if (folder === '') return '.';
  if (isPlain(folder)) return folder;
  throw new InvalidValue(`${shown(folder)} has a character that a Containerfile cannot hold in a path`);
}
