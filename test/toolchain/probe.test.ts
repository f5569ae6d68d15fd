import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { compilers } from '../../generators/core/languages/languages.js';
import { findTools } from '../../generators/core/toolchain/finish.js';
import { findToolchain } from '../../generators/core/toolchain/toolchain.js';
import { emptyFolder } from '../support/folder.js';

const before = process.cwd();

afterEach(() => {
  process.chdir(before);
  vi.unstubAllEnvs();
});

// rustup's cargo runs the toolchain that a rust-toolchain.toml in the folder, or above it, names by its path. This one
// does the same with a file of its own: it runs what is in the folder where it is started.
const PROXY = '#!/bin/sh\npwd >> "$CALLS"\nif [ -x ./evil ]; then ./evil; fi\nexit 1\n';

it.skipIf(process.platform === 'win32')(
  'compilers are asked what they are where no project tells them which of them to run',
  async () => {
    const [bin, clone] = [await emptyFolder(), await emptyFolder()];
    const calls = join(bin, 'calls');
    for (const name of ['cargo', 'rustc', 'rustup', 'tinygo', 'go', 'clang', 'wasm-opt', 'wasmedge']) {
      await writeFile(join(bin, name), PROXY);
      await chmod(join(bin, name), 0o755);
    }
    await writeFile(join(clone, 'evil'), '#!/bin/sh\necho evil >> "$CALLS"\n', { mode: 0o755 });
    vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
    vi.stubEnv('CALLS', calls);
    vi.stubEnv('XDG_CACHE_HOME', join(bin, 'cache'));
    process.chdir(clone);
    for (const { id } of compilers) await findToolchain(id);
    await findTools({ language: 'c', wasmOpt: true, aot: true });
    const where = new Set((await readFile(calls, 'utf8')).trim().split('\n'));
    expect([...where]).toEqual([parse(process.execPath).root]);
  },
);
