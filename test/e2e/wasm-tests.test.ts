import { readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findProgram } from '../../generators/core/system/find-program.js';
import { withCompilers } from './support/compilers.js';
import { createWasmOci, emptyFolder, environment, podman, run, untag } from './support/run.js';
import { builderOf, tinygoIsReal } from './support/toolchains.js';

async function projectIn(language: string, template = 'cli'): Promise<string> {
  const project = join(await emptyFolder(), `tested-${language}`);
  await createWasmOci([project, '--language', language, '--template', template, '--yes', '--no-build']);
  onTestFinished(async () => {
    await untag(`localhost/tested-${language}-test:latest`);
  });
  return project;
}

async function replace(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to));
}

const test = (cwd: string, engine: string, args: string[] = [], env: Record<string, string> = {}) =>
  createWasmOci(['test', '--engine', engine, ...args], { cwd, env });

// Those of Rust and Go are the same command as of their services below, and run by their own compilers further down.
it.each([
  ['c', 'test/test.c', '"Hello from "', '"Bye"', 'ok\n', 'Assertion failed'],
  ['cpp', 'test/test.cpp', '"Hello from "', '"Bye"', 'ok\n', 'Assertion failed'],
])('tests in %s run in Podman by crun-wasm, and a broken one fails', async (language, file, from, to, good, bad) => {
  const project = await projectIn(language);
  const passed = await test(project, 'podman');
  expect(passed, passed.stderr).toMatchObject({ exitCode: 0 });
  expect(passed.stdout).toContain(good);
  await replace(join(project, file), from, to);
  const failed = await test(project, 'podman');
  expect(failed.exitCode, failed.stderr).toBe(1);
  expect(failed.stdout + failed.stderr).toContain(bad);
});

it.each([
  [
    'c',
    'test/http_test.c',
    '{404, "GET /nope',
    '{200, "GET /nope',
    'ok: 40 requests',
    'FAILED: status: 404 for GET /nope',
  ],
  [
    'cpp',
    'test/http_test.cpp',
    '{404, "GET /nope',
    '{200, "GET /nope',
    'ok: 40 requests',
    'FAILED: status: 404 for GET /nope',
  ],
  ['rust', 'src/tests.rs', '(404, "GET /nope', '(200, "GET /nope', ' passed; 0 failed', '"GET /nope '],
  [
    'go',
    'main_test.go',
    '404, "404 page not found',
    '200, "404 page not found',
    'PASS',
    'GET /nope: got 404 "404 page not found\\n", want 200',
  ],
])(
  'tests of a service in %s run there as well, and a broken one fails',
  async (language, file, from, to, good, bad) => {
    const project = await projectIn(language, 'http');
    const passed = await test(project, 'podman');
    expect(passed, passed.stderr).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(good) });
    await replace(join(project, file), from, to);
    const failed = await test(project, 'podman');
    expect(failed.exitCode, failed.stderr).toBe(1);
    expect(failed.stdout + failed.stderr).toContain(bad);
  },
);

/** What the lab's stand-in for TinyGo lacks: Go compiles the tests, for exactly the command line that TinyGo has. */
const STAND_IN = `#!/bin/sh
case "$*" in
  version) echo "tinygo version 0.0.0 (Go standing in for TinyGo)" ;;
  "info -target=wasip1") ;;
  "test -target=wasip1 -no-debug -c -o "*) GOCACHE="\${XDG_CACHE_HOME:+$XDG_CACHE_HOME/go-build}" GOOS=wasip1 GOARCH=wasm exec go test -c -o "$6" "$7" ;;
  "build -target=wasip1 -no-debug -o "*) GOCACHE="\${XDG_CACHE_HOME:+$XDG_CACHE_HOME/go-build}" GOOS=wasip1 GOARCH=wasm exec go build -o "$5" "$6" ;;
  *) echo "unknown: $*" >&2; exit 1 ;;
esac
`;

async function standIn(): Promise<string> {
  const folder = await emptyFolder();
  await writeFile(join(folder, 'tinygo'), STAND_IN, { mode: 0o755 });
  return folder;
}

