/** A `.wasm` file that does not hold to the binary format. */
export class Malformed extends Error {}

/** Reads the binary format's numbers and names one after the other. */
export class Cursor {
  readonly #bytes: Buffer;
  at: number;
  readonly end: number;

  constructor(bytes: Buffer, at = 0, end: number = bytes.length) {
    this.#bytes = bytes;
    this.at = at;
    this.end = end;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  byte(): number {
    const value = this.at < this.end ? this.#bytes[this.at++] : undefined;
    if (value === undefined) throw new Malformed(`it ends in the middle of something, at byte ${this.at}`);
    return value;
  }

  /** An unsigned number of up to 32 bits, in LEB128. */
  u32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (value > 0xffff_ffff) break;
        return value;
      }
    }
    throw new Malformed(`a number before byte ${this.at} has more than 32 bits`);
  }

  /** An unsigned number of up to 64 bits, in LEB128: sizes of 64-bit memories. */
  u64(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new Malformed(`a number before byte ${this.at} has more than 64 bits`);
  }

  /** Passes over a number in LEB128, signed or not, whatever its size. */
  skipNumber(): void {
    for (let length = 0; length < 10; length++) if (this.byte() < 0x80) return;
    throw new Malformed(`a number before byte ${this.at} does not end`);
  }

  skip(count: number): void {
    if (this.at + count > this.end) throw new Malformed(`it ends in the middle of something, at byte ${this.end}`);
    this.at += count;
  }

  /** A text with its length in front. */
  name(): string {
    const length = this.u32();
    const start = this.at;
    this.skip(length);
    return this.#bytes.toString('utf8', start, this.at);
  }

  /** A list with its count in front. More than `max` of them are malformed: nothing real has as many. */
  list<Item>(item: () => Item, max = 1_000_000): Item[] {
    const count = this.u32();
    if (count > max) throw new Malformed(`a list before byte ${this.at} claims ${count} items`);
    const items: Item[] = [];
    for (let index = 0; index < count; index++) items.push(item());
    return items;
  }
}
