import { dirname } from 'node:path';
import { onlyUserWrites, treeHash } from '../../core/files/tree-hash.js';
import { ownState } from '../../core/system/own-state.js';

/**
 * Whether a version in the cache is the one that was fetched there: it is run, and a cache may be shared, restored or
 * edited. Its digest is remembered outside the cache. Where none is remembered (a new machine with an old cache), it
 * must be in folders that only this user writes, and is remembered from now on.
 */
export async function isPinned(version: string, folder: string): Promise<boolean> {
  const found = await treeHash(folder).catch(() => undefined);
  if (found === undefined) return false;
  const state = await ownState();
  const pinned = await state.recall(versionFolder(version));
  if (pinned !== undefined) return pinned === found;
  const versions = dirname(folder);
  if (!(await onlyUserWrites([folder, versions, dirname(versions)]))) return false;
  await state.remember(versionFolder(version), found);
  return true;
}

/** Remembers what was fetched. False where it is another than what was seen of that version before. */
export async function pin(version: string, folder: string): Promise<boolean> {
  const [found, state] = [await treeHash(folder), await ownState()];
  const pinned = await state.recall(versionFolder(version));
  if (pinned !== undefined) return pinned === found;
  await state.remember(versionFolder(version), found);
  return true;
}

const versionFolder = (version: string) => `versions/${version}`;
