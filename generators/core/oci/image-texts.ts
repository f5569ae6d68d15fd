import { text } from 'node:stream/consumers';
import { findStored } from './find-stored.js';
import { readLayer } from './layer.js';
import { archiveFiles } from './read-layout.js';
import { spooled } from './temporary-file.js';
import { UnreadableArchive } from './unreadable.js';

/** The most bytes that all texts may have together: a list of packages has a kilobyte for each. */
const TEXTS_MAX = 64 * 1024 * 1024;

/**
 * The texts of the files in an archive of one image, by their paths in it.
 *
 * @throws UnreadableArchive when it is no such archive, or the files have more than 64 MiB
 */
export async function textsOfImage(stream: NodeJS.ReadableStream): Promise<Map<string, string>> {
  return spooled(stream as AsyncIterable<Buffer>, async (archive) => {
    const { layers } = await findStored(await archiveFiles(archive));
    const texts = new Map<string, string>();
    let left = TEXTS_MAX;
    for (const { blob } of layers) {
      await readLayer(blob, async ({ path, type, size, contents }) => {
        if (type !== 'file') return;
        left -= size;
        if (left < 0) throw new UnreadableArchive('its files have more than 64 MiB');
        texts.set(path, await text(contents));
      });
    }
    return texts;
  });
}
