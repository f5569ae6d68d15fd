import { type Budget, OverLimit } from '../bytes/budget.js';
import type { Bytes } from '../bytes/bytes.js';
import { Cursor, Malformed } from '../bytes/cursor.js';

/** A section of a `.wasm` file. */
export interface Section {
  id: number;
  /** The name of a custom section (id 0). */
  name?: string;
  /** Bytes it takes in the file, its header included. */
  bytes: number;
  /** What is in it; of a custom section, behind its name. */
  contents: Bytes;
}

/** More sections than any compiler writes. Two bytes make one: a file of them would be gone through without end. */
const SECTIONS_MAX = 10_000;
/** The longest number in LEB128 of 32 bits. */
const NUMBER = 5;
/** The longest name of a custom section that is read. */
const SECTION_NAME_MAX = 1024;

/** The first bytes of both kinds of file: the magic number, then version and layer. */
export const HEADER_BYTES = 8;
export const MAGIC = '0061736d';
export const MODULE = '01000000';
export const COMPONENT = '0d000100';

/**
 * Walks over the sections by their headers. Their contents are not read, so it is as fast for a gigabyte as for a kilobyte.
 *
 * @throws Malformed when a section does not end within the file; OverLimit
 */
export async function sectionsOf(file: Bytes, budget: Budget): Promise<Section[]> {
  const sections: Section[] = [];
  for (let at = HEADER_BYTES; at < file.size; ) {
    if (sections.length === SECTIONS_MAX) {
      throw new OverLimit(`it has more than ${SECTIONS_MAX.toLocaleString('en-US')} sections, the most that are read`);
    }
    const head = new Cursor(await file.read(at, 1 + NUMBER));
    const id = head.byte();
    const size = head.u32();
    const start = at + head.at;
    if (start + size > file.size) {
      throw new Malformed(`section ${id} at byte ${at} claims ${size} bytes, and ${file.size - start} are left`);
    }
    const body = file.part(start, size);
    const section: Section = {
      id,
      bytes: head.at + size,
      contents: body,
      ...(id === 0 && (await customName(body, at))),
    };
    budget.keep(section.name?.length);
    sections.push(section);
    at = start + size;
  }
  return sections;
}

async function customName(body: Bytes, at: number): Promise<{ name: string; contents: Bytes }> {
  const cursor = new Cursor(await body.read(0, NUMBER + SECTION_NAME_MAX));
  const length = cursor.u32();
  if (length > SECTION_NAME_MAX || cursor.at + length > body.size) {
    throw new Malformed(`the custom section at byte ${at} has a name of ${length} bytes`);
  }
  cursor.at = 0;
  const name = cursor.name();
  return { name, contents: body.part(cursor.at, body.size - cursor.at) };
}

/** The most bytes of one section that are read at once; the code and the data are never read so. */
const SECTION_MAX = 16 * 1024 * 1024;

/**
 * A cursor over what is in a section.
 *
 * @throws OverLimit when it is larger than is read at once
 */
export async function cursorOf({ id, name, contents }: Section): Promise<Cursor> {
  if (contents.size > SECTION_MAX) {
    const title = name === undefined ? `section ${id}` : `the custom section ${JSON.stringify(name.slice(0, 60))}`;
    throw new OverLimit(
      `${title} has ${contents.size} bytes, and ${SECTION_MAX / 1024 ** 2} MiB are the most that are read`,
    );
  }
  return new Cursor(await contents.read(0, contents.size));
}
