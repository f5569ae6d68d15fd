const HEAD = 8;
const MAGIC = '\0asm';
/** Numbers of sections in modules and components. */
const LAST_SECTION = 13;

/**
 * A `.wasm` file whose sections end where the next begins. A change within a section makes its size wrong, and readers look
 * no further. An input that begins with `#` and the magic number is taken without that, so that wrong sizes are tried, too.
 */
export function withSizes(input: Buffer): Buffer {
  if (input[0] === 0x23) return input.subarray(1);
  if (input.toString('latin1', 0, 4) !== MAGIC) return input;
  const sections = [];
  for (let at = HEAD; at < input.length; ) {
    const id = input[at] ?? 0;
    const size = number(input, at + 1);
    const start = at + 1 + size.length;
    const end = start + size.value;
    // Where no section can begin, the size is what was changed: it is taken up to the next place where one can.
    const rest = end <= input.length && (end === input.length || (input[end] ?? 255) <= LAST_SECTION);
    const stop = rest ? end : nextSection(input, start);
    sections.push(Buffer.of(id), leb(stop - start), input.subarray(start, stop));
    at = stop;
  }
  return Buffer.concat([input.subarray(0, HEAD), ...sections]);
}

/** The next place whose section ends within the file, at a place where another can begin; else the end. */
function nextSection(input: Buffer, from: number): number {
  for (let at = from; at < input.length; at++) {
    if ((input[at] ?? 255) > LAST_SECTION) continue;
    const size = number(input, at + 1);
    const end = at + 1 + size.length + size.value;
    if (size.value > 0 && (end === input.length || (end < input.length && (input[end] ?? 255) <= LAST_SECTION)))
      return at;
  }
  return input.length;
}

function number(input: Buffer, at: number): { value: number; length: number } {
  let value = 0;
  for (let length = 0; length < 5; length++) {
    const byte = input[at + length] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * length);
    if (byte < 0x80) return { value, length: length + 1 };
  }
  return { value, length: 5 };
}

function leb(value: number): Buffer {
  const bytes = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left]);
    bytes.push((left % 128) + 128);
  }
}
