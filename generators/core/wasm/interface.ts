import type { Budget } from '../bytes/budget.js';
import type { Cursor } from '../bytes/cursor.js';
import { Malformed } from '../bytes/cursor.js';
import { type ResizableLimits, readLimits } from '../bytes/limits.js';
import { readTypes } from './function-types.js';
import type { Feature } from './instructions.js';
import { scanExpression, skipTableType, skipValueType } from './scan.js';
import { cursorOf, type Section } from './sections.js';

/** What a module shows to the outside, and what it needs from there. */
export interface Interface {
  imports: WasmImport[];
  exports: WasmExport[];
  /** Its memories, imported ones first. */
  memories: Memory[];
}

export type ExternalKind = 'function' | 'table' | 'memory' | 'global' | 'tag';

export interface WasmImport {
  namespace: string;
  name: string;
  kind: ExternalKind;
  /** A function's type, a letter a value: `ii>i` takes two i32 and returns one. i: i32, I: i64, f: f32, F: f64, others: ? */
  type?: string;
}

export interface WasmExport {
  name: string;
  kind: ExternalKind;
  /** A function's type, as of an import; undefined where it is not known. */
  type?: string;
}

/** A memory of a module. */
export interface Memory extends ResizableLimits {
  imported: boolean;
}

const EXTERNAL_KINDS: readonly ExternalKind[] = ['function', 'table', 'memory', 'global', 'tag'];
/** Numbers of sections. Source: WebAssembly core specification 3.0, binary format of modules. */
const INTERFACE_SECTION = {
  type: 1,
  import: 2,
  function: 3,
  memory: 5,
  global: 6,
  export: 7,
  code: 10,
  dataCount: 12,
  tag: 13,
} as const;

/** The section that holds the instructions, if there is one. */
export function codeSection(sections: readonly Section[]): Section | undefined {
  return sections.find(({ id }) => id === INTERFACE_SECTION.code);
}

/**
 * Reads the sections that say what a module needs and offers, and notes the features that show in them.
 *
 * Node's own `WebAssembly.Module.imports` does not do: it gives neither memory limits nor function types, and nothing
 * of a module that uses what this Node does not know. It needs the whole file in memory, too.
 *
 * @throws Malformed, OverLimit
 */
export async function readInterface(
  sections: readonly Section[],
  found: Set<Feature>,
  budget: Budget,
): Promise<Interface> {
  const of = async <Result>(id: number, read: (cursor: Cursor) => Result): Promise<Result | undefined> => {
    const section = sections.find((one) => one.id === id);
    return section && read(await cursorOf(section));
  };
  const types = (await of(INTERFACE_SECTION.type, (cursor) => readTypes(cursor, found, budget))) ?? [];
  const memories: Memory[] = [];
  const memory = (cursor: Cursor, imported: boolean) => {
    budget.keep();
    memories.push({ ...readLimits(cursor, found), imported });
  };
  const imports = await of(INTERFACE_SECTION.import, (c) =>
    c.list(() => {
      const one = readImport(c, types, memory, found);
      // The document has a type as often as there are functions of it.
      budget.keep(one.namespace.length + one.name.length + (one.type?.length ?? 0));
      return one;
    }),
  );
  await of(INTERFACE_SECTION.memory, (c) => c.each(() => memory(c, false)));
  const importedGlobals = importedGlobalsOf(imports ?? []);
  await of(INTERFACE_SECTION.global, (cursor) => readGlobals(cursor, found, importedGlobals));
  const listed = (await of(INTERFACE_SECTION.export, (c) => c.list(() => readExport(c, budget)))) ?? [];
  const typed = functionTypes(imports ?? [], types, listed);
  await of(INTERFACE_SECTION.function, typed.read);
  const exports = listed.map(({ name, kind, index }) => {
    const type = kind === 'function' ? typed.of(index) : undefined;
    budget.text(type?.length ?? 0);
    return { name, kind, ...(type !== undefined && { type }) };
  });
  if (memories.length > 1) found.add('multimemory');
  if (await of(INTERFACE_SECTION.dataCount, () => true)) found.add('bulk-memory');
  return { imports: imports ?? [], exports: exports ?? [], memories };
}

function readImport(
  cursor: Cursor,
  types: readonly (string | undefined)[],
  memory: (cursor: Cursor, imported: boolean) => void,
  found: Set<Feature>,
): WasmImport {
  const namespace = cursor.name();
  const name = cursor.name();
  const kind = externalKind(cursor);
  if (kind === 'function') {
    const type = types[cursor.u32()];
    return { namespace, name, kind, ...(type !== undefined && { type }) };
  }
  if (kind === 'memory') memory(cursor, true);
  if (kind === 'table') {
    skipTableType(cursor, found);
    readLimits(cursor, found);
  }
  if (kind === 'global') {
    skipValueType(cursor, found);
    if (cursor.byte() === 1) found.add('mutable-globals');
  }
  if (kind === 'tag') {
    cursor.byte();
    cursor.skipNumber();
  }
  return { namespace, name, kind };
}

function readExport(cursor: Cursor, budget: Budget): Omit<WasmExport, 'type'> & { index: number } {
  const name = budget.name(cursor.name());
  const kind = externalKind(cursor);
  return { name, kind, index: cursor.u32() };
}

/** The types of the functions that are exported: of a large module those are few, and all the others need no memory. */
function functionTypes(
  imports: readonly WasmImport[],
  types: readonly (string | undefined)[],
  exported: readonly { kind: ExternalKind; index: number }[],
): { read(cursor: Cursor): void; of(index: number): string | undefined } {
  const imported = imports.filter(({ kind }) => kind === 'function');
  const wanted = new Set(exported.filter(({ kind }) => kind === 'function').map(({ index }) => index));
  const found = new Map<number, string | undefined>();
  return {
    read: (cursor) => {
      let index = imported.length;
      cursor.each(() => {
        const type = cursor.u32();
        if (wanted.has(index)) found.set(index, types[type]);
        index++;
      });
    },
    of: (index) => imported[index]?.type ?? found.get(index),
  };
}

/** How many globals are imported: a constant of WebAssembly 1.0 is made of those only. */
export function importedGlobalsOf(imports: readonly WasmImport[]): number {
  return imports.filter(({ kind }) => kind === 'global').length;
}

function readGlobals(cursor: Cursor, found: Set<Feature>, importedGlobals: number): void {
  cursor.each(() => {
    skipValueType(cursor, found);
    cursor.byte();
    scanExpression(cursor, found, { importedGlobals });
  });
}

function externalKind(cursor: Cursor): ExternalKind {
  const code = cursor.byte();
  const kind = EXTERNAL_KINDS[code];
  if (kind === undefined) throw new Malformed(`there is an unknown kind of import or export before byte ${cursor.at}`);
  return kind;
}
