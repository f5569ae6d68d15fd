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

/** A number in LEB128, for tests that write sections themselves. */
export function number(value: number): Buffer {
  return Buffer.from(leb(value));
}

/** A section with this number and contents. */
export function section(id: number, contents: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([id]), number(contents.length), contents]);
}

/** A name with its length in front. */
export function name(text: string): Buffer {
  return Buffer.concat([number(Buffer.byteLength(text)), Buffer.from(text)]);
}

/** A custom section. */
export function custom(title: string, contents: Uint8Array): Buffer {
  return section(0, Buffer.concat([name(title), contents]));
}

/** A module of only these sections. */
export function moduleOf(...sections: Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.from(HEADER), ...sections]);
}

/** A module with one function, of this code without its `end`, and whatever other sections it needs. */
export function moduleWithCode(code: number[], { before = [] as Uint8Array[] } = {}): Buffer {
  const body = [0, ...code, 0x0b];
  return moduleOf(
    section(1, Buffer.from([1, 0x60, 0, 0])),
    section(3, Buffer.from([1, 0])),
    ...before,
    section(10, Buffer.from([1, ...leb(body.length), ...body])),
  );
}

/** A component that exports this interface. */
export function componentExporting(title: string): Buffer {
  const exported = Buffer.concat([number(1), Buffer.from([0]), name(title), Buffer.from([5, 0, 0])]);
  return Buffer.concat([componentBytes, section(11, exported)]);
}
