import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { inTemporaryFolder } from '../../generators/core/files/temporary-folder.js';
import { asFailure, FOR_TEMPORARY_FILES } from '../../generators/core/system/disk-failure.js';
import { emptyFolder } from '../support/folder.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

it('a temporary folder is gone when the work in it is done, or failed', async () => {
  const parent = await emptyFolder();
  vi.stubEnv('TMPDIR', parent);
  const done = await inTemporaryFolder('x', async (folder) => {
    await writeFile(join(folder, 'file'), '');
    return folder;
  });
  expect(done.startsWith(join(parent, 'create-wasm-oci-x-'))).toBe(true);
  expect(existsSync(done)).toBe(false);
  let failed = '';
  const work = inTemporaryFolder('x', async (folder) => {
    failed = folder;
    throw new Error('the work');
  });
  await expect(work).rejects.toThrow('the work');
  expect([failed === '', existsSync(failed)]).toEqual([false, false]);
});

it.skipIf(process.getuid?.() !== 0)(
  'a temporary folder for which the disk has no room is an error that names TMPDIR (needs root, for a tmpfs)',
  async () => {
    const full = await emptyFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k,nr_inodes=1', 'tmpfs', full]);
    onTestFinished(() => void execFileSync('umount', [full]));
    vi.stubEnv('TMPDIR', full);
    const error = await inTemporaryFolder('x', async () => undefined).catch((reason: unknown) => reason);
    expect(asFailure(error)).toMatchObject({
      message: `No folder can be made in ${full}: no space left on the disk.`,
      fix: [FOR_TEMPORARY_FILES],
    });
  },
);
