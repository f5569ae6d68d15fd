import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Cancelled, type Failure } from '../../generators/core/failure.js';
import type { BuildPlan } from '../../generators/core/languages/build-plan.js';
import { C, CPP } from '../../generators/core/languages/c/dialect.js';
import { sourcesOf } from '../../generators/core/languages/c/sources.js';
import { noGo, noTinygo, unfitGo } from '../../generators/core/languages/go/install.js';
import { compilerOf } from '../../generators/core/languages/languages.js';
import { noCargo, noRustTarget } from '../../generators/core/languages/rust/install.js';
import { npmCommand } from '../../generators/core/system/npm.js';
import { cacheFolder } from '../../generators/core/system/own-folders.js';
import { run } from '../../generators/core/system/process.js';
import type { System } from '../../generators/core/system/system.js';
import { compile, findToolchain } from '../../generators/core/toolchain/toolchain.js';
import pin from '../../toolchains/clang/package.json' with { type: 'json' };
import lock from '../../toolchains/clang/package-lock.json' with { type: 'json' };
import { reads } from '../support/fixes.js';
import { fileOf, render } from '../support/projects.js';

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, contents] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), contents);
  }
  return folder;
}

describe('the cache', () => {
  it.each<[NodeJS.Platform, Record<string, string>, string]>([
    ['linux', {}, '/home/me/.cache/create-wasm-oci'],
    ['linux', { XDG_CACHE_HOME: '/fast' }, '/fast/create-wasm-oci'],
    ['linux', { XDG_CACHE_HOME: 'relative' }, '/home/me/.cache/create-wasm-oci'],
    ['darwin', {}, '/home/me/Library/Caches/create-wasm-oci'],
    ['win32', { LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local' }, 'C:\\Users\\me\\AppData\\Local\\create-wasm-oci'],
  ])('on %s with %j is %s', (platform, env, folder) => {
    expect(cacheFolder({ platform, env, home: () => '/home/me' })).toBe(folder);
  });
});

describe('npm', () => {
  it('is the one that runs this, the one beside node, or the one on PATH', async () => {
    const script = 'node_modules/npm/bin/npm-cli.js';
    const folder = await folderWith({
      [`a/lib/${script}`]: '',
      [`b/${script}`]: '',
      'running/npm-cli.js': '',
      'running/npx-cli.js': '',
      'running/pnpm.cjs': '',
    });
    const at = (path: string) => join(folder, path);
    const node = at('a/bin/node');
    await mkdir(at('a/bin'));
    expect(npmCommand({ npm_execpath: at('running/npx-cli.js') }, node)).toBe(at('running/npm-cli.js'));
    expect(npmCommand({ npm_execpath: at('running/pnpm.cjs') }, node)).toBe(at(`a/lib/${script}`));
    expect(npmCommand({ PATH: at('b') }, at('c/node'))).toBe(at(`b/${script}`));
    expect(npmCommand({ PATH: at('none') }, at('c/node'))).toBeUndefined();
  });
});

describe('C sources', () => {
  it('are what the Makefile compiles, and what those may include', async () => {
    const files = [
      'src/b.c',
      'src/a.c',
      'src/.hidden.c',
      'src/x.h',
      'src/deep/c.c',
      'src/build/d e.c',
      'src/Z.c',
      'src/.cache/e.c',
      'src/data.bin',
      'lib/y.h',
      'lib/big.iso',
    ];
    const passedOver = ['build/z.h', '.git/z.h', 'node_modules/z.h'];
    const folder = await folderWith(Object.fromEntries([...files, ...passedOver].map((path) => [path, ''])));
    await symlink('x.h', join(folder, 'src/link.h'));
    await symlink('b.c', join(folder, 'src/link.c'));
    await symlink('..', join(folder, 'src/up'));
    const { sources, headers } = await sourcesOf(folder, C);
    expect(sources).toEqual(['src/Z.c', 'src/a.c', 'src/b.c', 'src/build/d e.c', 'src/deep/c.c', 'src/link.c']);
    expect(headers.sort()).toEqual(['lib/y.h', 'src/data.bin', 'src/link.h', 'src/x.h']);

    const [, command = ''] = /^SOURCES = (.*)$/m.exec(fileOf(await render('c', 'x'), 'Makefile')) ?? [];
    const { stdout } = await run('sh', ['-c', command], { cwd: folder });
    expect(stdout.split('\0').slice(0, -1)).toEqual(sources.map((path) => `./${path}`));
  });
});

it("a C++ project's sources are those that its Makefile finds, in its order", async () => {
  const files = [
    'src/main.cpp',
    'src/b.cc',
    'src/deep/C d.cxx',
    'src/c.c',
    'src/x.hpp',
    'src/.hidden/e.cpp',
    'lib/y.hh',
  ];
  const folder = await folderWith(Object.fromEntries(files.map((path) => [path, ''])));
  const { sources, headers } = await sourcesOf(folder, CPP);
  expect(sources).toEqual(['src/b.cc', 'src/deep/C d.cxx', 'src/main.cpp']);
  expect(headers.sort()).toEqual(['lib/y.hh', 'src/c.c', 'src/x.hpp']);

  const [, command = ''] = /^SOURCES = (.*)$/m.exec(fileOf(await render('cpp', 'x'), 'Makefile')) ?? [];
  const { stdout } = await run('sh', ['-c', command], { cwd: folder });
  expect(stdout.split('\0').slice(0, -1)).toEqual(sources.map((path) => `./${path}`));
});

describe('the pin', () => {
  it('is one exact version, with its integrity in the lock file', () => {
    const [version] = Object.values(pin.dependencies);
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(lock.packages['node_modules/@yowasp/clang']).toMatchObject({
      version,
      integrity: expect.stringMatching(/^sha512-/),
    });
  });
});

describe('a missing toolchain', () => {
  const systems: Record<string, System> = {
    debian: { platform: 'linux', distribution: ['debian'] },
    fedora: { platform: 'linux', distribution: ['fedora'] },
    arch: { platform: 'linux', distribution: ['arch'] },
    mac: { platform: 'darwin', distribution: [] },
    windows: { platform: 'win32', distribution: [] },
  };
  it.each(Object.keys(systems))('is named with what installs it on %s', (name) => {
    const system = systems[name] as System;
    const unfit = unfitGo("could not find 'go' command: executable file not found in $PATH", system) as Failure;
    const failures = [
      noCargo(system),
      noRustTarget(system, true),
      noRustTarget(system, false),
      noTinygo(system),
      unfit,
      noGo(system),
    ];
    expect(failures.map(({ message, fix, exitCode }) => ({ message, fix, exitCode }))).toMatchSnapshot();
  });
});

describe.skipIf(process.platform === 'win32')('a clang of this machine', () => {
  async function sdk(script: string): Promise<string> {
    const folder = await folderWith({
      'bin/clang': `#!/bin/sh\ncd "$PWD"\n${script}\n`,
      'project/src/main.c': 'int x;',
    });
    await chmod(join(folder, 'bin/clang'), 0o755);
    vi.stubEnv('WASI_SDK_PATH', folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    return folder;
  }
  const job = (folder: string) => {
    const output = join(folder, 'out/x.wasm');
    return { language: 'c' as const, directory: join(folder, 'project'), slug: 'x', output };
  };

  it('that links for WASI is used, with the flags of the Makefile', async () => {
    const folder = await sdk('echo "clang version 20.1.8-wasi-sdk"; echo "$@" > "$(dirname "$0")/args"');
    const program = join(folder, 'bin/clang');
    expect(await findToolchain('c')).toEqual({ found: { name: 'clang', version: '20.1.8-wasi-sdk', program } });
    await compile(job(folder));
    const flags = '--target=wasm32-wasip1 -Oz -flto -Wl,--strip-all -Wall -Wextra';
    expect(await readFile(join(folder, 'bin/args'), 'utf8')).toBe(`${flags} -o ${job(folder).output} ./src/main.c\n`);
  });

  it('that does not link is passed over', async () => {
    const folder = await sdk('[ "$1" = --version ]');
    const finding = await findToolchain('c');
    expect('found' in finding && finding.found.program).not.toBe(join(folder, 'bin/clang'));
  });

  it('is ended when the user cancels', async () => {
    const folder = await sdk(
      '[ "$1" = --version ] || { [ "$(ls)" = probe.c ] || { : >"$(dirname "$0")/at-work"; exec sleep 60; }; }',
    );
    const stop = new AbortController();
    const compiling = compile({ ...job(folder), signal: stop.signal });
    const ended = expect(compiling).rejects.toThrow(Cancelled);
    await expect.poll(() => existsSync(join(folder, 'bin/at-work')), { timeout: 30_000 }).toBe(true);
    stop.abort();
    await ended;
  });
});

describe.skipIf(process.platform === 'win32')('cargo', () => {
  // A stand-in: the real one with its target is not on every machine, and where it puts its output is what matters.
  const CARGO = `#!/bin/sh
    case "$1" in
      --version) echo "cargo 1.95.0 (f2d3ce0bd 2026-03-21)" ;;
      build) mkdir -p "$MOVED/wasm32-wasip1/release"; echo "$@" > "$MOVED/wasm32-wasip1/release/hello.wasm" ;;
      metadata) printf '{"target_directory":"%s"}' "$MOVED" ;;
    esac`;
  async function withCargo(): Promise<string> {
    const folder = await folderWith({ 'bin/cargo': CARGO, 'bin/rustc': '#!/bin/sh\necho "$MOVED"\n' });
    for (const name of ['cargo', 'rustc']) await chmod(join(folder, 'bin', name), 0o755);
    vi.stubEnv('PATH', `${join(folder, 'bin')}:${process.env.PATH}`);
    vi.stubEnv('MOVED', join(folder, 'moved'));
    onTestFinished(() => void vi.unstubAllEnvs());
    return folder;
  }

  it('without the target is not enough', async () => {
    await withCargo();
    expect(await findToolchain('rust')).toMatchObject({
      missing: { message: expect.stringContaining('wasm32-wasip1') },
    });
  });

  it('is asked where it puts what it builds', async () => {
    const folder = await withCargo();
    await mkdir(join(folder, 'moved'));
    const job = { language: 'rust' as const, directory: folder, slug: 'hello', output: join(folder, 'out.wasm') };
    await compile(job);
    expect(await readFile(job.output, 'utf8')).toBe('build --release --locked --target wasm32-wasip1\n');
    await expect(compile({ ...job, slug: 'other' })).rejects.toThrow('cargo built no other.wasm');
  });
});

describe.skipIf(process.platform === 'win32')('tinygo', () => {
  // It says what TinyGo 0.34 says without a Go, with one that it does not take, and without wasm-opt.
  async function withTinygo({ info = '', build = '' }): Promise<string> {
    const script = `#!/bin/sh
      case "$1" in
        version) echo "tinygo version 0.34.0 linux/amd64 (using go version go1.26.8 and LLVM version 18.1.8)" ;;
        info) [ -z "$INFO" ] || { echo "$INFO" >&2; exit 1; } ;;
        build) echo "$BUILD" >&2; exit 1 ;;
      esac`;
    const folder = await folderWith({ 'bin/tinygo': script });
    await chmod(join(folder, 'bin/tinygo'), 0o755);
    vi.stubEnv('PATH', `${join(folder, 'bin')}:${process.env.PATH}`);
    vi.stubEnv('INFO', info);
    vi.stubEnv('BUILD', build);
    onTestFinished(() => void vi.unstubAllEnvs());
    return folder;
  }

  it.each([
    ["could not find 'go' command: executable file not found in $PATH", 'but Go, which it compiles with, is not'],
    ['requires go version 1.19 through 1.23, got go1.26', 'TinyGo takes Go 1.19 through 1.23, and on PATH is go1.26.'],
    [
      'cannot compile with Go toolchain version go1.23 (TinyGo was built using toolchain version go1.22.1)',
      'TinyGo was built with go1.22.1 and takes no newer one',
    ],
  ])('is not enough where it says: %s', async (info, message) => {
    await withTinygo({ info });
    const finding = await findToolchain('tinygo');
    expect(finding).toMatchObject({ missing: { message: expect.stringContaining(message) } });
    expect('missing' in finding && finding.missing.fix).toHaveLength(1);
  });

  it('is taken where it says nothing of Go', async () => {
    await withTinygo({ info: 'unknown command' });
    expect(await findToolchain('tinygo')).toMatchObject({ found: { version: '0.34.0' } });
  });

  it.each([
    ['requires go version 1.19 through 1.23, got go1.25', 'Lower the line "go" of go.mod: this TinyGo takes Go 1.19'],
    [
      'go: go.mod requires go >= 1.25 (running go 1.23.5; GOTOOLCHAIN=local)',
      'Lower the line "go" of go.mod to 1.23, the installed Go.',
    ],
    [
      '/root/go/pkg/mod/golang.org/x/net@v0.30.0/http2/transport.go:26:2: package net/http/httptrace is not in std (/root/.cache/tinygo/goroot-8cbcb1d9/src/net/http/httptrace)',
      '--language go   compiles it by Go',
    ],
    ['error: could not find wasm-opt, set the WASMOPT environment variable to override', 'binaryen'],
  ])('that fails with "%s" gets a fix', async (build, fix) => {
    const folder = await withTinygo({ build });
    const job = { language: 'tinygo' as const, directory: folder, slug: 'hello', output: join(folder, 'out.wasm') };
    await expect(compile(job)).rejects.toMatchObject({ fix: [reads(expect.stringContaining(fix))] });
  });
});

describe.skipIf(process.platform === 'win32')('go', () => {
  async function withGo(version: string, build = 'exit 1'): Promise<string> {
    const script = `#!/bin/sh\ncase "$1" in\n  version) echo "${version}" ;;\n  build) ${build} ;;\nesac\n`;
    const folder = await folderWith({ 'bin/go': script, 'project/go.mod': 'module x\n' });
    await chmod(join(folder, 'bin/go'), 0o755);
    vi.stubEnv('PATH', `${join(folder, 'bin')}:${process.env.PATH}`);
    onTestFinished(() => void vi.unstubAllEnvs());
    return folder;
  }
  const job = (folder: string, plan?: BuildPlan) => {
    const output = join(folder, 'out/x.wasm');
    return { language: 'go' as const, directory: join(folder, 'project'), slug: 'x', output, plan };
  };

  it.each([
    ['go version go1.26.8 linux/amd64', '1.26.8'],
    ['go version go1.27rc1 darwin/arm64', '1.27rc1'],
    ['go version go1.21 windows/amd64', '1.21'],
  ])('of "%s" is taken', async (said, version) => {
    await withGo(said);
    expect(await findToolchain('go')).toEqual({ found: { name: 'go', version, program: 'go' } });
  });

  it('from before wasip1 is not taken', async () => {
    await withGo('go version go1.20.14 linux/amd64');
    const message = 'Go 1.20.14 does not build for wasip1, which Go knows from 1.21 on.';
    expect(await findToolchain('go')).toMatchObject({ missing: { message } });
  });

  it('is given the system, the flags of the Containerfile and the main package, in the project', async () => {
    const folder = await withGo(
      'go version go1.26.8 linux/amd64',
      'printf "%s\\n" "$PWD" "$GOOS/$GOARCH" "$@" > "../said"',
    );
    const { flags } = compilerOf('go');
    const said = () => readFile(join(folder, 'said'), 'utf8');
    await compile(job(folder));
    const common = [
      await realpath(join(folder, 'project')),
      'wasip1/wasm',
      'build',
      ...flags,
      '-o',
      job(folder).output,
    ];
    expect(await said()).toBe([...common, '.', ''].join('\n'));
    await compile(job(folder, { kind: 'go', package: './cmd/x' } as BuildPlan));
    expect(await said()).toBe([...common, './cmd/x', ''].join('\n'));
  });

  it('that refuses the version of go.mod says which line to lower', async () => {
    const refusal = 'go: go.mod requires go >= 1.99 (running go 1.26.8; GOTOOLCHAIN=local)';
    const folder = await withGo('go version go1.26.8 linux/amd64', `echo "${refusal}" >&2; exit 1`);
    await expect(compile(job(folder))).rejects.toMatchObject({
      message: 'go build failed (exit code 1).',
      fix: [{ text: 'Lower the line "go" of go.mod to 1.26, the installed Go.' }],
      output: [refusal],
    });
  });
});
