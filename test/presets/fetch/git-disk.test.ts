import { execFileSync } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { gitDiskFull } from '../../../generators/core/presets/fetch/git-disk.js';
import { fetchCommit } from '../../../generators/core/presets/fetch/git-tree.js';
import { resolvePreset } from '../../../generators/core/presets/fetch/resolve-preset.js';
import { FOR_TEMPORARY_FILES } from '../../../generators/core/system/disk-failure.js';
import { write } from '../../support/files.js';
import { commitAll, presetHome } from '../../support/preset-home.js';
import { LEAST } from '../../support/presets.js';

/** A folder with the repository of a preset in `acme`. */
async function withRepository(): Promise<string> {
  const cwd = await presetHome();
  // Random digits: what git packs of it takes its room.
  const digits = Array.from({ length: 100_000 }, () => Math.random().toString(36).slice(2)).join('\n');
  await write(cwd, { 'acme/wasm-oci.toml': LEAST, 'acme/digits': digits });
  commitAll(join(cwd, 'acme'));
  return cwd;
}

describe.skipIf(process.getuid?.() !== 0)('where temporary files find no room (needs root, for a tmpfs)', () => {
  it.each([
    ['its repository is made', 'size=1m,nr_inodes=4'],
    ['it fetches', 'size=64k'],
  ])('a preset from git is refused, with the disk as the cause, when that shows as %s', async (_, limits) => {
    const cwd = await withRepository();
    const small = join(cwd, 'small');
    await mkdir(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', limits, 'tmpfs', small]);
    onTestFinished(() => void execFileSync('umount', [small]));
    vi.stubEnv('TMPDIR', small);
    await expect(resolvePreset('./acme#main', { cwd, from: '--preset', named: true })).rejects.toMatchObject({
      exitCode: 1,
      message: `The preset ./acme#main was not fetched: git cannot write into ${small}: no space left on the disk.`,
      fix: [FOR_TEMPORARY_FILES],
      output: expect.arrayContaining([expect.stringContaining('No space left on device')]),
    });
    expect(await readdir(small)).toEqual([]);
  });
});

it('a repository that git cannot make is an error of its own, with what git says', async () => {
  const cwd = await withRepository();
  const wanted = { url: join(cwd, 'acme'), shown: () => './acme#main' };
  await expect(fetchCommit(wanted, join(cwd, 'acme/digits/below'))).rejects.toMatchObject({
    exitCode: 1,
    message: `The preset ./acme#main was not fetched: git cannot make a repository in ${cwd}/acme/digits: git init failed (exit code 128).`,
    fix: [FOR_TEMPORARY_FILES],
    output: [expect.stringContaining('fatal: cannot mkdir')],
  });
});

it('a cancel while the repository is made is a cancel', async () => {
  const cwd = await withRepository();
  await mkdir(join(cwd, 'into'));
  const wanted = { url: join(cwd, 'acme'), shown: () => './acme#main' };
  await expect(fetchCommit(wanted, join(cwd, 'into'), AbortSignal.abort())).rejects.toMatchObject({ exitCode: 130 });
});

it("a host's full disk is not taken for this machine's", () => {
  const stderr = 'remote: fatal: write error: No space left on device\nfatal: early EOF\n';
  const ran = { exitCode: 128, stdout: '', stderr, missing: false, timedOut: false, truncated: false, seconds: 0 };
  expect(gitDiskFull('/tmp/x', ran)).toBeUndefined();
});
