import { escapers } from '../escape.js';
import type { Dialect } from './dialect.js';
import type { CmakePlan, MakePlan } from './plan.js';
import { dialectFlags, STUBS_IN_BUILDER, stubWords } from './stub-files.js';

const { shell, inQuotes, make } = escapers;

/** With make, optimisation is the Makefile's business: the target, and nothing in the module that only a debugger reads. */
export const MADE = ['--target=wasm32-wasip1', '-Wl,--strip-all'];

/** A text in double quotes, in which the flag that strips is the shell's variable: a module to be debugged has another. */
function withMode(text: string): string {
  return text.replace('-Wl,--strip-all', '$mode');
}

/** Where wasi-sdk's image has its programs. */
export const SDK = '/opt/wasi-sdk/bin';

/** What the steps of a build by make show: variables of its command line, each `NAME=VALUE`, quoted. */
export function makeView(
  { target, output, flags, stubs, makeVars = [], linkers = [], ...given }: MakePlan,
  dialect: Dialect,
) {
  const { libraries } = dialect;
  const stubbed = stubWords(stubs, STUBS_IN_BUILDER);
  const own = [
    ...flags,
    ...stubbed,
    '-Wno-unused-command-line-argument',
    ...(given.cflags ?? []),
    ...(given.ldflags ?? []),
  ];
  const compiler = (program: string, more: readonly string[]) =>
    withMode(inQuotes(makeWords([`${SDK}/${program}`, ...more])));
  return {
    stubs,
    target,
    output,
    compilers: [
      `CC=${compiler('clang', [...MADE, ...dialectFlags(dialect, stubs), ...libraries, ...own])}`,
      ...(libraries.length > 0
        ? [`CXX=${compiler('clang++', [...MADE, ...dialectFlags(dialect, stubs), ...own])}`]
        : []),
    ],
    tools: [
      `AR=${SDK}/llvm-ar`,
      `RANLIB=${SDK}/llvm-ranlib`,
      ...linkers.map(({ name, compiler: by }) => `${name}='$(${libraries.length > 0 ? by : 'CC'})'`),
      ...makeVars.map(({ name, value }) => `${name}=${shell(make(value))}`),
    ],
  };
}

/** Words of a recipe's line in the value of a variable of make's command line. */
function makeWords(words: readonly string[]): string {
  return words.map((word) => make(shell(word))).join(' ');
}

/** What the steps of a build by CMake show: its variables, each `-DNAME=VALUE`, quoted. */
export function cmakeView({ flags, stubs, ...plan }: CmakePlan, dialect: Dialect) {
  const { target, output, native, cflags = [], ldflags = [], define = [] } = plan;
  const own = [...flags.filter((flag) => flag.startsWith('-D')), ...stubWords(stubs, STUBS_IN_BUILDER), ...cflags];
  const libraries = flags.filter((flag) => flag.startsWith('-l'));
  const variables: [name: string, value: string][] = [
    ...(own.length > 0 ? [['CMAKE_C_FLAGS', makeWords(own)] as [string, string]] : []),
    ...(dialect.flags.length > 0
      ? [['CMAKE_CXX_FLAGS', makeWords([...dialectFlags(dialect, stubs), ...own])] as [string, string]]
      : []),
    // CMake itself runs the linker's line, where `$` is a character.
    ['CMAKE_EXE_LINKER_FLAGS', ['-Wl,--strip-all', ...libraries, ...ldflags].map(shell).join(' ')],
  ];
  const defined = define.map(({ name, value }) => shell(`-D${name}=${cacheValue(value)}`));
  return {
    stubs,
    target,
    output,
    native: native && { programs: native, compiler: dialect.libraries.length > 0 ? 'c++' : 'cc', defined },
    variables: [...variables.map(([name, value]) => `-D${name}=${withMode(inQuotes(cacheValue(value)))}`), ...defined],
  };
}

/** CMake takes off single quotes around a value, and blanks behind it. Source: cmCacheManager::ParseEntry. */
function cacheValue(value: string): string {
  return /^'[\s\S]*'$|[ \t]$/.test(value) ? `'${value}'` : value;
}
