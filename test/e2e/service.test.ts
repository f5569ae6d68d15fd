import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { freePort } from '../../generators/core/build/check-service.js';
import type { LanguageId } from '../../generators/core/languages/languages.js';
import { statusOf } from '../support/service-clients.js';
import { rightSettings, someWrongSettings } from '../support/service-settings.js';
import {
  loadTests,
  type Parser,
  type SlowClients,
  serviceTests,
  slowClients,
  slowTest,
} from '../support/service-tests.js';
import { develop } from './support/develop.js';
import { createWasmOci, environment, podman, type Result, run, untag } from './support/run.js';

// What a published port is; in the lab the network is the host's, and -p is ignored, so the service is given the same port.
const published = (port: number) => ['-p', `127.0.0.1:${port}:${port}`, '-e', `PORT=${port}`];
const GET = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';
const containersOf = async (image: string) =>
  (await podman(['ps', '--all', '--quiet', '--filter', `ancestor=${image}`])).split('\n').filter(Boolean).sort();
const bodyOf = async (port: number) => (await fetch(`http://127.0.0.1:${port}/`)).text();
const ours = async () => (await podman(['ps', '--all', '--format', '{{.Names}} {{.Image}}'])).split('\n');

const services: { language: LanguageId; parser: Parser; routes: string }[] = [
  { language: 'c', parser: 'strict', routes: 'src/routes.c' },
  { language: 'cpp', parser: 'strict', routes: 'src/routes.cpp' },
  { language: 'rust', parser: 'strict', routes: 'src/routes.rs' },
  { language: 'go', parser: 'library', routes: 'routes.go' },
];

const compiled: readonly LanguageId[] = ['c', 'cpp'];

/** Lines without those of WasmEdge on a trap, which is how such a program ends: `[time] [error] text`. */
const linesOf = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('['));

/** By language: begun with the tests of its service, and awaited behind those of all. */
const slow = new Map<LanguageId, Promise<SlowClients>>();

