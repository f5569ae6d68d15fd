import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { shownSize, TooMany } from '../tree.js';

/**
 * Reads a regular file of at most `max` bytes. Its size is looked at before anything is read, and what grows meanwhile
 * is read no further. A named pipe or a device, which could be read for ever, is not opened for long.
 *
 * @returns undefined where there is no regular file
 * @throws TooMany where it is larger
 */
export async function readBounded(path: string, max: number): Promise<Buffer | undefined> {
  // Without O_NONBLOCK, opening a named pipe waits for its writer. Windows has neither.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(
    (error: NodeJS.ErrnoException) => {
      if (['ENOENT', 'ENOTDIR', 'EISDIR', 'ENXIO', 'ELOOP'].includes(error.code ?? '')) return undefined;
      throw error;
    },
  );
  if (!handle) return undefined;
  try {
    const found = await handle.stat();
    if (!found.isFile()) return undefined;
    if (found.size > max) throw new TooMany(`it is larger than ${shownSize(max)}`);
    const chunks: Buffer[] = [];
    let total = 0;
    for await (const chunk of handle.createReadStream({ autoClose: false, end: max })) {
      total += (chunk as Buffer).length;
      if (total > max) throw new TooMany(`it is larger than ${shownSize(max)}`);
      chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks);
  } finally {
    await handle.close();
  }
}
