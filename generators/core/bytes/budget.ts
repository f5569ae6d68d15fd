import { UnreadableArchive } from '../oci/unreadable.js';

/** There is more in it than is read: nothing need be wrong with it. The message names the limit. */
export class OverLimit extends UnreadableArchive {}

/** What may be kept of one file or image. */
export interface Limits {
  /** Things with a name: sections, types, imports, exports, memories, entries of archives. */
  items: number;
  /** Characters of their names, all together. */
  text: number;
  /** Bytes of the JSON documents that are parsed: manifests, indexes, configs. */
  json: number;
  /** Bytes of the blobs whose digests are verified: each takes a second for a GiB. */
  verified: number;
}

/**
 * The limits of `inspect`. An item takes some 200 bytes of memory and as many of the JSON document, a character up to six
 * of the document; with them, 300 MB of memory suffice. A module of Go or Rust with all its names has some thousand items.
 */
const LIMITS: Limits = { items: 100_000, text: 4 * 1024 ** 2, json: 16 * 1024 ** 2, verified: 2 * 1024 ** 3 };

/**
 * How much may still be kept of one file or image, whichever part of it a reader is at. A hundred thousand imports in
 * one section, ten in each of ten thousand, and files in each of a hundred layers are the same. Each reader asks before
 * it keeps.
 */
export class Budget {
  readonly #limits: Limits;
  readonly #left: Limits;

  constructor(limits: Partial<Limits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
    this.#left = { ...this.#limits };
  }

  /** Takes what one item needs, if there is as much left. */
  hasRoom(text: number): boolean {
    if (this.#left.items < 1 || this.#left.text < text) return false;
    this.#left.items--;
    this.#left.text -= text;
    return true;
  }

  /**
   * Takes what one item needs.
   *
   * @param text characters of its names
   * @throws OverLimit when there is less left
   */
  keep(text = 0): void {
    if (this.hasRoom(text)) return;
    const { items, text: most } = this.#limits;
    throw new OverLimit(
      this.#left.items < 1
        ? `it holds more than ${items.toLocaleString('en-US')} names, the most that are read`
        : `its names have more than ${most / 1024 ** 2} MiB in all, the most that are read`,
    );
  }

  /**
   * Takes characters of an item that is kept already.
   *
   * @throws OverLimit when there are fewer left
   */
  text(length: number): void {
    this.#left.items++;
    this.keep(length);
  }

  /** The same of a name, which it returns. */
  name(text: string): string {
    this.keep(text.length);
    return text;
  }

  /**
   * Takes what it needs to verify a blob of so many bytes.
   *
   * @throws OverLimit when there is less left
   */
  verify(bytes: number): void {
    this.#left.verified -= bytes;
    if (this.#left.verified >= 0) return;
    throw new OverLimit(
      `its blobs have more than ${this.#limits.verified / 1024 ** 2} MiB in all, the most that are read`,
    );
  }

  /**
   * Takes what a JSON document of so many bytes needs.
   *
   * @throws OverLimit when there is less left
   */
  parse(bytes: number): void {
    this.#left.json -= bytes;
    if (this.#left.json >= 0) return;
    throw new OverLimit(
      `its manifests have more than ${this.#limits.json / 1024 ** 2} MiB in all, the most that are read`,
    );
  }
}
