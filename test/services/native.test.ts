import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../generators/core/build/check-service.js';
import { fillFolder } from '../../generators/core/files/fill-folder.js';
import type { LanguageId } from '../../generators/core/languages/languages.js';
import { render } from '../support/projects.js';
import { exchange } from '../support/service-clients.js';
import { rightSettings, wrongSettings } from '../support/service-settings.js';
import { loadTests, type SlowClients, serviceTests, slowClients, slowTest } from '../support/service-tests.js';

// The services of languages whose compiler most machines have, as programs of this machine: the same sources but for how
// they listen and wait. Under Podman, see test/e2e/service.test.ts.
const cases: { language: LanguageId; compiler: string; variable: string; flags: string }[] = [
  { language: 'c', compiler: 'cc', variable: 'HOST_CC', flags: '-fsanitize=address,undefined' },
  { language: 'cpp', compiler: 'c++', variable: 'HOST_CXX', flags: '-fsanitize=address,undefined' },
];

/** By language: begun with the tests of its service, and awaited behind those of all. */
const slow = new Map<LanguageId, Promise<SlowClients>>();
const slowServices: ChildProcess[] = [];
afterAll(() => {
  for (const service of slowServices) service.kill('SIGKILL');
});

const works = (compiler: string) => spawnSync(compiler, ['--version']).status === 0;

describe.each(cases)('the service in $language, on this machine', ({ language, compiler, variable, flags }) => {
  let folder = '';
  let port = 0;
  let service: ChildProcess | undefined;
  const printed: string[] = [];
  const make = (target: string, more = '') =>
    execFileSync('make', [target, `${variable}=${compiler} ${more}`], { cwd: folder, encoding: 'utf8' });
  const start = (env: Record<string, string>) => spawn(join(folder, 'build/native'), { env });

  beforeAll(async () => {
    if (!works(compiler) || !works('make')) return;
    folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-service-'));
    const { files } = await render(language, 'Demo "x"', undefined, { template: 'http' });
    await fillFolder(folder, files);
    make('native', flags);
    port = await freePort();
    service = start({ PORT: String(port), ADDRESS: '127.0.0.1' });
    service.stdout?.on('data', (text) => printed.push(String(text)));
    service.stderr?.on('data', (text) => printed.push(String(text)));
    // Its first line says that it listens.
    if (service.stdout) await once(service.stdout, 'data');
    const slowPort = await freePort();
    const other = start({ PORT: String(slowPort), ADDRESS: '127.0.0.1' });
    slowServices.push(other);
    await once(other.stdout, 'data');
    slow.set(language, slowClients(slowPort));
  }, 120_000);
  afterAll(async () => {
    service?.kill('SIGKILL');
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });
  it.skipIf(!works(compiler) || !works('make'))(
    "passes the project's own tests (skipped where there is no compiler)",
    () => {
      expect(make('test', flags)).toContain('ok: ');
    },
  );
  if (!works(compiler) || !works('make')) return;

  serviceTests(() => port);

  it('the greeting has the title of the project', async () => {
    expect((await exchange(port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'))?.body.toString()).toBe('Hello from Demo "x"!\n');
  });

  loadTests(() => port, {
    resident: async () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service?.pid}/status`, 'utf8'))?.[1]),
    // AddressSanitizer keeps up to 256 MB of what was freed.
    most: 500_000,
    printed: async () => printed.join(''),
  });

  it.each(wrongSettings)('%j is refused', (env, line) => {
    const { status, stderr } = spawnSync(join(folder, 'build/native'), { env, encoding: 'utf8', timeout: 10_000 });
    expect(stderr).toBe(`${line}\n`);
    expect(status).toBe(1);
  });

  it.each(rightSettings)('%j is %s, an address of another machine', (env, place) => {
    const { status, stderr } = spawnSync(join(folder, 'build/native'), { env, encoding: 'utf8', timeout: 10_000 });
    expect(stderr).toBe(`error: cannot listen on "${place}": Cannot assign requested address\n`);
    expect(status).toBe(1);
  });

  it('a port that is taken is an error that names it', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port: its } = taken.address() as { port: number };
    const { status, stderr } = spawnSync(join(folder, 'build/native'), {
      env: { PORT: String(its), ADDRESS: '127.0.0.1' },
      encoding: 'utf8',
    });
    taken.close();
    expect(stderr).toBe(`error: cannot listen on "127.0.0.1:${its}": Address already in use\n`);
    expect(status).toBe(1);
  });

  it('is still the process that was started', () => {
    expect(service).toMatchObject({ exitCode: null, signalCode: null });
  });
});

describe.each(cases)('the service in $language, on this machine, with slow clients', ({ language, compiler }) => {
  if (works(compiler) && works('make')) slowTest(() => slow.get(language));
  else it.skip('has no compiler here', () => {});
});
