import type { ProjectFiles } from '../../detect/project-files.js';
import type { Candidate, Selection } from '../../detect/recognised.js';
import { buildOptions } from '../build-options.js';
import type { Dialect } from '../dialect.js';
import type { Impossible } from '../libc/impossible.js';
import { absentHeader, headersOf, isStubbedMacro, type Lack, lackOf } from '../libc/lack.js';
import { DECLARED } from '../libc/stubs.js';
import type { CPlan, Stubs } from '../plan.js';
import { callsIn } from '../sources/calls.js';
import { type SourceReader, sourceReader } from '../sources/compiled.js';
import { projectSources } from './c-needs.js';
import { chosenStubs, describeStubs } from './stubs.js';

/** The part of a candidate that follows from what its sources need. */
export function besidesPlan({ found, advice }: Needs): Pick<Candidate, 'found' | 'advice'> {
  return { ...(found.length > 0 && { found }), ...(advice.length > 0 && { advice }) };
}

/** The part of its plan that does. */
export function inPlan({ flags, stubs }: Needs): Pick<CPlan, 'flags' | 'stubs'> {
  return { flags, ...(stubs && { stubs }) };
}

/** What the sources of a program need beyond wasi-libc. */
export interface Needs {
  /** The flags that have wasi-libc imitate what the sources use. */
  flags: readonly string[];
  /** The functions that are defined in its stead; undefined where there are none. */
  stubs?: Stubs;
  /** For users: what is defined, and what cannot be. */
  found: readonly string[];
  advice: readonly string[];
  /** What WASI cannot do at all. */
  impossible: readonly ImpossibleUse[];
}

/** Where sources use what WASI cannot do. */
export interface ImpossibleUse extends Pick<Impossible, 'id' | 'what' | 'why'> {
  places: readonly string[];
  /** Functions and headers. */
  names: readonly string[];
}

/** Parts of POSIX that wasi-libc only imitates, and only when it is asked to (its headers name these flags). */
const IMITATED: readonly { include?: RegExp; call?: RegExp; name: string }[] = [
  { include: /^(?:signal\.h|csignal|sys\/signal\.h)$/, name: 'SIGNAL' },
  { include: /^sys\/mman\.h$/, name: 'MMAN' },
  { include: /^sys\/(?:resource|times)\.h$/, call: /^(?:clock|times|getrusage)$/, name: 'PROCESS_CLOCKS' },
  { call: /^getpid$/, name: 'GETPID' },
];

