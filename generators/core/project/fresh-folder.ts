import { readdir } from 'node:fs/promises';

/** Whether a project in this folder meets no file: the folder does not exist, or is empty. */
export async function isFresh(directory: string): Promise<boolean> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    // What else is wrong with it is shown where the project is resolved.
    return error.code === 'ENOENT' ? [] : undefined;
  });
  return names?.length === 0;
}
