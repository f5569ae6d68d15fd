import type { NeedId } from '../../generators/core/wasm/needs.js';
import { moduleOf, name, number, section } from './wasm-bytes.js';

/** Programs that print `ok` by one fd_write, each wanting one thing more: what runtimes are tried with. */

/** How such a program differs from the plain one. */
export interface Hello {
  /** Imported functions; a type is a letter a value, i: i32, I: i64. */
  imports?: [namespace: string, name: string, type: string][];
  /** What it does first: instructions that leave the stack as it was. */
  code?: number[];
  /** Further types, in front of those of functions. */
  types?: number[][];
  /** The limits of its memories. */
  memories?: number[][];
  /** Bodies of the sections of tables, tags, globals. */
  tables?: number[];
  tags?: number[];
  globals?: number[];
  /** The body of the section of segments that fill tables. */
  elements?: number[];
  /** Where its data begins, as instructions; unchanged, at 8. */
  dataAt?: number[];
  /** The namespace that it prints by. */
  prints?: string;
  /** Imports its one memory from env. */
  importsMemory?: boolean;
  /** The names of its exports. */
  memoryName?: string | undefined;
  startName?: string;
  /** The type of its function; results are zeros. */
  startType?: string;
  /** A global that it imports, a constant i32. */
  importsGlobal?: [namespace: string, name: string];
  /** Exports `_start` as `_initialize`, too. */
  initializes?: boolean;
}

const I32_CONST = 0x41;
const DROP = 0x1a;
const VALUES: Record<string, number> = { i: 0x7f, I: 0x7e };

function functionType(type: string): number[] {
  const [parameters = '', results = ''] = type.split('>');
  const values = (letters: string) => [...number(letters.length), ...[...letters].map((letter) => VALUES[letter] ?? 0)];
  return [0x60, ...values(parameters), ...values(results)];
}

/** The bytes of such a program. */
export function hello(shape: Hello = {}): Buffer {
  const {
    imports = [],
    code = [],
    types = [],
    memories = [[0, 1]],
    importsMemory = false,
    prints = 'wasi_snapshot_preview1',
    startName = '_start',
    startType = '>',
    dataAt = [I32_CONST, 8],
  } = shape;
  const memoryName = 'memoryName' in shape ? shape.memoryName : 'memory';
  const functions: [string, string, string][] = [[prints, 'fd_write', 'iiii>i'], ...imports];
  const list = (items: readonly Uint8Array[]) => Buffer.concat([number(items.length), ...items]);
  const bytes = (...parts: number[]) => Buffer.from(parts);
  const optional = (id: number, body: number[] | undefined) => (body ? [section(id, bytes(...body))] : []);

  const signatures = [...functions.map(([, , type]) => type), startType];
  const importEntries = functions.map(([namespace, own], index) =>
    Buffer.concat([name(namespace), name(own), bytes(0), number(types.length + index)]),
  );
  if (importsMemory) importEntries.push(Buffer.concat([name('env'), name('memory'), bytes(2, ...(memories[0] ?? []))]));
  if (shape.importsGlobal) {
    const [namespace, own] = shape.importsGlobal;
    importEntries.push(Buffer.concat([name(namespace), name(own), bytes(3, 0x7f, 0)]));
  }
  const exports = [Buffer.concat([name(startName), bytes(0), number(functions.length)])];
  if (memoryName !== undefined) exports.unshift(Buffer.concat([name(memoryName), bytes(2, 0)]));
  if (shape.initializes) exports.push(Buffer.concat([name('_initialize'), bytes(0), number(functions.length)]));
  const print = [I32_CONST, 1, I32_CONST, 8, I32_CONST, 1, I32_CONST, 4, 0x10, 0, DROP];
  const results = [...(startType.split('>')[1] ?? '')].flatMap(() => [I32_CONST, 0]);
  const body = [0, ...code, ...print, ...results, 0x0b];

  return moduleOf(
    section(
      1,
      list([...types.map((type) => bytes(...type)), ...signatures.map((type) => bytes(...functionType(type)))]),
    ),
    section(2, list(importEntries)),
    section(3, Buffer.concat([bytes(1), number(types.length + functions.length)])),
    ...optional(4, shape.tables),
    ...(importsMemory ? [] : [section(5, list(memories.map((limits) => bytes(...limits))))]),
    ...optional(13, shape.tags),
    ...optional(6, shape.globals),
    section(7, list(exports)),
    ...optional(9, shape.elements),
    section(10, list([Buffer.concat([number(body.length), bytes(...body)])])),
    // An iovec at 8: three bytes at 16.
    section(11, Buffer.concat([bytes(1, 0, ...dataAt, 0x0b, 11, 16, 0, 0, 0, 3, 0, 0, 0), Buffer.from('ok\n')])),
  );
}

const FUNCTIONS = 2; // fd_write's type and that of _start, where a program has no further types

