import type { Dirent } from 'node:fs';
import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { ENTRIES_MAX, type Entry, TooMany, type Tree } from '../preset/tree.js';

/** Folders that are not searched for presets: they hold thousands of files. */
const PASSED_OVER = new Set(['.git', 'node_modules']);

/** A folder of this machine. Nothing in it is followed out of it: a link is an entry of its own. */
export function diskTree(root: string, shown: (path: string) => string): Tree {
  const place = (path: string) => join(root, path);

  async function entry(path: string): Promise<Entry | undefined> {
    const found = await lstat(place(path)).catch(() => undefined);
    if (!found || found.isDirectory()) return undefined;
    const link = found.isSymbolicLink() || !(await isInPlace(path));
    return { path, kind: link ? 'link' : kindOf(found), executable: (found.mode & 0o111) !== 0 };
  }

  /** Whether no folder on the way is a link. */
  async function isInPlace(path: string): Promise<boolean> {
    return (await realpath(place(path))) === join(await realpath(root), path);
  }

  async function below(folder: string): Promise<Entry[]> {
    const found: Entry[] = [];
    const waiting = [folder];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const at = next;
      const inside = await readdir(place(at), { withFileTypes: true }).catch(() => []);
      const path = (name: string) => (at === '' ? name : `${at}/${name}`);
      const folders = inside.filter((e) => e.isDirectory() && !(folder === '' && PASSED_OVER.has(e.name)));
      waiting.push(...folders.map(({ name }) => path(name)));
      const files = await Promise.all(inside.filter((e) => !e.isDirectory()).map(({ name }) => entry(path(name))));
      found.push(...files.filter((file) => file !== undefined));
      if (found.length + waiting.length > ENTRIES_MAX) throw new TooMany(`it holds more than ${ENTRIES_MAX} files`);
    }
    return found;
  }

  return {
    entry,
    below,
    read: async (path) => ((await entry(path))?.kind === 'file' ? readFile(place(path)) : undefined),
    shown,
  };
}

function kindOf(found: Pick<Dirent, 'isFile'>): Entry['kind'] {
  return found.isFile() ? 'file' : 'other';
}
