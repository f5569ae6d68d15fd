import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openProject } from '../../../generators/core/project/existing/project-folder.js';

async function folderWith(...paths: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const path of paths) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), `\ufeff${path}`);
  }
  return folder;
}

it('lists the files of a project, and reads one when it is asked for', async () => {
  const folder = await folderWith('b/c.c', '.cargo/config.toml', 'a.c', '.git/x', 'node_modules/x/y');
  await symlink('a.c', join(folder, 'link.c'));
  await symlink('..', join(folder, 'b/up'));
  await symlink('nothing', join(folder, 'b/dangling'));
  await symlink('circle', join(folder, 'b/circle'));
  const files = await openProject(folder, 'here');
  expect(files.paths).toEqual(['.cargo/config.toml', 'a.c', 'b/c.c', 'link.c']);
  expect(files.text('link.c')).toBe('a.c');
  expect(files.text('.git/x')).toBeUndefined();
  expect(files.text('../a.c')).toBeUndefined();
});

it("passes over cargo's target folder, and no other folder of that name", async () => {
  const folder = await folderWith('Cargo.toml', 'target/release/x.d', 'src/target/mod.rs', 'cmd/target/main.go');
  expect((await openProject(folder, 'here')).paths).toEqual(['Cargo.toml', 'cmd/target/main.go', 'src/target/mod.rs']);
});

it.each(['nothing', 'a.c'])('says what is wrong with %s', async (name) => {
  const folder = await folderWith('a.c');
  await expect(openProject(join(folder, name), name)).rejects.toMatchObject({
    message: expect.stringContaining(`${name} is not a project's directory`),
    exitCode: 1,
  });
});
