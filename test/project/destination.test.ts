import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkDestination, refuseLinks } from '../../generators/core/project/destination.js';

it('refuses a folder that is a link, where a file below it would be another than it is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'elsewhere'));
  await writeFile(join(folder, 'elsewhere/main.c'), 'same');
  await mkdir(join(folder, 'project'));
  await symlink('../elsewhere', join(folder, 'project/src'));
  const refuse = (files: Record<string, string>) =>
    refuseLinks(join(folder, 'project'), new Map(Object.entries(files)));
  await expect(refuse({ Makefile: '', 'src/main.c': 'same' })).resolves.toBeUndefined();
  await expect(refuse({ 'src/main.c': 'other', 'src/new.c': '' })).rejects.toMatchObject({
    message: 'src is a symbolic link: create-wasm-oci reads, writes and removes no files through symbolic links.',
    exitCode: 1,
  });
});

it.each([
  ['the directory itself', 'link'],
  ['a folder above it', 'link/below/hello'],
])('refuses a link that leads nowhere: %s', async (_what, path) => {
  const folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await symlink('nowhere', join(folder, 'link'));
  await expect(checkDestination(join(folder, path))).rejects.toMatchObject({
    message: `${join(folder, 'link')} is a link to nowhere, which does not exist.`,
    exitCode: 1,
  });
});

it('takes a link to a folder, and a new folder in one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'there'));
  await symlink('there', join(folder, 'link'));
  await expect(checkDestination(join(folder, 'link'))).resolves.toBeUndefined();
  await expect(checkDestination(join(folder, 'link/a/b'))).resolves.toBeUndefined();
});
