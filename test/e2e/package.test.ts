import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { addressesOf } from '../../scripts/package-links.mjs';
import { createWasmOci, emptyFolder, run } from './support/run.js';

describe('the documents of the installed package', () => {
  const documents = async () => {
    const folder = inject('installed');
    const docs = await readdir(join(folder, 'docs'), { recursive: true });
    const names = ['README.md', 'SECURITY.md', ...docs.map((name) => `docs/${name}`)];
    return names.filter((name) => name.endsWith('.md')).map((name) => join(folder, name));
  };

  it('link to files of the package', async () => {
    const files = await documents();
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const text = await readFile(file, 'utf8');
      for (const [link, path = ''] of text.matchAll(/\]\((?![a-z]+:|#)([^)#]+)/g)) {
        expect(existsSync(join(dirname(file), path)), `${file}: ${link}`).toBe(true);
      }
    }
  });

  it('are where a message says', async () => {
    const cwd = await emptyFolder();
    await writeFile(join(cwd, 'wasm-oci.toml'), 'schema = 1\nname = "x"\nunknown = 1\n');
    const { stderr } = await createWasmOci(['preset', 'test', './wasm-oci.toml'], { cwd });
    const named = /(\S+presets\.md) lists every key/.exec(stderr)?.[1] ?? '';
    expect(named, stderr).toBe(join(inject('installed'), 'docs/reference/presets.md'));
    expect(existsSync(named)).toBe(true);
  });
});

describe('the installed package', () => {
  const files = async () => {
    const folder = inject('installedGenerator');
    const names = await readdir(folder, { recursive: true });
    const all = await Promise.all(names.map(async (name) => ({ name, info: await stat(join(folder, name)) })));
    return all.filter(({ info }) => info.isFile()).map(({ name, info }) => ({ name, bytes: info.size }));
  };

  it('has at most 1.75 MB (npm run weight lists what they are)', async () => {
    const sizes = (await files()).map(({ bytes }) => bytes);
    expect(sizes.length).toBeGreaterThan(50);
    expect(sizes.reduce((sum, bytes) => sum + bytes)).toBeLessThanOrEqual(1.75e6);
  });

  it('has no part of what the bundle replaces', async () => {
    const folder = inject('installedGenerator');
    const names = (await files()).map(({ name }) => name).filter((name) => name.endsWith('.js'));
    const code = (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
    // A sign of each: iconv-lite's tables, minimatch's limit, picomatch's POSIX classes, Babel's frames.
    for (const sign of ['ISO-8859-16', 'pattern is too long', 'a-zA-Z0-9\\-._~', 'codeFrame'])
      expect(code.includes(sign), sign).toBe(false);
    expect(code).toContain('Building ');
  });
});

it('a release names its repository, as provenance requires', () => {
  expect(addressesOf('https://github.com/acme/create-wasm-oci')).toEqual({
    repository: { type: 'git', url: 'git+https://github.com/acme/create-wasm-oci.git' },
    homepage: 'https://github.com/acme/create-wasm-oci#readme',
    bugs: { url: 'https://github.com/acme/create-wasm-oci/issues' },
  });
  expect(addressesOf(undefined)).toEqual({});
});

describe('started by another package manager', () => {
  const folder = dirname(dirname(inject('installed')));
  const place = join(folder, 'managers');

  beforeAll(async () => {
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'package.json'), '{}');
    const packages = ['pnpm@10', 'yarn@1.22.22', 'bun@1.4.5'];
    const got = await run('npm', ['install', ...packages, '--no-audit', '--no-fund'], { cwd: place });
    expect(got.exitCode, got.stderr).toBe(0);
  });

  it.each([
    ['pnpm', ['exec'], 'pnpm create wasm-oci', 'pnpm dlx create-wasm-oci'],
    ['yarn', ['run', '--silent'], 'yarn create wasm-oci', 'yarn create wasm-oci'],
    ['bunx', [], 'bun create wasm-oci', 'bunx create-wasm-oci'],
  ])('%s is named in what is printed', async (program, words, start, command) => {
    const startWith = async (args: string[]) =>
      run(join(place, 'node_modules/.bin', program), [...words, 'create-wasm-oci', ...args], { cwd: folder });
    const directory = join(await emptyFolder(), 'hello');
    const { exitCode, stderr } = await startWith([directory, '--language', 'c', '--yes', '--no-build']);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toMatch(new RegExp(`^ +repeat +${start} \\S+hello --language c `, 'm'));
    expect((await startWith(['--help'])).stdout).toContain(`Usage: ${start} [directory] [options]\n`);
    expect((await startWith(['doctor', 'x'])).stderr).toContain(`fix: ${command} doctor --help lists every option.`);
  });

  it('Bun runs the module of the embedded engine', async () => {
    const cwd = await emptyFolder();
    const cli = join(inject('installed'), 'dist/cli.js');
    const args = [cli, 'hello', '--language', 'c', '--engine', 'embedded', '--yes'];
    const bun = join(place, 'node_modules/.bin/bun');
    const { exitCode, stdout, stderr } = await run(bun, args, { cwd });
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 0, stdout: 'oci-archive:hello/hello.oci.tar\n' });
    expect(stderr).toContain('Hello from hello!\n');
    await writeFile(join(cwd, 'hello/src/main.c'), '#include <stdio.h>\nint main(void) { puts("mine"); return 3; }\n');
    const again = await run(bun, [...args, '--no-write'], { cwd });
    expect(again.stderr).toMatch(/^mine$/m);
    expect(again.stderr).toContain('it ended with exit code 3');
  });
});
