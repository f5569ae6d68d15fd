import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Removes the earlier versions of a folder that was just fetched: `NAME-VERSION` beside `NAME-VERSION`, 100 MB each.
 * A later one stays, for whoever works with two versions of this tool would else fetch each of them again and again.
 */
export async function removeEarlier(folder: string, prefix: string): Promise<void> {
  const current = basename(folder);
  const names = await readdir(dirname(folder)).catch(() => []);
  const earlier = names.filter(
    (name) =>
      name.startsWith(prefix) && !name.includes('.part-') && name.localeCompare(current, 'en', { numeric: true }) < 0,
  );
  // A file that is in use (Windows) is a reason to leave it, not to fail.
  await Promise.allSettled(
    earlier.map((name) => rm(join(dirname(folder), name), { recursive: true, force: true, maxRetries: 3 })),
  );
}
