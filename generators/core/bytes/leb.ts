/** An unsigned number in LEB128, and where it ends. */
export function readLeb(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  let end = start;
  for (let shift = 1; ; shift *= 128) {
    const byte = bytes[end++] ?? 0;
    value += (byte & 0x7f) * shift;
    if (byte < 0x80) return { value, end };
  }
}

/** An unsigned number of 32 bits as LEB128. */
export function writeLeb(value: number): number[] {
  return value < 128 ? [value] : [(value & 0x7f) | 0x80, ...writeLeb(value >>> 7)];
}
