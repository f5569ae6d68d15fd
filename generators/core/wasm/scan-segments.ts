import type { Bytes } from '../bytes/bytes.js';
import { Cursor, Malformed } from '../bytes/cursor.js';
import { readLimits } from '../bytes/limits.js';
import type { Feature } from './instructions.js';
import { type Constant, scanExpression, skipTableType } from './scan.js';
import { cursorOf, type Section } from './sections.js';

/** Numbers of sections. Source: WebAssembly core specification 3.0, binary format of modules. */
const SEGMENT_SECTION = { table: 4, element: 9, data: 11 } as const;

/**
 * Goes over the tables, and over the segments that fill tables and memories: their types and the places where they
 * begin need features, too, which no instruction of the code shows.
 *
 * @throws Malformed
 */
export async function scanSegments(
  sections: readonly Section[],
  found: Set<Feature>,
  constant: Constant,
): Promise<void> {
  const at = (id: number) => sections.find((one) => one.id === id);
  const [tables, elements, data] = [at(SEGMENT_SECTION.table), at(SEGMENT_SECTION.element), at(SEGMENT_SECTION.data)];
  if (tables) scanTables(await cursorOf(tables), found, constant);
  if (elements) scanElements(await cursorOf(elements), found, constant);
  if (data) await scanData(data.contents, found, constant);
}

/** The bytes in front of a table with a first value. */
const WITH_VALUE = 0x40;

function scanTables(cursor: Cursor, found: Set<Feature>, constant: Constant): void {
  cursor.each(() => {
    const start = cursor.at;
    const withValue = cursor.byte() === WITH_VALUE;
    if (withValue) cursor.byte();
    else cursor.at = start;
    skipTableType(cursor, found);
    readLimits(cursor, found);
    if (!withValue) return;
    found.add('function-references');
    scanExpression(cursor, found, constant);
  });
}

/** Bits of the number in front of a segment of elements. */
const ELEMENTS = { passive: 1, explicit: 2, expressions: 4 } as const;

function scanElements(cursor: Cursor, found: Set<Feature>, constant: Constant): void {
  cursor.each(() => {
    const flags = cursor.u32();
    if (flags > 7) throw new Malformed(`there is an unknown segment before byte ${cursor.at}`);
    const active = (flags & ELEMENTS.passive) === 0;
    // Instructions copy from passive segments; declared ones serve only references to their functions.
    if (!active) found.add(flags & ELEMENTS.explicit ? 'reference-types' : 'bulk-memory');
    if (active && flags & ELEMENTS.explicit) cursor.skipNumber();
    if (active) scanExpression(cursor, found, constant);
    const typed = flags % 4 !== 0;
    if (flags & ELEMENTS.expressions) {
      if (typed) skipTableType(cursor, found);
      cursor.each(() => scanExpression(cursor, found, constant));
    } else {
      // The kind of what is listed: functions, there is no other.
      if (typed) cursor.byte();
      cursor.each(() => cursor.skipNumber());
    }
  });
}

/** Bytes in front of the contents of a segment of data, at most: a longer expression is nothing that a compiler writes. */
const HEAD = 1024;
/** Bytes that are in memory at once. The contents are passed over: the data of a large module does not fit. */
const SEGMENT_PIECE = 64 * 1024;
/** More segments than the engines of browsers take. Source: WebAssembly JavaScript interface, implementation limits. */
const SEGMENTS_MAX = 100_000;

async function scanData(data: Bytes, found: Set<Feature>, constant: Constant): Promise<void> {
  let start = 0;
  let piece = new Cursor(await data.read(0, SEGMENT_PIECE));
  const count = piece.u32();
  if (count > SEGMENTS_MAX) throw new Malformed(`it claims ${count} segments of data`);
  for (let index = 0; index < count; index++) {
    if (piece.end - piece.at < HEAD) {
      start += piece.at;
      piece = new Cursor(await data.read(start, SEGMENT_PIECE));
    }
    skipDataHead(piece, found, constant);
    const size = piece.u32();
    // It may well end behind the piece: the next turn reads on from there.
    piece.at += size;
  }
}

/** Whether a segment of data is copied by an instruction, is for memory 0, or for another. */
const DATA = { passive: 1, explicit: 2 } as const;

function skipDataHead(cursor: Cursor, found: Set<Feature>, constant: Constant): void {
  const flags = cursor.u32();
  if (flags > DATA.explicit) throw new Malformed(`there is an unknown segment before byte ${cursor.at}`);
  if (flags === DATA.passive) return;
  if (flags === DATA.explicit) cursor.skipNumber();
  scanExpression(cursor, found, constant);
}
