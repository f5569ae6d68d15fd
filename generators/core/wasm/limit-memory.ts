import { readLeb, writeLeb } from '../bytes/leb.js';
import { HEADER_BYTES } from './sections.js';

const MEMORY_SECTION = 5;

/**
 * A module with a limit on how far its memory grows, in pages of 64 KiB; undefined of one that has another memory than one
 * of WebAssembly 1.0 of its own. The module is a valid one.
 */
export function withMemoryLimit(bytes: Uint8Array, pages: number): Uint8Array | undefined {
  for (let at = HEADER_BYTES; at < bytes.length; ) {
    const start = at;
    const id = bytes[at];
    const size = readLeb(bytes, at + 1);
    at = size.end + size.value;
    if (id !== MEMORY_SECTION) continue;
    const count = readLeb(bytes, size.end);
    const flags = bytes[count.end];
    if (count.value !== 1 || (flags !== 0 && flags !== 1)) return undefined;
    const least = readLeb(bytes, count.end + 1).value;
    if (least > pages) return undefined;
    const most = flags === 1 ? Math.min(pages, readLeb(bytes, readLeb(bytes, count.end + 1).end).value) : pages;
    const body = [1, 1, ...writeLeb(least), ...writeLeb(most)];
    return Buffer.concat([
      bytes.subarray(0, start),
      Buffer.from([MEMORY_SECTION, body.length, ...body]),
      bytes.subarray(at),
    ]);
  }
  return undefined;
}
