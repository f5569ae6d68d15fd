import { leb } from './importing-all.mjs';

/** The sections of a component that hold modules and components of their own. */
const NESTED = [1, 4];
/** Byte 6 of a file: 1 in a component, 0 in a module. */
const LAYER = 6;

/**
 * A module or a component without its custom sections, which are names and notes: 30 of the adapter's 75 KB.
 * @param {Uint8Array} file
 * @returns {Uint8Array}
 */
export function withoutCustomSections(file) {
  const parts = [file.subarray(0, 8)];
  for (let at = 8; at < file.length; ) {
    const id = file[at++];
    let size = 0;
    for (let shift = 1, byte = 0x80; byte >= 0x80; shift *= 128) {
      byte = file[at++];
      size += (byte & 0x7f) * shift;
    }
    const body = file.subarray(at, at + size);
    at += size;
    if (id === 0) continue;
    const kept = file[LAYER] === 1 && NESTED.includes(id) ? withoutCustomSections(body) : body;
    parts.push(Uint8Array.from([id, ...leb(kept.length)]), kept);
  }
  return Buffer.concat(parts);
}
