import { posix } from 'node:path';
import { escapers } from '../escape.js';
import { MADE, SDK } from './build-views.js';
import type { Dialect } from './dialect.js';
import type { AutotoolsPlan, MesonPlan } from './plan.js';
import { dialectFlags, STUBS_IN_BUILDER, stubWords } from './stub-files.js';

const { shell, inQuotes, make } = escapers;

/** A program of the builder stage that calls another with flags before its own. */
interface Script {
  path: string;
  /** Its lines, each a word of a shell. */
  lines: readonly string[];
}

/**
 * What configure and Meson are given as compilers. configure takes the value of CC apart at blanks, and make's shell once
 * more by its quotes: a script's name is one word to both, whatever flags it has.
 */
function compilerScripts({ flags, stubs, cflags = [], ldflags = [] }: AutotoolsPlan | MesonPlan, dialect: Dialect) {
  const own = [...flags, '-Wno-unused-command-line-argument', ...cflags, ...ldflags];
  const script = (name: string, program: string, more: readonly string[]): Script => {
    const compile = [`${SDK}/${program}`, ...MADE, ...more, ...own].map(shell).join(' ');
    const stubbed = stubWords(stubs, STUBS_IN_BUILDER).map(shell).join(' ');
    return {
      path: `/usr/local/bin/${name}`,
      lines: [
        '#!/bin/sh',
        // What is preprocessed may be text of any kind, and what configure compiles is to find out what there is.
        ...(stubs ? [`case " $* " in *" -E "* | *conftest*) exec ${compile} "$@" ;; esac`] : []),
        `exec ${compile}${stubs ? ` ${stubbed}` : ''} "$@"`,
      ].map(shell),
    };
  };
  const isCpp = dialect.libraries.length > 0;
  return {
    cc: script('wasi-cc', 'clang', []),
    cxx: isCpp ? script('wasi-c++', 'clang++', dialectFlags(dialect, stubs)) : undefined,
  };
}

/** What the steps of a build by configure and make show. */
export function autotoolsView(plan: AutotoolsPlan, dialect: Dialect) {
  const { output, madeIn, generatedBy, byHand, oldConfigSubs, makeVars = [], configureFlags = [] } = plan;
  const target = madeIn === undefined ? output : posix.relative(madeIn, output);
  const { cc, cxx } = compilerScripts(plan, dialect);
  const tools = `CC=wasi-cc${cxx ? ' CXX=wasi-c++' : ''} AR=${SDK}/llvm-ar RANLIB=${SDK}/llvm-ranlib`;
  // A script may forget what it was given.
  const own = makeVars.map(({ name, value }) => ` ${name}=${shell(make(value))}`).join('');
  const variables = byHand ? ` ${tools}${own}` : own;
  return {
    stubs: plan.stubs,
    output,
    scripts: [cc, ...(cxx ? [cxx] : [])],
    generatedBy,
    programs: generatedBy?.map((name) => PROVES[name] ?? name),
    oldConfigSubs,
    byHand: byHand && { environment: tools, arguments: byHand.flatMap((argument) => givenByHand(argument, !!cxx)) },
    configure: [
      ...(byHand ? [] : [`${tools} MAKEINFO=true`]),
      ...(configureFlags.length > 0 ? [configureFlags.map(shell).join(' ')] : []),
    ],
    make: `make${variables}`,
    // What else the project makes (documentation, tests) may fail: the program by itself may not.
    program: `make${madeIn === undefined ? '' : ` -C ${shell(madeIn)}`}${variables} ${shell(target)}`,
  };
}

/** An argument of a configure that is written by hand, with its value; none where the build has no value for it. */
function givenByHand(argument: string, isCpp: boolean): string[] {
  if (!argument.endsWith('=')) return [argument];
  const values: Readonly<Record<string, string>> = {
    cc: 'wasi-cc',
    ...(isCpp && { cxx: 'wasi-c++' }),
    ar: `${SDK}/llvm-ar`,
    ranlib: `${SDK}/llvm-ranlib`,
    host: 'wasm32-wasi',
  };
  const value = values[argument.replace(/^--|=$/g, '').toLowerCase()];
  return value === undefined ? [] : [`${argument}${value}`];
}

/** How a shell sees that a package is installed. */
const PROVES: Readonly<Record<string, string>> = {
  autoconf: 'command -v autoreconf',
  automake: 'command -v automake',
  libtool: 'command -v libtoolize',
  'pkg-config': 'command -v pkg-config',
  autopoint: 'command -v autopoint',
  'autoconf-archive': '[ -e /usr/share/aclocal/ax_require_defined.m4 ]',
};

/** What the steps of a build by Meson show: its cross file, and its options, each `-DNAME=VALUE`, quoted. */
export function mesonView(plan: MesonPlan, dialect: Dialect) {
  const { stubs, target, define = [] } = plan;
  const { cc, cxx } = compilerScripts(plan, dialect);
  return {
    stubs,
    target: target.replace(/^.*\//, ''),
    scripts: [cc, ...(cxx ? [cxx] : [])],
    crossFile: [
      '[binaries]',
      "c = 'wasi-cc'",
      ...(cxx ? ["cpp = 'wasi-c++'"] : []),
      `ar = '${SDK}/llvm-ar'`,
      '[host_machine]',
      "system = 'wasi'",
      "cpu_family = 'wasm32'",
      "cpu = 'wasm32'",
      "endian = 'little'",
    ].map(inQuotes),
    options: define.map(({ name, value }) => shell(`-D${name}=${value}`)),
  };
}
