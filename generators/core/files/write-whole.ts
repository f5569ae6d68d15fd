import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PART } from './own-names.js';

/** What is written into a file. */
export type Contents = string | Uint8Array;

/**
 * Writes a file as a whole: beside its place, under a name that nothing has, and renamed once it is on the disk. A full
 * disk, a kill or a power cut leaves the old file or the new one, never a part of either. A link in its place is
 * replaced, not followed.
 *
 * @param mode of the new file; what the umask leaves when undefined
 */
export async function writeWhole(path: string, contents: Contents, mode?: number): Promise<void> {
  const part = join(dirname(path), `${PART}${randomBytes(8).toString('hex')}`);
  try {
    await writeNew(part, contents, mode);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    throw underItsName(error, part, path);
  }
}

/**
 * Writes a file that does not exist yet, down to the disk. Fails where the name is taken, by a link as well.
 *
 * @param mode of the file; what the umask leaves when undefined
 */
export async function writeNew(path: string, contents: Contents, mode?: number): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(contents);
    if (mode !== undefined) await file.chmod(mode & 0o7777);
    // Without it, a rename may reach the disk before the contents do: a power cut then leaves an empty file.
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The error under the name that the user knows. */
function underItsName(error: unknown, part: string, path: string): unknown {
  if (error instanceof Error && (error as NodeJS.ErrnoException).path === part) Object.assign(error, { path });
  return error;
}
