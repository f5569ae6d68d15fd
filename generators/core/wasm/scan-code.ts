import type { Bytes } from '../bytes/bytes.js';
import { Cursor, Malformed } from '../bytes/cursor.js';
import type { Feature } from './instructions.js';
import { scanExpression, skipValueType } from './scan.js';

/** Bytes of code that are in memory at once, more only where one function is larger. */
const CODE_PIECE = 1024 * 1024;
/** The largest function there can be. Source: WebAssembly JavaScript interface, implementation limits. */
const FUNCTION_MAX = 7_654_321;
/** The longest number in LEB128 of 32 bits. */
const CODE_NUMBER = 5;

/**
 * Goes over every instruction of a code section.
 *
 * @throws Malformed when a function does not end where its size says, or holds an instruction that is not known here
 */
export async function scanCode(code: Bytes, found: Set<Feature>): Promise<void> {
  let piece = new Cursor(await code.read(0, CODE_PIECE));
  let start = 0;
  const move = async (length: number) => {
    start += piece.at;
    piece = new Cursor(await code.read(start, length));
  };
  const count = piece.u32();
  for (let index = 0; index < count; index++) {
    if (piece.end - piece.at < CODE_NUMBER) await move(CODE_PIECE);
    const size = piece.u32();
    if (size > FUNCTION_MAX) throw new Malformed(`function ${index} claims ${size} bytes`);
    if (piece.end - piece.at < size) await move(Math.max(CODE_PIECE, size));
    scanFunction(piece, size, found);
  }
}

function scanFunction(cursor: Cursor, size: number, found: Set<Feature>): void {
  const end = cursor.at + size;
  cursor.each(() => {
    cursor.skipNumber();
    skipValueType(cursor, found);
  });
  scanExpression(cursor, found);
  if (cursor.at !== end) throw new Malformed(`a function of ${size} bytes ends ${end - cursor.at} bytes from there`);
}
