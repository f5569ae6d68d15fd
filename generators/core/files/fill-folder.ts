import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Contents } from './write-whole.js';

/**
 * Writes files into a folder that this process has just made, so that nobody else has put a link or a file there. For
 * folders of the user, see inside.ts and write-all.ts.
 *
 * @param files by their path in the folder, with `/` between folders
 * @param executables the paths of those that become executable
 */
export async function fillFolder(
  folder: string,
  files: ReadonlyMap<string, Contents>,
  executables: ReadonlySet<string> = new Set(),
): Promise<void> {
  for (const [path, contents] of files) {
    const place = join(folder, path);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, contents);
    if (executables.has(path)) await chmod(place, 0o755);
  }
}
