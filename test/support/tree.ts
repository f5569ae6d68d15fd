import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';

/** Compares files with a golden tree, name by name and byte by byte; with UPDATE_GOLDEN the tree is written first. */
export async function expectTree(tree: string, files: ReadonlyMap<string, string>): Promise<void> {
  if (process.env.UPDATE_GOLDEN) await update(tree, files);
  const found = (await readdir(tree, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(tree.length + 1)
        .replaceAll('\\', '/'),
    );
  expect([...files.keys()].sort()).toEqual(found.sort());
  for (const [path, contents] of files) expect(contents, path).toBe(await readFile(join(tree, path), 'utf8'));
}

async function update(tree: string, files: ReadonlyMap<string, string>): Promise<void> {
  await rm(tree, { recursive: true, force: true });
  for (const [path, contents] of files) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), contents);
  }
}
