import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { BYTES_MAX, type Entry, TooMany, TREE_ENTRIES_MAX, type Tree } from '../tree.js';
import { readBounded } from './read-bounded.js';

/** Folders that are not searched for presets: they hold thousands of files. */
const SKIPPED_FOLDERS = new Set(['.git', 'node_modules']);

/** A folder of this machine. Nothing in it is followed out of it: a link is an entry of its own. */
export function diskTree(root: string, shown: (path: string) => string): Tree {
  const place = (path: string) => join(root, path);

  async function entry(path: string): Promise<Entry | undefined> {
    const found = await lstat(place(path)).catch(() => undefined);
    if (!found || found.isDirectory()) return undefined;
    const link = found.isSymbolicLink() || !(await isInPlace(path));
    return { path, kind: link ? 'link' : entryKind(found), executable: (found.mode & 0o111) !== 0, size: found.size };
  }

  /** Whether no folder on the way is a link. */
  async function isInPlace(path: string): Promise<boolean> {
    return (await realpath(place(path))) === join(await realpath(root), path);
  }

  async function below(folder: string): Promise<Entry[]> {
    const found: Entry[] = [];
    const waiting = [folder];
    let folders = 0;
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const at = next;
      const inside = await readdir(place(at), { withFileTypes: true }).catch(() => []);
      const path = (name: string) => (at === '' ? name : `${at}/${name}`);
      const within = inside.filter((e) => e.isDirectory() && !(folder === '' && SKIPPED_FOLDERS.has(e.name)));
      folders += within.length;
      if (inside.length + folders > TREE_ENTRIES_MAX) throw tooManyEntries();
      waiting.push(...within.map(({ name }) => path(name)));
      const files = await Promise.all(inside.filter((e) => !e.isDirectory()).map(({ name }) => entry(path(name))));
      found.push(...files.filter((file) => file !== undefined));
      if (found.length + folders > TREE_ENTRIES_MAX) throw tooManyEntries();
    }
    return found;
  }

  return {
    entry,
    below,
    read: async (path, max = BYTES_MAX) =>
      (await entry(path))?.kind === 'file' ? readBounded(place(path), max) : undefined,
    shown,
  };
}

function tooManyEntries(): TooMany {
  return new TooMany(`it holds more than ${TREE_ENTRIES_MAX} files and folders`);
}

function entryKind(found: Pick<Dirent, 'isFile'>): Entry['kind'] {
  return found.isFile() ? 'file' : 'other';
}
