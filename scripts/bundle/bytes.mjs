// Which module a bundled file's bytes come from.
import { decode } from '@jridgewell/sourcemap-codec';

/**
 * The bytes of a minified file by the source that they come from, by the file's source map. What comes from no source (the
 * file's imports, its own helpers) is under ''.
 * @param {string} code
 * @param {{ sources: string[], mappings: string }} map
 * @returns {Map<string, number>}
 */
export function bytesBySource(code, { sources, mappings }) {
  const bytes = new Map();
  const decoded = decode(mappings);
  const add = (source, text) => bytes.set(source, (bytes.get(source) ?? 0) + Buffer.byteLength(text));
  // A template literal of several lines has its mapping in its first line.
  let source = '';
  for (const [number, line] of code.split('\n').entries()) {
    if (number > 0) add(source, '\n');
    let column = 0;
    for (const [start, from] of decoded[number] ?? []) {
      add(source, line.slice(column, start));
      column = start;
      source = from === undefined ? '' : sources[from];
    }
    add(source, line.slice(column));
  }
  return bytes;
}
