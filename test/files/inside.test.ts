import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Inside, insideOf } from '../../generators/core/files/inside.js';
import { emptyFolder } from '../support/folder.js';

let home: string;
let project: string;
let files: Inside;

/** A project beside a key that is nobody's business, with links to it of every kind. */
beforeEach(async () => {
  home = await emptyFolder();
  project = join(home, 'project');
  await mkdir(join(home, '.ssh'));
  await writeFile(join(home, '.ssh/id_rsa'), 'secret');
  await mkdir(join(project, 'src'), { recursive: true });
  await writeFile(join(project, 'src/main.c'), 'int main;');
  await symlink('../.ssh/id_rsa', join(project, 'key'));
  await symlink('../.ssh', join(project, 'folder'));
  await symlink('../../.ssh', join(project, 'src/between'));
  await symlink('src', join(project, 'within'));
  files = await insideOf(project);
});

/** Every path that must lead nowhere. */
const OUTSIDE = [
  'key',
  'folder',
  'folder/id_rsa',
  'src/between/id_rsa',
  'within/main.c',
  '../.ssh/id_rsa',
  'src/../../.ssh/id_rsa',
  '/etc/passwd',
  './src/main.c',
  'src//main.c',
  'src/',
  '',
  '.',
  'src/main.c\0',
];

describe.each(OUTSIDE)('the path %j', (path) => {
  it.each<[string, () => Promise<unknown>]>([
    ['looked at', () => files.look(path)],
    ['read', () => files.read(path)],
    ['written', () => files.write(path, 'replaced')],
    ['removed', () => files.remove(path)],
    ['moved from', () => files.move(path, 'mine')],
    ['moved to', () => files.move('src/main.c', path)],
  ])('is not %s', async (_, act) => {
    await expect(act()).rejects.toMatchObject({
      name: 'Failure',
      exitCode: 1,
      message: expect.stringMatching(/^\S+ is a symbolic link|is not a path inside the folder\.$/),
    });
    expect(await readFile(join(home, '.ssh/id_rsa'), 'utf8')).toBe('secret');
    expect(await readdir(join(home, '.ssh'))).toEqual(['id_rsa']);
    expect(await readdir(home)).toEqual(['.ssh', 'project']);
    expect(await readFile(join(project, 'src/main.c'), 'utf8')).toBe('int main;');
    expect(existsSync(join(project, 'mine'))).toBe(false);
  });
});

describe('a path inside the folder', () => {
  it('is written as a whole, with the folders above it, and keeps the mode of the file', async () => {
    await files.write('a/b/new.txt', 'one');
    await chmod(join(project, 'src/main.c'), 0o750);
    await files.write('src/main.c', 'two');
    expect(await readFile(join(project, 'a/b/new.txt'), 'utf8')).toBe('one');
    expect((await stat(join(project, 'a/b/new.txt'))).mode & 0o777).toBe(0o666 & ~process.umask());
    expect((await stat(join(project, 'src/main.c'))).mode & 0o777).toBe(0o750);
    expect(await readdir(join(project, 'src'))).toEqual(['between', 'main.c']);
  });

  it('is moved, with its mode, over what another path has', async () => {
    await files.write('stage/0', 'new', 0o755);
    await files.write('bin/run', 'old', 0o644);
    expect(await files.move('stage/0', 'bin/run')).toBe(true);
    expect(await readFile(join(project, 'bin/run'), 'utf8')).toBe('new');
    expect((await stat(join(project, 'bin/run'))).mode & 0o777).toBe(0o755);
    expect(await files.move('stage/0', 'bin/run')).toBe(false);
  });

  it('has nothing to read, move or remove where there is none, or a folder', async () => {
    expect(await files.read('nothing/at/all')).toBeUndefined();
    expect(await files.read('src/main.c/below')).toBeUndefined();
    expect(await files.read('src')).toBeUndefined();
    expect(await files.move('src', 'elsewhere')).toBe(false);
    await files.remove('nothing');
    expect((await files.read('src/main.c'))?.toString()).toBe('int main;');
    await files.remove('src/main.c');
    expect(await files.look('src/main.c')).toBeUndefined();
  });
});

it('a folder that its user reaches through a link is opened', async () => {
  await symlink('project', join(home, 'shortcut'));
  expect((await (await insideOf(join(home, 'shortcut'))).read('src/main.c'))?.toString()).toBe('int main;');
});
