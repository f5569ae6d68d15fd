import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OverLimit } from '../bytes/budget.js';
import { type Bytes, fileBytes } from '../bytes/bytes.js';
import { inTemporaryFolder } from '../files/temporary-folder.js';

/** The most bytes that are put aside of one stream: far above any Wasm image, below what fills a disk. */
export const SPOOL_MAX: number = 4 * 1024 ** 3;

/**
 * Puts a stream aside in a temporary file, so that it can be read from any place, and lends its bytes. The file has
 * a name of ours, and loses it before the first byte is in it: nothing is left behind even when the process is killed.
 *
 * @throws OverLimit when the stream holds more than `max` bytes
 */
export async function spooled<Result>(
  stream: AsyncIterable<Buffer | string>,
  use: (bytes: Bytes) => Promise<Result>,
  max: number = SPOOL_MAX,
): Promise<Result> {
  return inTemporaryFolder('spool', async (folder) => {
    const file = await open(join(folder, 'spool'), 'wx+', 0o600);
    try {
      // Windows does not give up the name of an open file; there it goes with the folder, below.
      await rm(folder, { recursive: true, force: true }).catch(() => {});
      let size = 0;
      for await (const piece of stream) {
        const bytes = Buffer.from(piece as Buffer);
        if (size + bytes.length > max) throw new OverLimit(`it holds more than ${max / 1024 ** 2} MiB`);
        await file.write(bytes, 0, bytes.length, size);
        size += bytes.length;
      }
      return await use(fileBytes(file, size));
    } finally {
      await file.close();
    }
  });
}
