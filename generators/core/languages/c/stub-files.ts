import { InvalidValue, shown } from '../../options/invalid.js';
import type { TemplateFile } from '../language.js';
import { type Dialect, NO_EXCEPTIONS } from './dialect.js';
import type { Stubs } from './plan.js';

/** What clang calls where an exception is thrown. */
export const THROW = '__cxa_throw';

/** The folder of the stubs, in the project. */
export const STUBS_FOLDER = 'wasi-stubs';
/** The same for a compiler that make or CMake runs in a folder of its own. */
export const STUBS_IN_BUILDER = `/src/${STUBS_FOLDER}`;

/** What clang is given for stubs. */
export function stubWords(stubs: Stubs | undefined, folder: string): string[] {
  if (!stubs) return [];
  const names = stubs.functions.map((name) => `-DWASI_STUB_${name}`);
  // Before the headers of the system: where a compiler looks for Linux's behind WASI's, it is not to find those.
  return ['-include', `${folder}/stubs.h`, '-isystem', folder, ...names];
}

/** What clang is given for a dialect: with a stub for what is thrown, exceptions are compiled, and nothing catches them. */
export function dialectFlags({ flags }: Dialect, stubs: Stubs | undefined): readonly string[] {
  if (!stubs?.functions.includes(THROW)) return flags;
  return flags.flatMap((flag) => (flag === NO_EXCEPTIONS ? ['-fexceptions', '-fignore-exceptions'] : [flag]));
}

/** The files that a project needs for them. */
export function stubFiles(stubs: Stubs | undefined): TemplateFile[] {
  if (!stubs) return [];
  return ['stubs.h', ...stubs.headers].map((name) => ({
    template: `c/wasi-stubs/${name}`,
    path: `${STUBS_FOLDER}/${name}`,
  }));
}

/**
 * The names of `--stubs`, parted by commas or blanks. Which of them there are, the detector knows: it is loaded for an
 * existing project only.
 *
 * @throws InvalidValue for what is no name of a function
 */
export function stubList(text: string): string[] {
  const names = text.split(/[\s,]+/).filter(Boolean);
  const wrong = names.find((name) => !/^[A-Za-z_]\w*$/.test(name));
  if (wrong !== undefined) throw new InvalidValue(`${shown(wrong)} is not the name of a function`);
  return names;
}
