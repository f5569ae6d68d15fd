import { ExitCode, Failure } from '../../../failure.js';
import { buildablePaths, type ProjectFiles } from '../../detect/project-files.js';
import type { Recognised, Selection } from '../../detect/recognised.js';
import { C, CPP, CPP_SOURCE, type Dialect } from '../dialect.js';
import { buildSystems } from '../language.js';
import type { CPlan } from '../plan.js';
import { autotoolsFile, recogniseAutotools } from './autotools.js';
import { ASIDE_FOLDERS } from './c-needs.js';
import { outsideOf } from './c-outside.js';
import { plainSources, recogniseSources } from './c-sources.js';
import { recogniseCmake } from './cmake.js';
import { cmakeBelow } from './cmake-below.js';
import { readCommands } from './cmake-file.js';
import { exceptionAdvice } from './cpp-exceptions.js';
import { recogniseMake } from './make.js';
import { MAKEFILES } from './make-programs.js';
import { MESON_FILE, mesonLanguages, recogniseMeson } from './meson.js';

/** What builds a project. */
export type BuildSystem = (typeof buildSystems)[number];

/** A C project; undefined where there is no C source, or it is a C++ project. */
export function recogniseC(files: ProjectFiles, selection: Selection): Recognised<CPlan> | undefined {
  if (!hasC(files) || isCpp(files)) return undefined;
  return recognise(files, selection, C);
}

/** Whether there is C, or a CMakeLists.txt whose sources are all above it. */
function hasC(files: ProjectFiles): boolean {
  if (buildablePaths(files).some((path) => path.endsWith('.c'))) return true;
  return files.paths.includes('CMakeLists.txt') && outsideOf(files, 'cmake', undefined, C).length > 0;
}

/** A C++ project, with C files or without; undefined where it is none. */
export function recogniseCpp(files: ProjectFiles, selection: Selection): Recognised<CPlan> | undefined {
  if (!isCpp(files)) return undefined;
  const recognised = recognise(files, selection, CPP);
  return recognised && { ...recognised, advice: [...recognised.advice, ...exceptionAdvice(files, selection.stubs)] };
}

/** Whether the program is C++: a C project may have C++ files beside it, as bindings or for a test. */
function isCpp(files: ProjectFiles): boolean {
  const own = buildablePaths(files).filter((path) => !ASIDE_FOLDERS.test(path));
  if (!own.some((path) => CPP_SOURCE.test(path))) return false;
  if (!own.some((path) => path.endsWith('.c'))) return true;
  const cmake = files.text('CMakeLists.txt');
  if (cmake !== undefined) return !isCmakeForC(cmake);
  const meson = files.text(MESON_FILE);
  if (meson !== undefined && autotoolsFile(files) === undefined) return mesonLanguages(meson).includes('cpp');
  // Where configure looks for a C++ compiler, it would find this machine's.
  const configures = ['configure.ac', 'configure.in'].some((path) => /^\s*AC_PROG_CXX\b/m.test(files.text(path) ?? ''));
  if (configures && autotoolsFile(files) !== undefined) return true;
  const makefile = makefileOf(files);
  if (makefile) return /\bCXX|\+\+|\.(?:cc|cpp|cxx)\b/.test(files.text(makefile) ?? '');
  return plainSources(files, CPP).some((path) => CPP_SOURCE.test(path));
}

/** Whether `project()` names C, and C++ not. Without any, CMake takes both. */
function isCmakeForC(text: string): boolean {
  const commands = readCommands('CMakeLists.txt', text);
  const { args = [] } = commands.find(({ name }) => name === 'project') ?? {};
  return args.includes('C') && !args.includes('CXX') && !commands.some(({ name }) => name === 'enable_language');
}

function recognise(files: ProjectFiles, selection: Selection, dialect: Dialect): Recognised<CPlan> | undefined {
  const there = buildSystems.filter((system) => isThere(system, files, dialect));
  const [first] = there;
  // CMake finds out what a compiler by itself does not know.
  const wanted = selection['build-system'] ?? 'cmake';
  const below = (first ?? 'sources') === 'sources' && wanted === 'cmake' ? cmakeBelow(files) : undefined;
  if (below) throw below;
  if (first === undefined) return undefined;
  const wished = buildSystems.find((system) => system === selection['build-system']);
  const system = wished ?? first;
  if (!there.includes(system)) throw notThere(system, there);
  refuseOtherSystem(system, selection);
  const recognised = recogniseWith(system, files, selection, dialect);
  const also = there.flatMap((other) => {
    const file = other === system ? undefined : systemFile(other, files);
    return file === undefined ? [] : [`There is a ${file}, too: --build-system ${other} takes it instead.`];
  });
  const advice = [...recognised.advice, ...(system === 'sources' ? configured(files, dialect) : [])];
  const outside = outsideOf(files, system, makefileOf(files), dialect);
  return { ...recognised, found: [...recognised.found, ...also], outside, advice };
}