/** C++ has threads of its own. */
const CPP_THREADS = /\bstd::(?:j?thread\b|async\s*[(<])/;

/** Headers that declare functions by the dozen: nothing is said by one of them. */
const COMMON_HEADERS = /^(?:unistd|stdlib|stdio|fcntl|string|time|pthread|sys\/stat|sys\/types)\.h$/;

/** More of them would hide the rest. */
const PLACES_SHOWN = 5;

/** Reads the sources of one program after the other. */
export interface NeedsReader {
  /** @param sources what is compiled, where that is known; else all of the project */
  needsOf(sources?: readonly string[]): Needs;
  /** The same files, for those who look for something else. */
  reader: SourceReader;
}

/**
 * A reader for the programs of a project.
 *
 * @param configuredBy what looks for functions before it compiles, and may find a way without them
 */
export function needsReader(
  files: ProjectFiles,
  selection: Selection,
  dialect: Dialect,
  configuredBy?: string,
): NeedsReader {
  const paths = projectSources(files, dialect);
  const reader = sourceReader(files, paths, buildOptions(selection).cflags ?? [], dialect);
  return {
    reader,
    needsOf(sources) {
      const compiled = sources && sources.length > 0 ? reader.withHeaders(sources) : paths;
      return needsIn(compiled, reader, selection, configuredBy);
    },
  };
}

interface LackingCall {
  place: string;
  lack: Lack;
}

function needsIn(
  paths: readonly string[],
  reader: SourceReader,
  selection: Selection,
  configuredBy: string | undefined,
): Needs {
  const unless = configuredBy === undefined ? '' : ` unless ${configuredBy} finds a way without`;
  const includes = new Map<string, string>();
  const uses = new Map<string, string>();
  const own = new Set<string>();
  const surely = new Set<string>();
  const glibc = new Set<string>();
  const threads: string[] = [];
  for (const path of paths) {
    const { code, includes: included, macros, mayDefine } = reader.code(path);
    for (const { name, line, surely: always } of included) {
      // configure gets --disable-nls.
      if (name === 'libintl.h' && configuredBy === 'configure' && !always) continue;
      if (!includes.has(name)) includes.set(name, `${path}:${line}`);
      if (always || configuredBy !== undefined) surely.add(name);
    }
    const { used, defined } = callsIn(code, (name) => lackOf(name) !== undefined || name in DECLARED);
    for (const [name, line] of used) if (!uses.has(name)) uses.set(name, `${path}:${line}`);
    for (const [name] of code.matchAll(/\b__[A-Z][A-Z_]*\b/g)) if (isStubbedMacro(name)) glibc.add(name);
    for (const name of [...defined, ...macros]) own.add(name);
    for (const name of mayDefine) if (isStubbedMacro(name)) own.add(name);
    if (!path.endsWith('.c') && CPP_THREADS.test(code)) threads.push(path);
  }
  const isDeclared = ({ header }: Lack) =>
    includes.has(header) ||
    (COMMON_HEADERS.test(header) && [...includes.keys()].some((name) => COMMON_HEADERS.test(name)));
  // With the header it is declared already; without, C before 1999 did without a declaration.
  const isIncluded = (header: string) => surely.has(header) || (COMMON_HEADERS.test(header) && includes.has(header));
  const undeclared = [...uses.keys()].filter(
    (name) => name in DECLARED && !own.has(name) && !headersOf(name)?.some(isIncluded),
  );
  const lacking = [...uses]
    .filter(([name]) => !own.has(name) && lackOf(name) !== undefined)
    .map(([name, place]): LackingCall => ({ place, lack: lackOf(name) as Lack }))
    .filter(({ lack }) => lack.emulation !== undefined || isDeclared(lack));
  const emulations = IMITATED.filter(
    ({ include, call }) =>
      [...includes.keys()].some((name) => include?.test(name)) || lacking.some(({ lack }) => call?.test(lack.name)),
  );
  const missing = lacking.filter(({ lack }) => lack.emulation === undefined);
  const stubs = chosenStubs(
    [...missing.map(({ lack }) => lack.name), ...undeclared, ...[...glibc].filter((name) => !own.has(name))],
    [...includes.keys()],
    selection.stubs,
  );
  const impossible = impossibleIn(missing, includes, threads);
  return {
    impossible,
    flags: [
      ...emulations.flatMap(({ name }) => [
        `-D_WASI_EMULATED_${name}`,
        `-lwasi-emulated-${name.toLowerCase().replace('_', '-')}`,
      ]),
      ...(configuredBy === 'configure' && paths.some((path) => isFcntlOfGnulib(path, reader)) ? ['-DF_DUPFD=0'] : []),
    ],
    ...(stubs && { stubs }),
    found: stubs ? describeStubs(stubs) : [],
    advice: [
      ...impossible.map((use) => stopsThere(use, configuredBy)),
      ...unknownIn(missing, includes, unless),
      ...withoutStubs(missing, stubs, unless),
    ],
  };
}

/**
 * gnulib's fcntl.c compares its command with F_DUPFD, which wasi-libc does not have: gnulib gives it the value of another
 * constant then, and two cases are the same.
 */
function isFcntlOfGnulib(path: string, reader: SourceReader): boolean {
  return /(?:^|\/)fcntl\.c$/.test(path) && /\bcase\s+F_DUPFD\s*:/.test(reader.code(path).code);
}

/** What WASI cannot do, by group. */
function impossibleIn(
  missing: readonly LackingCall[],
  includes: ReadonlyMap<string, string>,
  threads: string[],
): ImpossibleUse[] {
  const groups = new Map<Impossible, { places: string[]; names: string[] }>();
  const add = (group: Impossible, place: string, name: string) => {
    const { places, names } = groups.get(group) ?? { places: [], names: [] };
    groups.set(group, { places: [...places, place], names: [...names, name] });
  };
  for (const { place, lack } of missing) if (lack.impossible) add(lack.impossible, place, `${lack.name}()`);
  for (const [header, place] of includes) {
    const group = absentHeader(header)?.impossible;
    if (group) add(group, place, `<${header}>`);
  }
  const thread = lackOf('pthread_create')?.impossible;
  if (thread) for (const path of threads) add(thread, path, 'std::thread');
  return [...groups].map(([{ id, what, why }, { places, names }]) => ({
    ...{ id, what, why },
    places: [...new Set(places)],
    names: [...new Set(names)],
  }));
}

function stopsThere({ what, why, places, names }: ImpossibleUse, configuredBy: string | undefined): string {
  return `${firstFew(places)} uses ${what} (${firstFew(names)}): ${why}. The build stops there, unless ${configuredBy === undefined ? '' : `${configuredBy} finds a way without, or `}the program does without it behind #ifndef __wasi__.`;
}

function firstFew(names: readonly string[]): string {
  const more = names.length > PLACES_SHOWN ? ` and ${names.length - PLACES_SHOWN} more` : '';
  return `${names.slice(0, PLACES_SHOWN).join(', ')}${more}`;
}

/** What nothing is known of but that it is missing. */
function unknownIn(missing: readonly LackingCall[], includes: ReadonlyMap<string, string>, unless: string): string[] {
  const functions = missing
    .filter(({ lack }) => lack.stub === undefined && !lack.impossible)
    .map(({ place, lack }) => `${lack.name}() at ${place}`);
  const headers = [...includes].flatMap(([header, place]) => {
    const absent = absentHeader(header);
    return absent && !absent.stub && !absent.impossible ? [`<${header}> at ${place}`] : [];
  });
  const names = [...headers, ...functions];
  return names.length === 0 ? [] : [`wasi-libc does not have ${firstFew(names)}: the build stops there${unless}.`];
}

/** What could be defined, where the user names other functions, or none. */
function withoutStubs(missing: readonly LackingCall[], stubs: Stubs | undefined, unless: string): string[] {
  const names = missing.filter(({ lack }) => lack.stub !== undefined && !stubs?.functions.includes(lack.name));
  if (names.length === 0) return [];
  const calls = names.map(({ place, lack }) => `${lack.name}() at ${place}`);
  const list = names.map(({ lack }) => lack.name).join(',');
  return [`wasi-libc does not have ${firstFew(calls)}: the build stops there${unless}. --stubs ${list} defines them.`];
}