/** Runs a service in the background until its first line, which says that it listens. */
async function started(container: string, image: string, port: number): Promise<void> {
  const flags = ['--detach', '--rm', '--name', container, '--read-only', '--cap-drop=all', '--platform', 'wasi/wasm'];
  await podman(['run', ...flags, ...published(port), image]);
  const service = spawn('podman', ['logs', '--follow', container], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(service.stdout, 'data');
  service.kill('SIGKILL');
}

const slug = (language: LanguageId) => `service-${language}`;
const imageOf = (language: LanguageId) => `localhost/${slug(language)}:latest`;
const containerOf = (language: LanguageId) => `${slug(language)}-${process.pid}`;
const slowContainerOf = (language: LanguageId) => `${containerOf(language)}-slow`;
const remove = (container: string) => podman(['rm', '--force', '--ignore', '--time', '0', container]);

afterAll(async () => {
  for (const { language } of services) {
    await remove(slowContainerOf(language));
    await untag(imageOf(language));
  }
});

describe.each(services)('a service in $language', ({ language, parser, routes }) => {
  const [name, image, container] = [slug(language), imageOf(language), containerOf(language)];
  let folder = '';
  let port = 0;
  let result: Result;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-service-'));
    result = await createWasmOci([name, '--template', 'http', '--language', language, '--yes'], { cwd: folder });
    port = await freePort();
    await started(container, image, port);
    const slowPort = await freePort();
    await started(slowContainerOf(language), image, slowPort);
    slow.set(language, slowClients(slowPort));
  });
  afterAll(async () => {
    await remove(container);
    await rm(folder, { recursive: true, force: true });
  });

  it('is built, answers its health check, is stopped, and the next lines publish its port', async () => {
    expect(result, result.stderr).toMatchObject({ exitCode: 0, stdout: `${image}\n` });
    expect(result.stderr).toContain('GET /healthz: 200 "ok"; then it was stopped');
    expect(result.stderr).toContain(`podman run --rm -p 8080:8080 --platform wasi/wasm ${image}\n`);
    expect(result.stderr).toContain('curl http://localhost:8080/healthz\n');
    const left = (await ours()).filter((line) => line.includes(image) && !line.startsWith(container));
    expect(left).toEqual([]);
    const [facts] = JSON.parse(await podman(['image', 'inspect', image]));
    expect(facts.Config).toMatchObject({ ExposedPorts: { '8080/tcp': {} }, StopSignal: 'SIGKILL' });
  });

  serviceTests(() => port, parser);

  // Those in C and C++ are tested as programs of this machine, with sanitizers: test/services.
  if (language === 'rust') {
    loadTests(() => port, {
      async resident() {
        const pid = (await podman(['inspect', '--format', '{{.State.Pid}}', container])).trim();
        return Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
      },
      // All bodies are 64 MB; a memory of WebAssembly never becomes smaller.
      most: 500_000,
      printed: async () => (await run('podman', ['logs', container])).stdout,
    });
  }

  it('a port that is taken ends it with a message and an exit code that is not 0', async () => {
    const args = ['run', '--rm', '--platform', 'wasi/wasm', '-e', `PORT=${port}`, '-e', 'ADDRESS=127.0.0.1'];
    // Outside the lab, every container has ports of its own.
    if (!inject('lab')) args.push('--network', `container:${container}`);
    const { exitCode, stderr } = await run('podman', [...args, image]);
    expect(stderr).toMatch(
      new RegExp(
        `^error: cannot listen on "127.0.0.1:${port}": Address (?:already )?in use(?: \\(os error 3\\))?$`,
        'm',
      ),
    );
    expect(exitCode).not.toBe(0);
    expect(await statusOf(port, GET)).toBe(200);
  });

  const ends = (env: Record<string, string>) => {
    const variables = Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
    return run('podman', ['run', '--rm', '--timeout=20', '--platform', 'wasi/wasm', ...variables, image]);
  };

  // C and C++ with all of them as programs of this machine: test/services.
  it.each(compiled.includes(language) ? someWrongSettings.slice(0, 1) : someWrongSettings)(
    '%j ends it with one line of its own and an exit code that is not 0',
    async (env, line) => {
      const { exitCode, stdout, stderr } = await ends(env);
      expect({ stdout: linesOf(stdout), stderr: linesOf(stderr) }).toEqual({ stdout: [], stderr: [line] });
      expect(exitCode).not.toBe(0);
    },
  );

  it.each(rightSettings.slice(1, 2))('%j is %s, an address of another machine', async (env, place) => {
    const { exitCode, stderr } = await ends(env);
    expect(linesOf(stderr)).toEqual([
      expect.stringMatching(
        `^error: cannot listen on "${place}": (?:Address not available|Cannot assign requested address)(?: \\(os error \\d+\\))?$`,
      ),
    ]);
    expect(exitCode).not.toBe(0);
  });

  it('inspect says that it runs on WasmEdge only, and --require portable refuses it', async () => {
    const { exitCode, stdout } = await createWasmOci(['inspect', image, '--require', 'portable']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("it uses WasmEdge's sockets (wasi_snapshot_preview1.sock_open, ");
    expect(stdout).toMatch(/WasmEdge under crun +yes/);
    expect(stdout).toMatch(/Wasmtime +no/);
  });

  it('the embedded engine builds it, runs nothing, and names the line that does', async ({ skip }) => {
    const args = [name, '--no-write', '--engine', 'embedded', '--json', '--yes'];
    const { exitCode, stdout, stderr } = await createWasmOci(args, { cwd: folder });
    if (stderr.includes('its target wasm32-wasip1 is not')) skip("this machine's Rust has no target wasm32-wasip1");
    expect(exitCode, stderr).toBe(0);
    const document = JSON.parse(stdout);
    expect(document.note).toContain(`podman run --rm -p 8080:8080 --platform wasi/wasm ${image}`);
    expect(document).not.toHaveProperty('stdout');
    const report = JSON.parse(
      (await createWasmOci(['inspect', `${name}/${name}.oci.tar`, '--json'], { cwd: folder })).stdout,
    );
    expect(JSON.stringify(report)).toContain('sock_open');
  });

  it('dev answers as edited on the same port, goes on after a compile error, and Ctrl-C leaves nothing', async () => {
    const file = join(folder, name, routes);
    const source = await readFile(file, 'utf8');
    const others = await containersOf(image);
    const there = await freePort();
    const { child, said, ended } = develop(join(folder, name), ['--engine', 'podman', ...published(there)]);
    const answer = () =>
      expect.poll(() => bodyOf(there).catch((error) => `${error}\n${said.stderr}`), { timeout: 120_000, interval: 50 });
    await answer().toBe(`Hello from ${name}!\n`);
    const [first] = (await containersOf(image)).filter((id) => !others.includes(id));

    await writeFile(file, source.replace('Hello from ', 'Edited by '));
    await answer().toBe(`Edited by ${name}!\n`);
    const second = (await containersOf(image)).filter((id) => !others.includes(id));
    expect(second).toHaveLength(1);
    expect(second).not.toContain(first);

    await writeFile(file, `${source}\nno code of any language\n`);
    await expect
      .poll(() => said.stderr, { timeout: 120_000 })
      .toContain('dev: the program before goes on; waiting for a change');
    expect(await bodyOf(there)).toBe(`Edited by ${name}!\n`);
    expect(await containersOf(image)).toEqual(expect.arrayContaining(second));

    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(await containersOf(image)).toEqual(others);
  });
});

describe.each(services)('a service in $language, with slow clients', ({ language, parser }) => {
  slowTest(() => slow.get(language), parser);
});
