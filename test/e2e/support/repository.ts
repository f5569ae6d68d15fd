import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { must } from './versions.js';

/** The text of a file. */
export const read = (...path: string[]) => readFile(join(...path), 'utf8');

/** Replaces text of a file, which must contain it. */
export async function edit(file: string, text: string | RegExp, by: string): Promise<void> {
  const before = await readFile(file, 'utf8');
  const after = before.replace(text, by);
  expect(after).not.toBe(before);
  await writeFile(file, after);
}

/** Makes a folder a repository with all of it committed. */
export async function commit(folder: string): Promise<void> {
  await must('git', ['init', '--quiet'], folder);
  await must('git', ['add', '.'], folder);
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
  await must('git', [...who, 'commit', '--quiet', '--message', 'all'], folder);
}

/** What git says is changed in a folder. */
export const status = (folder: string) => must('git', ['status', '--porcelain', '--untracked-files=all', '.'], folder);

/** Every file below a folder, with its contents. */
export async function tree(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('.git'));
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path.slice(folder.length), await read(path)])),
  );
}