/** One program for each need that a program can have and still be one. */
export const wanting: readonly (Hello & { need: NeedId })[] = [
  { need: 'bulk-memory', code: [I32_CONST, 0, I32_CONST, 0, I32_CONST, 0, 0xfc, 0x0b, 0] },
  { need: 'nontrapping-fptoint', code: [0x43, 0, 0, 0x80, 0x3f, 0xfc, 0, DROP] },
  { need: 'sign-ext', code: [I32_CONST, 1, 0xc0, DROP] },
  { need: 'reference-types', tables: [1, 0x6f, 0, 1], code: [I32_CONST, 0, 0x25, 0, DROP] },
  {
    need: 'multivalue',
    types: [[0x60, 0, 2, 0x7f, 0x7f]],
    code: [0x02, 0, I32_CONST, 1, I32_CONST, 2, 0x0b, DROP, DROP],
  },
  { need: 'simd128', code: [I32_CONST, 1, 0xfd, 0x11, DROP] },
  {
    need: 'relaxed-simd',
    code: [I32_CONST, 0, 0xfd, 0x11, I32_CONST, 0, 0xfd, 0x11, 0xfd, 0x80, 0x02, DROP],
  },
  { need: 'atomics', code: [I32_CONST, 0, 0xfe, 0x10, 2, 0, DROP] },
  { need: 'shared-memory', memories: [[3, 1, 1]] },
  {
    need: 'memory64',
    memories: [
      [0, 1],
      [4, 1],
    ],
  },
  { need: 'memory64', tables: [1, 0x70, 4, 1] },
  {
    need: 'multimemory',
    memories: [
      [0, 1],
      [0, 1],
    ],
    code: [I32_CONST, 0, 0x28, 0x42, 1, 0, DROP],
  },
  { need: 'custom-page-sizes', memories: [[8, 0xe8, 7, 0]] },
  { need: 'extended-const', globals: [1, 0x7f, 0, I32_CONST, 1, I32_CONST, 2, 0x6a, 0x0b] },
  { need: 'extended-const', dataAt: [I32_CONST, 4, I32_CONST, 4, 0x6a] },
  {
    need: 'extended-const',
    tables: [1, 0x70, 0, 2],
    elements: [1, 0, I32_CONST, 0, I32_CONST, 1, 0x6a, 0x0b, 1, 0],
  },
  { need: 'legacy-exceptions', tags: [1, 0, FUNCTIONS - 1], code: [0x06, 0x40, 0x08, 0, 0x07, 0, 0x0b] },
  {
    need: 'exception-handling',
    tags: [1, 0, FUNCTIONS - 1],
    code: [0x02, 0x40, 0x1f, 0x40, 1, 0, 0, 0, 0x08, 0, 0x0b, 0x0b],
  },
  { need: 'gc', types: [[0x5f, 1, 0x7f, 0]], code: [I32_CONST, 1, 0xfb, 0, 0, DROP] },
  { need: 'wide-arithmetic', code: [0x42, 1, 0x42, 1, 0x42, 1, 0x42, 1, 0xfc, 0x13, DROP, DROP] },
  // A branch out of a block on a reference that is null.
  { need: 'function-references', code: [0x02, 0x40, 0xd0, 0x70, 0xd5, 0, DROP, 0x0b] },
  // A table with a first value; a segment of functions that are never null; one of numbers as references.
  { need: 'function-references', tables: [1, 0x40, 0, 0x70, 0, 1, 0xd2, 0, 0x0b], elements: [1, 3, 0, 1, 0] },
  { need: 'function-references', elements: [1, 7, 0x64, 0x70, 1, 0xd2, 0, 0x0b] },
  { need: 'gc', elements: [1, 5, 0x6c, 1, I32_CONST, 1, 0xfb, 0x1c, 0x0b] },
  { need: 'wasmedge-sockets', imports: [['wasi_snapshot_preview1', 'sock_open', 'iii>i']] },
  { need: 'preview1-unknown', imports: [['wasi_snapshot_preview1', 'fd_frobnicate', 'i>i']] },
  { need: 'preview1-type', imports: [['wasi_snapshot_preview1', 'fd_close', 'ii>i']] },
  { need: 'wasi-unstable', prints: 'wasi_unstable' },
  { need: 'wasi-threads', imports: [['wasi', 'thread-spawn', 'i>i']] },
  { need: 'wasi-nn', imports: [['wasi_ephemeral_nn', 'load', 'iiiii>i']] },
  { need: 'wasix', imports: [['wasix_32v1', 'proc_id', 'ii>i']] },
  { need: 'component-imports', imports: [['wasi:cli/stdout@0.2.0', 'get-stdout', '>i']] },
  { need: 'foreign', imports: [['gojs', 'runtime.ticks', '>']] },
  { need: 'memory-export', memoryName: undefined },
  { need: 'start', startName: 'run' },
  { need: 'initialize', initializes: true },
  { need: 'start-parameters', startType: 'ii>' },
  { need: 'start-results', startType: '>i' },
  { need: 'import-kind', importsGlobal: ['wasi_snapshot_preview1', 'fd_close'] },
  // A constant that is another global of the module.
  { need: 'gc', globals: [2, 0x7f, 0, I32_CONST, 1, 0x0b, 0x7f, 0, 0x23, 0, 0x0b] },
];
