import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { textOf } from '../files/text-of.js';
import { readCacheId } from '../options/stored.js';

/**
 * What the ids of a project's cache mounts hold beside its name. Container engines share a cache between all builds
 * that name the same id: two projects of one name would take each other's compiled code.
 *
 * @param rc the text of the project's `.yo-rc.json`; undefined where there is no such file
 * @returns the one that it stores, else the one that its Containerfile names, else a random one
 * @throws Failure (wrong input) when the file is broken, or the stored id is none
 */
export async function cacheIdOf(directory: string, rc: string | undefined): Promise<string> {
  const named = async () => {
    const containerfile = await textOf(join(directory, 'Containerfile'));
    return /--mount=type=cache,id=\S+-([0-9a-f]{16})(?:-\w+)?,target=/.exec(containerfile ?? '')?.[1];
  };
  return readCacheId(rc) ?? (await named()) ?? randomBytes(8).toString('hex');
}

/** Whether one of these files names the id: a project without a cache stores none. */
export function namesCache(files: ReadonlyMap<string, string>, cacheId: string): boolean {
  return [...files.values()].some((text) => text.includes(cacheId));
}
