import { link, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it, onTestFinished } from 'vitest';
import { writeNew, writeWhole } from '../../generators/core/files/write-whole.js';
import { emptyFolder } from '../support/folder.js';

it('a file is replaced by another one, so that who has the old one open or linked keeps it', async () => {
  const folder = await emptyFolder();
  const path = join(folder, 'file');
  await writeFile(path, 'old');
  await link(path, join(folder, 'other-name'));
  await writeWhole(path, 'new', 0o640);
  expect(await readFile(path, 'utf8')).toBe('new');
  expect((await stat(path)).mode & 0o777).toBe(0o640);
  expect(await readFile(join(folder, 'other-name'), 'utf8')).toBe('old');
  expect((await readdir(folder)).sort()).toEqual(['file', 'other-name']);
});

it('a link in the place of the file is replaced, not followed', async () => {
  const folder = await emptyFolder();
  await writeFile(join(folder, 'precious'), 'old');
  await symlink('precious', join(folder, 'file'));
  await writeWhole(join(folder, 'file'), 'new');
  expect(await readFile(join(folder, 'precious'), 'utf8')).toBe('old');
  expect(await readFile(join(folder, 'file'), 'utf8')).toBe('new');
});

it('a new file is not written where its name is taken', async () => {
  const folder = await emptyFolder();
  await symlink('elsewhere', join(folder, 'link'));
  await expect(writeNew(join(folder, 'link'), 'x')).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await readdir(folder)).toEqual(['link']);
});

it('where it cannot be written the old file stays, nothing is beside it, and the error names it', async () => {
  const folder = await emptyFolder();
  await mkdir(join(folder, 'in-the-way'));
  await writeFile(join(folder, 'in-the-way/mine'), '');
  const path = join(folder, 'in-the-way');
  await expect(writeWhole(path, 'x')).rejects.toMatchObject({ path });
  expect(await readdir(folder)).toEqual(['in-the-way']);
});

it.skipIf(process.getuid?.() !== 0)('on a full disk the old file stays whole (needs root, for a tmpfs)', async () => {
  const folder = await emptyFolder();
  await execa('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
  onTestFinished(async () => void (await execa('umount', [folder])));
  const path = join(folder, 'file');
  await writeWhole(path, 'a'.repeat(20_000));
  await expect(writeWhole(path, 'b'.repeat(60_000))).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(await readFile(path, 'utf8')).toBe('a'.repeat(20_000));
  expect(await readdir(folder)).toEqual(['file']);
});
