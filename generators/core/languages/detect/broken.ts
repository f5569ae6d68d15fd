import { ExitCode, Failure, type Fix } from '../../failure.js';
import { isTable, NotToml, readToml, type Table } from '../../toml.js';
import { isPlain } from './plain.js';

export { isTable, type Table };

/** Something about an existing project keeps it from being built. `place` is a file, with its line where it is known. */
export function unusable(place: string, why: string, ...fix: Fix[]): Failure {
  return new Failure(`${place}: ${why}`, { exitCode: ExitCode.wrongInput, fix });
}

/**
 * Checks a name or a path out of a manifest before it goes into a Containerfile. There, quotes, `$`, backslashes and
 * line breaks mean something to its own syntax, to the shell, or to both.
 *
 * @throws Failure (wrong input) naming the place
 */
export function plain(place: string, what: string, text: string): string {
  if (isPlain(text)) return text;
  throw unusable(place, `the ${what} ${JSON.stringify(text).slice(0, 80)} cannot be written into a Containerfile.`, {
    text: 'Rename it: letters, digits, spaces and _ . , + @ % = / ~ - are allowed, the hyphen not as the first character.',
  });
}

/** @throws Failure (wrong input) naming file, line and column */
export function parseToml(path: string, text: string): Table {
  try {
    return readToml(text).table;
  } catch (error) {
    if (!(error instanceof NotToml)) throw error;
    const place = error.line === undefined ? path : `${path}:${error.line}:${error.column}`;
    throw unusable(place, `it is not TOML: ${error.message}.`);
  }
}

/** The table of that key, empty where there is none. */
export function tableOf(table: Table, key: string): Table {
  const value = table[key];
  return isTable(value) ? value : {};
}

/** The texts of an array, whatever else is in it. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
