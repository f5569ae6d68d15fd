import { InvalidValue } from '../../options/invalid.js';
import type { Selection } from '../../options/selection-flags.js';
import { type Setting, setting, shellWords } from '../passed-on.js';

/** What users give a build of C or C++ beside what the project says. */
export interface PassedOptions {
  /** For the compiler, a word each. */
  cflags?: readonly string[];
  /** For the linker, a word each. */
  ldflags?: readonly string[];
  /** CMake's `-D`. */
  define?: readonly Setting[];
  /** Variables on make's command line. */
  makeVars?: readonly Setting[];
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
};

/**
 * `NAME=VALUE`, or `NAME:TYPE=VALUE`, of `--define`.
 *
 * @throws InvalidValue where the name is none, or its value is ours
 */
export function cmakeOption(text: string): Setting {
  return refuseOurs(setting(text, /^[A-Za-z0-9_][\w.+/-]*(?::[A-Z]+)?$/, 'the name of an option'));
}

/**
 * `NAME=VALUE` of `--make-var`.
 *
 * @throws InvalidValue where the name is none, or its value is ours
 */
export function makeVariable(text: string): Setting {
  return refuseOurs(setting(text, /^[A-Za-z_][\w.-]*$/, 'the name of a variable'));
}

function refuseOurs(given: Setting): Setting {
  const name = given.name.replace(/:.*/, '');
  if (!Object.hasOwn(OURS, name)) return given;
  const instead = OURS[name];
  throw new InvalidValue(`${name} names what builds WebAssembly${instead ? `: ${instead} adds to it` : ''}`);
}

/** What a selection gives the build; a key only where something was given. */
export function buildOptions({ cflags, ldflags, define, 'make-var': vars }: Selection): PassedOptions {
  return {
    ...(cflags && { cflags: shellWords(cflags) }),
    ...(ldflags && { ldflags: shellWords(ldflags) }),
    ...(define && { define: define.map(cmakeOption) }),
    ...(vars && { makeVars: vars.map(makeVariable) }),
  };
}
