import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { extract } from 'tar-stream';

/** Files of a tar archive by path, without a leading `./` or `/`. */
export type Files = Map<string, Buffer>;

/** An archive that cannot be read, or that is larger than anything this reads into memory. */
export class UnreadableArchive extends Error {}

/** The most bytes of file contents taken from one archive. A Wasm image is far below; an image by mistake built from a distribution is above. */
export const ARCHIVE_MAX = 256 * 1024 * 1024;

const unzip = promisify(gunzip);

/**
 * Reads a tar archive into memory.
 *
 * @throws UnreadableArchive when it is broken or holds more than `max` bytes
 */
export async function readTar(stream: NodeJS.ReadableStream, max = ARCHIVE_MAX): Promise<Files> {
  const files: Files = new Map();
  let total = 0;
  const archive = extract();
  stream.once('error', (error) => archive.destroy(error));
  stream.pipe(archive);
  try {
    for await (const entry of archive) {
      const chunks: Buffer[] = [];
      for await (const chunk of entry as AsyncIterable<Buffer>) {
        total += chunk.length;
        if (total > max) throw new UnreadableArchive(`it holds more than ${max / 1024 / 1024} MiB`);
        chunks.push(chunk);
      }
      if (entry.header.type === 'file') files.set(entry.header.name.replace(/^(\.?\/)+/, ''), Buffer.concat(chunks));
    }
  } catch (error) {
    if (error instanceof UnreadableArchive) throw error;
    throw new UnreadableArchive(`it is not a readable tar archive (${error instanceof Error ? error.message : error})`);
  }
  return files;
}

/** Unpacks a layer blob: a tar archive, gzipped or not. The limit holds for the unpacked size. */
export async function unpackLayer(blob: Buffer, max = ARCHIVE_MAX): Promise<Buffer> {
  if (!(blob[0] === 0x1f && blob[1] === 0x8b)) return blob;
  try {
    return await unzip(blob, { maxOutputLength: max });
  } catch (error) {
    throw new UnreadableArchive(`a layer cannot be unpacked (${error instanceof Error ? error.message : error})`);
  }
}
