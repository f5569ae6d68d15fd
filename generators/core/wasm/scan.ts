import { type Cursor, Malformed } from '../bytes/cursor.js';
import { type Feature, FIRST_PREFIX, featureOf, immediatesOf, LAST_PREFIX } from './instructions.js';

/** Instructions that open a block, which `end` or `delegate` closes. */
const OPENS = new Set([0x02, 0x03, 0x04, 0x06, 0x1f]);
const END = 0x0b;
const DELEGATE = 0x18;
/** Arithmetic in a constant expression: extended-const. i32 and i64 add, sub, mul. */
const ARITHMETIC = new Set([0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e]);

/**
 * Goes over an expression's instructions to its end.
 *
 * @param found gets the features that they need
 * @param constant given where it is a constant: the value of a global, for example
 * @throws Malformed at an instruction that is not known here
 */
export function scanExpression(cursor: Cursor, found: Set<Feature>, constant?: Constant): void {
  for (let depth = 1; depth > 0; ) {
    const at = cursor.at;
    let code = cursor.byte();
    if (code >= FIRST_PREFIX && code <= LAST_PREFIX) code = code * 0x1000 + Math.min(cursor.u32(), 0xfff);
    const instruction = INSTRUCTIONS.get(code);
    if (instruction === undefined) throw new Malformed(`there is an unknown instruction at byte ${at}`);
    const { feature, skips } = instruction;
    if (feature) found.add(feature);
    if (constant && ARITHMETIC.has(code)) found.add('extended-const');
    // Globals of the module itself are constants since WebAssembly 3.0, with the types of garbage collection.
    if (constant && code === GLOBAL_GET && peek(cursor) >= constant.importedGlobals) found.add('gc');
    if (OPENS.has(code)) depth++;
    if (code === END || code === DELEGATE) depth--;
    for (const skip of skips) skip(cursor, found);
  }
}

/** Where a constant is. */
export interface Constant {
  importedGlobals: number;
}

const GLOBAL_GET = 0x23;

function peek(cursor: Cursor): number {
  const { at } = cursor;
  const number = cursor.u32();
  cursor.at = at;
  return number;
}

/** Passes over something behind an instruction, and notes the feature that shows in it. */
type Skip = (cursor: Cursor, found: Set<Feature>) => void;

/** How to, by the letters of the table. */
const SKIP: Record<string, Skip> = {
  n: (cursor) => cursor.skipNumber(),
  h: (cursor) => cursor.skipNumber(),
  m: skipMemoryArgument,
  b: skipBlockType,
  t: (cursor, found) => cursor.each(() => skipValueType(cursor, found)),
  l: (cursor) => {
    cursor.each(() => cursor.skipNumber());
    cursor.skipNumber();
  },
  c: (cursor) =>
    cursor.each(() => {
      // catch and catch_ref name a tag; each of the four names a label.
      if (cursor.byte() < 2) cursor.skipNumber();
      cursor.skipNumber();
    }),
  1: (cursor) => cursor.skip(1),
  4: (cursor) => cursor.skip(4),
  8: (cursor) => cursor.skip(8),
  s: (cursor) => cursor.skip(16),
};

/** The table with its letters resolved: a large module has tens of millions of instructions. */
const INSTRUCTIONS: ReadonlyMap<number, { feature: Feature | undefined; skips: readonly Skip[] }> = new Map(
  [...immediatesOf].map(([code, letters]) => [
    code,
    { feature: featureOf.get(code), skips: [...letters].map((letter) => SKIP[letter] as Skip) },
  ]),
);

/** An alignment and an offset; with bit 6 of the alignment, the memory's number between them. */
function skipMemoryArgument(cursor: Cursor, found: Set<Feature>): void {
  if (cursor.u32() & 0x40) {
    found.add('multimemory');
    cursor.skipNumber();
  }
  cursor.skipNumber();
}

const EMPTY = 0x40;

function skipBlockType(cursor: Cursor, found: Set<Feature>): void {
  const at = cursor.at;
  const first = cursor.byte();
  if (first === EMPTY) return;
  cursor.at = at;
  // A type is a negative number of one byte; anything else is the number of a function's type, with parameters or results.
  if (first >= 0x40 && first < 0x80) {
    skipValueType(cursor, found);
    return;
  }
  found.add('multivalue');
  cursor.skipNumber();
}

/** A value's type, of which only the references to a certain type have more than a byte. Returns its first byte. */
export function skipValueType(cursor: Cursor, found: Set<Feature>): number {
  const type = cursor.byte();
  if (type === 0x7b) found.add('simd128');
  else if (type === 0x70 || type === 0x6f) found.add('reference-types');
  else if (type === 0x69 || type === 0x74) found.add('exception-handling');
  else if (type === 0x63 || type === 0x64) {
    found.add('function-references');
    cursor.skipNumber();
  } else if (type >= 0x6a && type <= 0x73) found.add('gc');
  else if (type < 0x7c || type > 0x7f) throw new Malformed(`there is an unknown type at byte ${cursor.at - 1}`);
  return type;
}

/** The type of what a table holds. Functions are as old as WebAssembly: they are no sign of reference types. */
export function skipTableType(cursor: Cursor, found: Set<Feature>): void {
  const start = cursor.at;
  if (cursor.byte() === FUNCTIONS) return;
  cursor.at = start;
  skipValueType(cursor, found);
}

const FUNCTIONS = 0x70;
