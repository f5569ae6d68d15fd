import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';

/**
 * Whether a link leads to a file of the same folder. One that leads out of it, nowhere, round in a circle, or where
 * nobody may look does not. A cloned repository must not have files of the machine read, and an image build, which sees
 * the folder only, would not find them.
 */
export async function linksToFile(path: string, folder: string): Promise<boolean> {
  const [target, root] = await Promise.all([path, folder].map((one) => realpath(one).catch(() => undefined)));
  if (target === undefined || root === undefined) return false;
  const way = relative(root, target);
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) return false;
  return (await stat(target).catch(() => undefined))?.isFile() === true;
}
