/** Builds tiny WebAssembly modules byte by byte, as the specification's binary format has them. */

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** What a module is to hold. */
export interface Shape {
  /** Imported functions without parameters or results. */
  imports?: [namespace: string, name: string][];
  /** Names under which one empty function is exported. */
  exports?: string[];
}

/** An unsigned number in LEB128, as the binary format writes sizes and counts. */
function leb(value: number): number[] {
  return value < 128 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}

/** A valid module with these imports and exports. */
export function moduleBytes({ imports = [], exports = ['_start'] }: Shape = {}): Buffer {
  const text = (value: string) => [...leb(value.length), ...Buffer.from(value)];
  const section = (id: number, body: number[]) => [id, ...leb(body.length), ...body];
  return Buffer.from([
    ...HEADER,
    ...section(1, [1, 0x60, 0, 0]),
    ...section(2, [...leb(imports.length), ...imports.flatMap(([ns, name]) => [...text(ns), ...text(name), 0x00, 0])]),
    ...section(3, [1, 0]),
    ...section(7, [
      ...leb(exports.length),
      ...exports.flatMap((name) => [...text(name), 0x00, ...leb(imports.length)]),
    ]),
    ...section(10, [1, 2, 0, 0x0b]),
  ]);
}

/** The first bytes of a component: version 13, layer 1. */
export const componentBytes: Buffer = Buffer.from([0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00]);
