import { readFileSync } from 'node:fs';

const HEADER = 60;

/**
 * The global symbols that a static library defines, out of its symbol index.
 * Source: the ar(5) manual, System V variant: after `!<arch>`, the first member `/` has a count, offsets and names.
 *
 * @param {string} file
 * @returns {string[]}
 */
export function definedIn(file) {
  const bytes = readFileSync(file);
  const start = 8 + HEADER;
  // An empty library has no index.
  if (bytes.toString('latin1', 8, 10) !== '/ ') return [];
  const size = Number(bytes.toString('latin1', 8 + 48, 8 + 58));
  const count = bytes.readUInt32BE(start);
  const names = bytes.toString('latin1', start + 4 + 4 * count, start + size);
  return names.split('\0').slice(0, count);
}
