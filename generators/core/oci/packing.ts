import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Bytes } from '../bytes/bytes.js';
import { UnreadableArchive, why } from './unreadable.js';
import { unzstd } from './unzstd.js';

/** How bytes are compressed; `none` covers everything that is not known here. */
export type Packing = 'none' | 'gzip' | 'zstd' | 'bzip2' | 'xz' | 'lz4';

/** The first bytes of each. A zstd stream may begin with a skippable frame (RFC 8878, 3.1.2). */
const PACKING_MAGIC: readonly [hex: RegExp, Packing][] = [
  [/^1f8b/, 'gzip'],
  [/^28b52ffd|^5[0-9a-f]2a4d18/, 'zstd'],
  [/^425a68/, 'bzip2'],
  [/^fd377a58/, 'xz'],
  [/^04224d18/, 'lz4'],
];

/** Recognises the compression by the first bytes: media types and file names are often wrong. */
export function packingOf(head: Buffer): Packing {
  const hex = head.toString('hex', 0, 4);
  return PACKING_MAGIC.find(([magic]) => magic.test(hex))?.[1] ?? 'none';
}

/** Bytes in a compression that is not read here: nothing is wrong with them. */
export class OtherPacking extends UnreadableArchive {}

/**
 * The bytes without their compression, as a stream.
 *
 * @throws OtherPacking
 */
export async function unpackedBytes(bytes: Bytes): Promise<Readable> {
  const packing = packingOf(await bytes.read(0, 4));
  if (packing === 'none') return bytes.stream();
  if (packing === 'gzip') return pipeline(bytes.stream(), createGunzip(), ignored);
  if (packing === 'zstd') return Readable.from(unzstd(bytes), { objectMode: false });
  throw new OtherPacking(`it is compressed with ${packing}, and only gzip and zstd are read`);
}

/** The same in pieces; what goes wrong is an UnreadableArchive. */
export async function* unpackedPieces(bytes: Bytes): AsyncGenerator<Buffer> {
  try {
    yield* (await unpackedBytes(bytes)) as AsyncIterable<Buffer>;
  } catch (error) {
    if (error instanceof UnreadableArchive) throw error;
    throw new UnreadableArchive(`it cannot be unpacked (${why(error)})`);
  }
}

/** What goes wrong shows where the stream is read. */
function ignored(): void {}
