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

  /** A list with its count in front. Each item takes a byte or more, so that a false count comes to an end. */
  each(item: () => void): void {
    for (let left = this.u32(); left > 0; left--) item();
  }

  /** The same, with its items: who reads them asks a budget for each. */
  list<Item>(item: () => Item): Item[] {
    const items: Item[] = [];
    this.each(() => items.push(item()));
    return items;
  }
}
