import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { watchFolder } from '../../generators/core/dev/changes.js';
import { ignoredIn, readIgnoreFiles } from '../../generators/core/dev/ignored.js';
import { emptyFolder } from '../support/folder.js';

const GIT = 'build/\n*.log\n!kept.log\n/local\n';
const CONTAINER = '.git\nREADME.md\nContainerfile\n.containerignore\nnotes\n*.oci.tar\n';

describe('a change of a project', () => {
  const ignored = ignoredIn('/project', { git: GIT, container: CONTAINER, buildOutputs: ['target', 'hello.oci*'] });

  it.each([
    'src/main.c',
    'src/build.c',
    'kept.log',
    'src/local',
    'Containerfile',
    '.containerignore',
    '.dockerignore',
    'src/README.md',
    'src/target/x.rs',
  ])('of %s is followed by a build', (path) => {
    expect(ignored(join('/project', path))).toBe(false);
  });

  it.each([
    '.git/index',
    'node_modules/a/b.js',
    'build/x.o',
    'src/build/x.o',
    'a.log',
    'local/x',
    'README.md',
    'notes/x',
    'target/debug/x',
    'hello.oci.tar.part-a1',
    '.yo-rc.json',
  ])('of %s is not', (path) => {
    expect(ignored(join('/project', path))).toBe(true);
  });

  it('follows the existing ignore files', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, '.dockerignore'), 'secret\n');
    const without = ignoredIn(folder, await readIgnoreFiles(folder, []));
    expect([without(join(folder, 'secret')), without(join(folder, 'open'))]).toEqual([true, false]);
    await writeFile(join(folder, '.containerignore'), 'open\n');
    const both = ignoredIn(folder, await readIgnoreFiles(folder, []));
    expect([both(join(folder, 'secret')), both(join(folder, 'open'))]).toEqual([false, true]);
  });
});

describe('a folder that is watched', () => {
  const watched = async () => {
    const folder = await emptyFolder();
    await mkdir(join(folder, 'src'));
    await mkdir(join(folder, 'build'));
    await writeFile(join(folder, 'src/main.c'), '1');
    const changes = await watchFolder(folder, (path) => path.startsWith(join(folder, 'build')));
    onTestFinished(() => changes.stop());
    const next = async () => {
      const burst = await changes.next(new AbortController().signal);
      return burst?.paths.map((path) => path.slice(folder.length + 1)).sort();
    };
    return { folder, next };
  };

  it('tells of a file that is written, and of nothing that is ignored', async () => {
    const { folder, next } = await watched();
    await writeFile(join(folder, 'build/out.o'), '1');
    await writeFile(join(folder, 'src/main.c'), '2');
    expect(await next()).toEqual(['src/main.c']);
  });

  it('tells once of a file that an editor replaces', async () => {
    const { folder, next } = await watched();
    await writeFile(join(folder, 'build/main.c.new'), '2');
    await rename(join(folder, 'build/main.c.new'), join(folder, 'src/main.c'));
    expect(await next()).toEqual(['src/main.c']);
  });

  it('tells of files in folders that came later, and does not follow a link out of it', async () => {
    const { folder, next } = await watched();
    const outside = await emptyFolder();
    await symlink(outside, join(folder, 'src/link'));
    expect(await next()).toEqual(['src/link']);
    await writeFile(join(outside, 'x.c'), '1');
    await mkdir(join(folder, 'src/deep'));
    expect(await next()).toContain('src/deep');
    await writeFile(join(folder, 'src/deep/new.c'), '1');
    expect(await next()).toEqual(['src/deep/new.c']);
  });
});
