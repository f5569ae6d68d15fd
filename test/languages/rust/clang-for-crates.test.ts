import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cargo } from '../../../generators/core/languages/rust/compiler.js';
import type { CargoPlan } from '../../../generators/core/languages/rust/plan.js';

const PLAN: CargoPlan = {
  kind: 'cargo',
  package: 'app',
  folder: '',
  aside: false,
  bin: 'app',
  features: [],
  defaultFeatures: true,
  locked: false,
};

let folder = '';
const at = (path: string) => join(folder, path);

/** A program that is looked up on PATH, as a script. */
async function program(path: string, script: string): Promise<void> {
  await mkdir(join(at(path), '..'), { recursive: true });
  await writeFile(at(path), `#!/bin/sh\n${script}\n`);
  await chmod(at(path), 0o755);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-test-'));
  await mkdir(at('target/wasm32-wasip1/release'), { recursive: true });
  // What a build script of cc would see, and the module that cargo leaves.
  await program(
    'bin/cargo',
    [
      `if [ "$1" = metadata ]; then echo '{"target_directory":"${at('target')}"}'; exit; fi`,
      `echo "$CC_wasm32_wasip1 $CXX_wasm32_wasip1 $AR_wasm32_wasip1$LIBSQLITE3_FLAGS" >"${at('seen')}"`,
      `: >"${at('target/wasm32-wasip1/release/app.wasm')}"`,
    ].join('\n'),
  );
  vi.stubEnv('PATH', at('bin'));
  vi.stubEnv('XDG_CACHE_HOME', at('cache'));
  vi.stubEnv('WASI_SDK_PATH', at('sdk'));
  vi.stubEnv('CC_wasm32_wasip1', undefined);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const compile = (plan: CargoPlan) =>
  cargo.compile(
    { directory: folder, slug: 'app', language: 'rust', plan, output: at('out.wasm') },
    { name: 'cargo', version: '1', program: 'cargo' },
  );

const seen = async () => (await readFile(at('seen'), 'utf8')).trimEnd();

describe('cargo of this machine', () => {
  it('gets the clang that links for WASI where crates compile C, and the llvm-ar beside it', async () => {
    await program('sdk/bin/clang', 'echo "clang version 19.1.7"');
    await program('sdk/bin/llvm-ar', '');
    await compile({ ...PLAN, withC: ['zstd-sys'] });
    expect(await seen()).toBe(['clang', 'clang++', 'llvm-ar'].map((name) => at(`sdk/bin/${name}`)).join(' '));
  });

  // Its build script does so itself for wasm32-wasi, the target's old name.
  it('has SQLite built without threads, unless the user says how', async () => {
    await program('sdk/bin/clang', 'echo "clang version 19.1.7"');
    vi.stubEnv('LIBSQLITE3_FLAGS', undefined);
    await compile({ ...PLAN, withC: ['libsqlite3-sys'] });
    expect(await seen()).toContain('-USQLITE_THREADSAFE -DSQLITE_THREADSAFE=0');
    vi.stubEnv('LIBSQLITE3_FLAGS', '-DSQLITE_OMIT_JSON');
    await compile({ ...PLAN, withC: ['libsqlite3-sys'] });
    expect(await seen()).toMatch(/-DSQLITE_OMIT_JSON$/);
  });

  it("gets none where no crate does, or where the user's own is set", async () => {
    await program('sdk/bin/clang', 'echo "clang version 19.1.7"');
    await compile(PLAN);
    expect(await seen()).toBe('');
    vi.stubEnv('CC_wasm32_wasip1', 'my-clang');
    await compile({ ...PLAN, withC: ['zstd-sys'] });
    expect(await seen()).toBe('my-clang');
  });

  // wasi-sdk in /opt is taken wherever it is there.
  it.skipIf(existsSync('/opt/wasi-sdk/bin/clang'))(
    'is not started where crates compile C and no clang links for WASI',
    async () => {
      await program('bin/clang', 'test "$1" = --version');
      await expect(compile({ ...PLAN, withC: ['zstd-sys'] })).rejects.toMatchObject({
        message: 'zstd-sys: a crate compiles C, and there is no clang here that builds for WASI.',
        fix: [{ text: expect.stringContaining('WASI_SDK_PATH') }, { text: expect.stringContaining('--engine podman') }],
      });
      expect(existsSync(at('seen'))).toBe(false);
    },
  );
});
