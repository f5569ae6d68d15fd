import { join } from 'node:path';
import { inTemporaryFolder } from '../files/temporary-folder.js';
import { indexedLayout, type Layout } from '../oci/layout.js';
import { archiveFiles } from '../oci/read-layout.js';
import { spooled } from '../oci/temporary-file.js';
import { writeLayout } from '../oci/write-layout.js';
import type { Finished } from '../system/process.js';
import type { Keeper } from './engine.js';
import { explain } from './explain.js';

/**
 * Sends an image to its registry within an index for wasi/wasm and for nodes. It is for a store that keeps an index whole,
 * as containerd's does: the image is saved, put into an index, loaded and pushed. Its name means the index from then on.
 */
export async function pushIndexed(
  { store, errors, host }: Pick<Keeper, 'errors' | 'host'> & { store: Pick<Keeper['store'], 'save' | 'load' | 'push'> },
  image: string,
  signal?: AbortSignal,
): Promise<string> {
  const done = async (doing: 'answer' | 'push', ended: Partial<Finished>): Promise<void> => {
    const { stderr = '', stdout = '' } = ended;
    if (ended.exitCode === 0) return;
    throw explain(errors, { ...ended, stdout, stderr }, doing, await host.system(), signal, image);
  };
  const read = (stream: NodeJS.ReadableStream): Promise<{ layout: Layout; digest: string }> =>
    spooled(stream as AsyncIterable<Buffer>, async (archive) => indexedLayout(await archiveFiles(archive), image));
  const saved = await host.pipe(errors.program, store.save(image), read, signal);
  if (!saved.result) {
    await done('answer', { ...saved, stdout: '' });
    throw saved.broken;
  }
  const { layout, digest } = saved.result;
  return inTemporaryFolder('index', async (folder) => {
    const archive = join(folder, 'index.tar');
    await writeLayout(archive, layout);
    await done('answer', await host.run(errors.program, store.load(archive), { signal }));
    await done('push', await host.run(errors.program, store.push(image), { signal }));
    return digest;
  });
}
