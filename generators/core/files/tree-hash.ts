import { createHash } from 'node:crypto';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

/**
 * The hash of a folder: of every path in it and what it has there. Times and modes are not part of it, so a package has
 * the same one wherever npm unpacks it.
 *
 * @throws Error of the file system where something in it cannot be read
 */
export async function treeHash(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const hash = createHash('sha256');
  const paths = entries
    .map((entry) => ({
      entry,
      path: join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  for (const { entry, path } of paths) {
    if (entry.isDirectory()) continue;
    // A link could lead to what nobody has looked at.
    const contents = entry.isFile()
      ? createHash('sha256')
          .update(await readFile(join(folder, path)))
          .digest('hex')
      : 'no file';
    hash.update(JSON.stringify([path, contents]));
  }
  return `sha256:${hash.digest('hex')}`;
}

/** Whether nobody but this user (and root) may write any of these folders. Windows keeps a user's folders closed itself. */
export async function onlyUserWrites(folders: readonly string[]): Promise<boolean> {
  const { getuid } = process;
  if (!getuid) return true;
  for (const folder of folders) {
    const { uid, mode } = await lstat(folder);
    if (![0, getuid.call(process)].includes(uid) || (mode & 0o022) !== 0) return false;
  }
  return true;
}