it("tests in TinyGo run in Podman, and a broken one fails; in the lab, by Go's compiler", async () => {
  const project = await projectIn('tinygo');
  if (!(await tinygoIsReal())) {
    const folder = await standIn();
    await writeFile(
      join(folder, 'Containerfile'),
      `FROM ${await builderOf('tinygo')}\nCOPY --chmod=755 tinygo /usr/local/tinygo/bin/tinygo\n`,
    );
    await podman(['build', '-t', 'localhost/tinygo-for-tests', '.'], { cwd: folder });
    onTestFinished(() => untag('localhost/tinygo-for-tests'));
    await replace(join(project, 'Containerfile'), await builderOf('tinygo'), 'localhost/tinygo-for-tests');
  }
  const passed = await test(project, 'podman');
  expect(passed, passed.stderr).toMatchObject({ exitCode: 0 });
  expect(passed.stdout).toContain('PASS');
  await replace(join(project, 'main_test.go'), 'got != want', 'got == want');
  const failed = await test(project, 'podman');
  expect(failed.exitCode, failed.stderr).toBe(1);
  expect(failed.stdout).toContain('--- FAIL: TestGreetsWithoutArguments');
});

it("tests in TinyGo run by the tinygo of this machine, which takes the flags of go test; without one, by Go's compiler", async (context) => {
  const own = environment();
  if (findProgram('go', own).path === undefined) context.skip('there is no go on PATH');
  const project = await projectIn('tinygo');
  const real = findProgram('tinygo', own).path !== undefined;
  const env = real ? {} : { PATH: [await standIn(), own.PATH].join(delimiter) };
  await replace(join(project, 'main_test.go'), 'got != want', 'got == want');
  const failed = await test(project, 'embedded', [], env);
  expect(failed.exitCode, failed.stderr).toBe(1);
  expect(failed.stdout).toContain('--- FAIL: TestGreetsWithoutArguments');
  const one = await test(project, 'embedded', ['--', '-run', 'Shows'], env);
  expect(one, one.stderr).toMatchObject({ exitCode: 0 });
  await replace(join(project, 'main_test.go'), 'package main', 'package main\n\nvar broken int = ""');
  const unbuilt = await test(project, 'embedded', [], env);
  expect(unbuilt.exitCode).toBe(3);
  expect(unbuilt.stderr).toContain('error: tinygo test failed');
});

it('tests in C run without a container, and natively by make', async () => {
  const project = await projectIn('c');
  expect(await test(project, 'embedded')).toEqual({ exitCode: 0, stdout: 'ok\n', stderr: '' });
  expect(await run('make', ['test'], { cwd: project })).toMatchObject({ exitCode: 0 });
  await replace(join(project, 'test/test.c'), '"Hello from "', '"Bye"');
  const failed = await test(project, 'embedded');
  expect(failed.exitCode).toBe(1);
  expect(failed.stderr).toContain('Assertion failed: strstr(greeting, "Bye") != NULL (./test/test.c: main: 10)');
  expect((await run('make', ['test'], { cwd: project })).exitCode).toBe(2);
});

it('tests in Rust run by the cargo of this machine, which takes the arguments', async (context) => {
  const project = await projectIn('rust');
  const env = await withCompilers();
  const passed = await test(project, 'embedded', [], env);
  if (passed.exitCode === 3) context.skip(passed.stderr.trim());
  expect(passed, passed.stderr).toMatchObject({ exitCode: 0 });
  expect(passed.stdout).toContain('2 passed');
  // As WebAssembly: on this machine, the test of another target would not be compiled.
  expect(passed.stderr).toMatch(/Running unittests .*wasm32-wasip1.*\.wasm/);
  await replace(join(project, 'src/main.rs'), 'assert_eq!(greeting(&[]), expected)', 'assert_eq!(greeting(&[]), "x")');
  const failed = await test(project, 'embedded', [], env);
  expect(failed.exitCode, failed.stderr).toBe(1);
  expect(failed.stderr).toContain('panicked at src/main.rs:');
  const one = await test(project, 'embedded', ['--', 'shows'], env);
  expect(one, one.stderr).toMatchObject({ exitCode: 0 });
  expect(one.stdout).toContain('1 passed');
});

it('tests in Go run by the Go of this machine, which takes the arguments', async (context) => {
  if (findProgram('go', environment()).path === undefined) context.skip('there is no go on PATH');
  const project = await projectIn('go');
  await replace(join(project, 'main_test.go'), 'got != want', 'got == want');
  const failed = await test(project, 'embedded');
  expect(failed.exitCode, failed.stderr).toBe(1);
  expect(failed.stdout).toContain('--- FAIL: TestGreetsWithoutArguments');
  expect(await test(project, 'embedded', ['--', '-run', 'Shows'])).toMatchObject({ exitCode: 0 });
});