/** What another build system finds out before it compiles is missing where only the sources are compiled. */
function configured(files: ProjectFiles, { title }: Dialect): string[] {
  const path = ['configure.ac', 'configure.in', 'configure', MESON_FILE].find((name) => files.paths.includes(name));
  if (!path) return [];
  return [`${path} is not run: the ${title} files are compiled unchanged, without the config.h that it would write.`];
}

function isThere(system: BuildSystem, files: ProjectFiles, dialect: Dialect): boolean {
  return system === 'sources' ? plainSources(files, dialect).length > 0 : systemFile(system, files) !== undefined;
}

/** The file that a build system reads first, by the name that users know it by; undefined where there is none. */
function systemFile(system: BuildSystem, files: ProjectFiles): string | undefined {
  const isOne = (path: string) => (files.paths.includes(path) ? path : undefined);
  switch (system) {
    case 'cmake':
      return isOne('CMakeLists.txt');
    case 'autotools':
      return autotoolsFile(files);
    case 'meson':
      return isOne(MESON_FILE);
    case 'make':
      return makefileOf(files) && 'Makefile';
    case 'sources':
      return undefined;
  }
}

function recogniseWith(
  system: BuildSystem,
  files: ProjectFiles,
  selection: Selection,
  dialect: Dialect,
): Recognised<CPlan> {
  if (system === 'cmake') return recogniseCmake(files, selection, dialect);
  if (system === 'autotools') return recogniseAutotools(files, selection, dialect);
  if (system === 'meson') return recogniseMeson(files, selection, dialect);
  const makefile = makefileOf(files);
  return system === 'make' && makefile
    ? recogniseMake(files, makefile, selection, dialect)
    : recogniseSources(files, selection, dialect);
}

/** A Makefile that nothing makes: one beside a Makefile.am is left of a configure, or a maintainer's. */
function makefileOf(files: ProjectFiles): string | undefined {
  if (autotoolsFile(files) !== undefined) return undefined;
  return MAKEFILES.find((name) => files.paths.includes(name));
}

/** What each flag of one build system is for, and what users call that. */
const OF_ONE_SYSTEM = [
  { key: 'define', systems: ['cmake', 'meson'], what: 'CMake and Meson' },
  { key: 'make-var', systems: ['make', 'autotools'], what: 'make' },
  { key: 'configure-flags', systems: ['autotools'], what: 'configure' },
] as const satisfies readonly { key: keyof Selection; systems: readonly BuildSystem[]; what: string }[];

/** @throws Failure (wrong input) for a flag that the build system does not take */
function refuseOtherSystem(system: BuildSystem, selection: Selection): void {
  const other = OF_ONE_SYSTEM.find(
    ({ key, systems }) => selection[key] !== undefined && !systems.some((one) => one === system),
  );
  if (other) {
    throw new Failure(`--${other.key} is for ${other.what}, and this project is built by ${SYSTEM_TITLES[system]}.`, {
      exitCode: ExitCode.wrongInput,
      fix: [{ text: `Omit it; --${other.key} '' removes it where an earlier run stored it.` }],
    });
  }
  if (system !== 'cmake') return;
  refuseOtherType(selection.define ?? []);
  if (!selection.ldflags?.includes('\\')) return;
  throw new Failure('--ldflags: CMake removes backslashes from flags for the linker.', {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Give flags without backslashes.' }],
  });
}

/** What may be between the name and the value for CMake. Source: the cmake-commands(7) manual, set(… CACHE <type>). */
const CMAKE_TYPES = ['BOOL', 'STRING', 'PATH', 'FILEPATH', 'INTERNAL'];

/** CMake takes any other word for STRING, and says nothing. */
function refuseOtherType(define: readonly string[]): void {
  for (const text of define) {
    const [, name = '', type] = /^([^:=]*):([^=]*)=/.exec(text) ?? [];
    if (type === undefined || CMAKE_TYPES.includes(type)) continue;
    throw new Failure(`--define ${name}:${type}: CMake has no type ${type} (allowed: ${CMAKE_TYPES.join(', ')}).`, {
      exitCode: ExitCode.wrongInput,
      fix: [{ text: `Omit the type: --define ${name}=VALUE` }],
    });
  }
}

const SYSTEM_TITLES: Readonly<Record<BuildSystem, string>> = {
  cmake: 'CMake',
  autotools: 'configure',
  meson: 'Meson',
  make: 'make',
  sources: 'clang',
};

function notThere(system: BuildSystem, there: readonly BuildSystem[]): Failure {
  return new Failure(`--build-system ${system}: no file of it was found.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: `Found: ${there.join(', ')}.` }],
  });
}
