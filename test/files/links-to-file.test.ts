import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { C } from '../../generators/core/languages/c/dialect.js';
import { sourcesOf } from '../../generators/core/languages/c/sources.js';
import { openProject } from '../../generators/core/project/existing/project-folder.js';
import { emptyFolder } from '../support/folder.js';

it('a link is a source of a project where it leads to a file of it, and nowhere else', async () => {
  const home = await emptyFolder();
  const project = join(home, 'project');
  await mkdir(join(project, 'src'), { recursive: true });
  await writeFile(join(home, 'id_rsa'), 'secret');
  await writeFile(join(project, 'src/main.c'), 'int main;');
  await symlink('main.c', join(project, 'src/same.c'));
  await symlink('../../id_rsa', join(project, 'src/key.h'));
  await symlink(join(home, 'id_rsa'), join(project, 'Cargo.toml'));
  await symlink('/dev/zero', join(project, 'go.mod'));
  expect((await openProject(project, 'project')).paths).toEqual(['src/main.c', 'src/same.c']);
  expect(await sourcesOf(project, C)).toEqual({ sources: ['src/main.c', 'src/same.c'], headers: [] });
});
