import { PRESENT } from './has.js';
import { IMPOSSIBLE, type Impossible } from './impossible.js';
import { ABSENT_HEADERS, EMULATED, MISSING } from './lacks.js';
import { DECLARED, MACROS, STUB_HEADERS, STUBS_BY_EFFECT } from './stubs.js';

/** A function that wasi-libc lacks, or has only in a library of emulations; and what is done about it. */
export interface Lack {
  name: string;
  /** The header that declares it elsewhere. */
  header: string;
  /** The library that defines it: `-lwasi-emulated-NAME`, with `-D_WASI_EMULATED_NAME` for the compiler. */
  emulation?: string;
  /** What our stub of it does, as in "fails with ENOSYS". */
  stub?: string;
  /** Why it can only be removed from the program. */
  impossible?: Impossible;
}

/** What is lackTable of a function that wasi-libc lacks; undefined for one that it has, and for one that nobody knows. */
export function lackOf(name: string): Lack | undefined {
  lackTable ??= lacks();
  return lackTable.get(name);
}

/** What is lackTable of a header that wasi-libc does not have, or that refuses WASI; undefined for one that it has. */
export function absentHeader(header: string): { stub: boolean; impossible?: Impossible } | undefined {
  const impossible = IMPOSSIBLE.find(({ headers }) => words(headers).includes(header));
  if (!impossible && !HEADERS_ABSENT.has(header)) return undefined;
  return { stub: STUB_HEADERS.includes(header), ...(impossible && { impossible }) };
}

/** What the stub of a function or macro does, as in "fails with ENOSYS"; undefined for one that has none. */
export function effectOf(name: string): string | undefined {
  return Object.entries(STUBS_BY_EFFECT).find(([, names]) => words(names).includes(name))?.[0];
}

/** A macro of glibc that programs use for their own headers, where a stub defines it. */
export function isStubbedMacro(name: string): boolean {
  return words(STUBS_BY_EFFECT[MACROS] ?? '').includes(name);
}

/**
 * The headers that declare a function which wasi-libc has, the one that programs include first; undefined for one that it
 * lacks.
 */
export function headersOf(name: string): readonly string[] | undefined {
  const known = DECLARED[name];
  if (known !== undefined) return words(known);
  presentTable ??= new Map(
    Object.entries(PRESENT).flatMap(([header, names]) => words(names).map((one): [string, string] => [one, header])),
  );
  const header = presentTable.get(name);
  return header === undefined ? undefined : [header];
}

/** Every function that a stub defines or declares. */
export const STUBBED: ReadonlySet<string> = new Set(Object.values(STUBS_BY_EFFECT).flatMap(words));

/** Where the functions of an emulation are declared. */
const HEADERS: Readonly<Record<string, string>> = {
  getpid: 'unistd.h',
  mman: 'sys/mman.h',
  'process-clocks': 'time.h',
  signal: 'signal.h',
};

const HEADERS_ABSENT = new Set(words(ABSENT_HEADERS));
let lackTable: Map<string, Lack> | undefined;
let presentTable: Map<string, string> | undefined;

function lacks(): Map<string, Lack> {
  const all = new Map<string, Lack>();
  for (const [header, names] of Object.entries(MISSING))
    for (const name of words(names)) all.set(name, { name, header });
  for (const [emulation, names] of Object.entries(EMULATED))
    for (const name of words(names)) all.set(name, { name, header: HEADERS[emulation] ?? '', emulation });
  for (const [stub, names] of Object.entries(STUBS_BY_EFFECT))
    for (const name of words(names)) {
      const lack = all.get(name);
      // What wasi-libc has after all, or is none of a C library's, is stubbed, and not lacking.
      if (lack) all.set(name, { ...lack, stub });
    }
  for (const impossible of IMPOSSIBLE)
    for (const name of words(impossible.functions))
      all.set(name, { ...all.get(name), name, header: all.get(name)?.header ?? 'pthread.h', impossible });
  return all;
}

function words(text: string): string[] {
  return text.split(' ').filter(Boolean);
}
