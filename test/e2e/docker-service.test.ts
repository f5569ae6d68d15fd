import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../generators/core/build/check-service.js';
import { develop } from './support/develop.js';
import { type Docker, dockerRun, findDocker } from './support/docker.js';
import { cli, createWasmOci, environment, type Result, run } from './support/run.js';

const image = 'localhost/docker-service:latest';
/** In the lab containers have the network of the host, and -p is ignored: the service listens on the published port. */
const published = (port: number) => ['-p', `127.0.0.1:${port}:${port}`, '-e', `PORT=${port}`];

const docker: Docker = await findDocker();
const PATH = 'missing' in docker ? '' : docker.path;
let folder = '';
let project = '';
let created: Result;

beforeAll(async () => {
  if ('missing' in docker) return;
  folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-docker-service-'));
  project = join(folder, 'docker-service');
  const flags = ['--template', 'http', '--language', 'c', '--image', image, '--engine', 'docker', '--yes'];
  created = await createWasmOci([project, ...flags], { env: { PATH } });
});
beforeEach(({ skip }) => {
  if ('missing' in docker) skip(docker.missing);
});
afterAll(async () => {
  if (folder === '') return;
  await run('docker', ['rmi', '--force', image], { env: { PATH } });
  await rm(folder, { recursive: true, force: true });
});

const containers = async () =>
  (await dockerRun(PATH, ['ps', '--all', '--quiet', '--filter', `ancestor=${image}`])).stdout;
const greeting = async (port: number) => (await fetch(`http://127.0.0.1:${port}/`)).text();
const answers = (port: number, text: string) =>
  expect.poll(() => greeting(port).catch(String), { timeout: 60_000, interval: 50 }).toBe(text);

describe('a service that Docker runs', () => {
  it('is built, answers its health check, is stopped, and the next lines publish its port', async () => {
    expect(created, created.stderr).toMatchObject({ exitCode: 0, stdout: `${image}\n` });
    expect(created.stderr).toContain('GET /healthz: 200 "ok"; then it was stopped');
    expect(created.stderr).toContain(
      `docker run --rm -p 8080:8080 --runtime crun-wasm --platform wasi/wasm ${image}\n`,
    );
    expect(await containers()).toBe('');
  });

  it('answers on the port that run publishes, until Ctrl-C removes its container', async () => {
    const port = await freePort();
    const [program, script] = cli();
    const child = spawn(program, [script, 'run', '--engine', 'docker', ...published(port)], {
      cwd: project,
      env: environment({ PATH }),
      stdio: 'ignore',
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = new Promise((resolve) => child.on('close', resolve));
    await answers(port, 'Hello from docker-service!\n');
    expect(await containers()).not.toBe('');
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(await containers()).toBe('');
  });

  it('dev answers as edited on the same port, and Ctrl-C leaves no container', async () => {
    const port = await freePort();
    const { child, ended } = develop(project, ['--engine', 'docker', ...published(port)], { PATH });
    await answers(port, 'Hello from docker-service!\n');
    const file = join(project, 'src/routes.c');
    await writeFile(file, (await readFile(file, 'utf8')).replace('Hello from ', 'Edited by '));
    await answers(port, 'Edited by docker-service!\n');
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(await containers()).toBe('');
  });

  it('run ends with the error of the program where its port is wrong', async () => {
    const result = await createWasmOci(['run', '--engine', 'docker', '-e', 'PORT=80a'], {
      cwd: project,
      env: { PATH },
    });
    expect(result.stderr).toContain('error: PORT "80a": a number from 1 to 65535 is needed\n');
    expect(result.exitCode).not.toBe(0);
    expect(await containers()).toBe('');
  });
});
