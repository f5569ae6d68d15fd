import { InvalidValue } from '../../options/invalid.js';
import type { Selection } from '../../options/selection-flags.js';
import { type Setting, setting, shellWords } from '../passed-on.js';

/** What users give a build of C or C++ beside what the project says. */
export interface PassedOptions {
  /** For the compiler, a word each. */
  cflags?: readonly string[];
  /** For the linker, a word each. */
  ldflags?: readonly string[];
  /** `-D` of CMake and Meson. */
  define?: readonly Setting[];
  /** Variables on make's command line. */
  makeVars?: readonly Setting[];
  /** What `configure` is given, a word each. */
  configureFlags?: readonly string[];
}

/** What is resolved by this tool, and the flag that adds to it where there is one. */
const OURS: Readonly<Record<string, string | undefined>> = {
  CMAKE_TOOLCHAIN_FILE: undefined,
  CMAKE_C_COMPILER: undefined,
  CMAKE_CXX_COMPILER: undefined,
  CMAKE_C_FLAGS: '--cflags',
  CMAKE_CXX_FLAGS: '--cflags',
  CMAKE_EXE_LINKER_FLAGS: '--ldflags',
  CC: '--cflags',
  CXX: '--cflags',
  AR: undefined,
  RANLIB: undefined,
  '--host': undefined,
  '--build': undefined,
};

/**
 * `NAME=VALUE`, or CMake's `NAME:TYPE=VALUE` and Meson's `SUBPROJECT:NAME=VALUE`, of `--define`.
 *
 * @throws InvalidValue where the name is none, or its value is ours
 */
export function definition(text: string): Setting {
  return refuseOurs(setting(text, /^[A-Za-z0-9_][\w.+/-]*(?::[\w.+-]+)?$/, 'the name of an option'));
}

/**
 * `NAME=VALUE` of `--make-var`.
 *
 * @throws InvalidValue where the name is none, or its value is ours
 */
export function makeVariable(text: string): Setting {
  return refuseOurs(setting(text, /^[A-Za-z_][\w.-]*$/, 'the name of a variable'));
}

/**
 * The words of `--configure-flags`.
 *
 * @throws InvalidValue for one that is ours
 */
export function configureWords(text: string): string[] {
  const words = shellWords(text);
  for (const word of words) refuseOurs({ name: word.replace(/=.*/s, ''), value: '' });
  return words;
}

function refuseOurs(given: Setting): Setting {
  const name = given.name.replace(/:.*/, '');
  if (!Object.hasOwn(OURS, name)) return given;
  const instead = OURS[name];
  throw new InvalidValue(`${name} names what builds WebAssembly${instead ? `: ${instead} adds to it` : ''}`);
}

/** What a selection gives the build; a key only where something was given. */
export function buildOptions(selection: Selection): PassedOptions {
  const { cflags, ldflags, define, 'make-var': vars, 'configure-flags': configure } = selection;
  return {
    ...(cflags && { cflags: shellWords(cflags) }),
    ...(ldflags && { ldflags: shellWords(ldflags) }),
    ...(define && { define: define.map(definition) }),
    ...(configure && { configureFlags: configureWords(configure) }),
    ...(vars && { makeVars: vars.map(makeVariable) }),
  };
}
