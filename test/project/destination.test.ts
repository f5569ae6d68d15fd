import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { refuseLinks } from '../../generators/core/project/destination.js';

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
    message: 'src is a link: what is written there would go to where it leads.',
    exitCode: 1,
  });
});
