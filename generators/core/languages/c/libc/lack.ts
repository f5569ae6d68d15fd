import { IMPOSSIBLE, type Impossible } from './impossible.js';
import { ABSENT_HEADERS, EMULATED, MISSING } from './lacks.js';
import { STUB_HEADERS, STUBS_BY_EFFECT } from './stubs.js';

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

/** Every function that a stub defines. */
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

function lacks(): Map<string, Lack> {
  const all = new Map<string, Lack>();
  for (const [header, names] of Object.entries(MISSING))
    for (const name of words(names)) all.set(name, { name, header });
  for (const [emulation, names] of Object.entries(EMULATED))
    for (const name of words(names)) all.set(name, { name, header: HEADERS[emulation] ?? '', emulation });
  for (const [stub, names] of Object.entries(STUBS_BY_EFFECT))
    for (const name of words(names))
      all.set(name, { ...all.get(name), name, header: all.get(name)?.header ?? '', stub });
  for (const impossible of IMPOSSIBLE)
    for (const name of words(impossible.functions))
      all.set(name, { ...all.get(name), name, header: all.get(name)?.header ?? 'pthread.h', impossible });
  return all;
}

function words(text: string): string[] {
  return text.split(' ').filter(Boolean);
}
