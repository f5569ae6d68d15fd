import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Bytes } from '../bytes/bytes.js';
import { type TarEntry, tarEntries } from './archive.js';
import { unpackedBytes } from './packing.js';
import { UnreadableArchive, why } from './unreadable.js';

/** The most bytes that the layers of one image are unpacked to, all together. A few kB of a bomb unpack to terabytes. */
export const UNPACKED_MAX: number = 1024 ** 3;
/** More files than a distribution's image has, in all layers together: each takes a thousandth of a millisecond and more. */
export const LAYER_ENTRIES_MAX = 500_000;

/** What there is to know of a layer beside its entries. */
export interface LayerFacts {
  /** Bytes of the tar archive. */
  unpacked: number;
  /** The digest of the tar archive, as the config's `diff_ids` have it. */
  diffId: string;
}

/** A layer that is not read to its end: it holds more than there is any use for. */
export class NotRead extends UnreadableArchive {}

/**
 * Reads a layer, gzipped or zstd-compressed or neither, and passes on its entries as they come.
 *
 * @param max the most bytes to unpack
 * @throws NotRead, OtherPacking, UnreadableArchive
 */
export async function readLayer(
  blob: Bytes,
  onEntry: (entry: TarEntry, index: number) => Promise<void> | void,
  max: number = UNPACKED_MAX,
): Promise<LayerFacts> {
  const hash = createHash('sha256');
  let unpacked = 0;
  const unpacking = await unpackedBytes(blob);
  async function* counted() {
    for await (const piece of unpacking as AsyncIterable<Buffer>) {
      unpacked += piece.length;
      if (unpacked > max) throw layerTooLarge(max);
      hash.update(piece);
      yield piece;
    }
  }
  let index = 0;
  // A NotRead passes through the tar reader, which throws what is its own again as it came.
  const failed: { error?: unknown } = {};
  const stream = Readable.from(counted(), { objectMode: false }).once('error', (error) => {
    failed.error = error;
  });
  try {
    for await (const entry of tarEntries(stream)) {
      // The header of a bomb tells as much as its contents would.
      if (entry.offset + entry.size > max) throw layerTooLarge(max);
      await onEntry(entry, index++);
    }
  } catch (error) {
    if (failed.error instanceof UnreadableArchive) throw failed.error;
    if (failed.error) throw new UnreadableArchive(`it cannot be unpacked (${why(failed.error)})`);
    throw error;
  } finally {
    unpacking.destroy();
  }
  return { unpacked, diffId: `sha256:${hash.digest('hex')}` };
}

/** The contents of one entry of a layer that was read once, by its place. */
export async function withEntry<Result>(
  blob: Bytes,
  wanted: number,
  use: (contents: AsyncIterable<Buffer>) => Promise<Result>,
): Promise<Result | undefined> {
  let index = 0;
  const stream = await unpackedBytes(blob);
  try {
    for await (const entry of tarEntries(stream)) if (index++ === wanted) return await use(entry.contents);
  } finally {
    stream.destroy();
  }
  return undefined;
}

function layerTooLarge(max: number): NotRead {
  return new NotRead(`it unpacks to more than ${Math.round(max / 1024 ** 2)} MiB`);
}
