import { join } from 'node:path';
import { inTemporaryFolder } from '../files/temporary-folder.js';
import { textOf } from '../files/text-of.js';
import { DIGEST } from '../options/image-reference.js';
import type { Finished } from '../system/process.js';

/** What a push sent to a registry. */
export interface Pushed {
  /** Its digest, as the program that sent it reports it: the tag may mean another image by now. Undefined where none is reported. */
  digest?: string | undefined;
  /** Whether it is an index. */
  isIndex?: true;
}

/**
 * Runs a push, and gives the digest of what it sent: from the file that the program wrote, or from what it printed.
 *
 * @param push gets the path of that file
 * @param printed the digest in what was printed, of a program that writes no file
 */
export async function withPushedDigest(
  push: (digestFile: string) => Promise<Finished>,
  printed: (text: string) => string | undefined = () => undefined,
): Promise<{ ended: Finished; digest: string | undefined }> {
  return inTemporaryFolder('push', async (folder) => {
    const file = join(folder, 'digest');
    const ended = await push(file);
    const digest = (await textOf(file))?.trim() ?? printed(`${ended.stdout}\n${ended.stderr}`);
    return { ended, digest: digest !== undefined && DIGEST.test(digest) ? digest : undefined };
  });
}
