const VALUES = { i: 0x7f, I: 0x7e };

/**
 * A program that does nothing and imports functions.
 * @param {string} namespace where from
 * @param {readonly [name: string, type: string][]} all their names and types: `ii>i` takes two i32 and returns one
 * @returns {Uint8Array} its module
 */
export function importingAll(namespace, all) {
  const values = (letters) => [...leb(letters.length), ...[...letters].map((letter) => VALUES[letter])];
  const type = (text) => [0x60, ...text.split('>').flatMap(values)];
  const start = all.length;
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [...all.map(([, text]) => type(text)), type('>')]),
    ...section(
      2,
      all.map(([name], index) => [...text(namespace), ...text(name), 0, ...leb(index)]),
    ),
    ...section(3, [leb(start)]),
    ...section(5, [[0, 1]]),
    ...section(7, [
      [...text('memory'), 2, 0],
      [...text('_start'), 0, ...leb(start)],
    ]),
    ...section(10, [[2, 0, 0x0b]]),
  ]);
}

function section(id, items) {
  const body = [...leb(items.length), ...items.flat()];
  return [id, ...leb(body.length), ...body];
}

function text(name) {
  return [...leb(name.length), ...Buffer.from(name)];
}

/** @returns {number[]} a number as unsigned LEB128 */
export function leb(value) {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}
