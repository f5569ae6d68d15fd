import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { removeEarlier } from '../../generators/core/toolchain/prune-cache.js';

it('removes earlier versions, and nothing else', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'create-wasm-oci-test-'));
  onTestFinished(() => rm(cache, { recursive: true, force: true }));
  const current = 'clang-22.0.0-git20542-10';
  const kept = [
    current,
    'clang-22.0.0-git20542-11',
    'clang-100.0.0',
    // Another process may be fetching it.
    'clang-9.0.0.part-a1b2',
    'presets',
    'versions',
  ];
  for (const name of [...kept, 'clang-22.0.0-git20542-9', 'clang-9.1.0']) {
    await mkdir(join(cache, name, 'bin'), { recursive: true });
  }
  await removeEarlier(join(cache, current), 'clang-');
  expect((await readdir(cache)).sort()).toEqual(kept.sort());
});
