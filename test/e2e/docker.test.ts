import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { docker as engine } from '../../generators/core/engines/docker/engine.js';
import { dockerPackage } from '../../generators/core/engines/docker/install.js';
import type { LanguageId } from '../../generators/core/languages/languages.js';
import { installLines } from '../../generators/core/system/install.js';
import { thisSystem } from '../../generators/core/system/system.js';
import { fixLines } from '../support/fixes.js';
import { dockerRun, findDocker } from './support/docker.js';
import { ENDLESS, endlessTarget, stopsWithItsContainer } from './support/endless.js';
import { standIn } from './support/lab.js';
import { createWasmOci, emptyFolder, podman, type Result, run, untag } from './support/run.js';
import { tinygoIsReal } from './support/toolchains.js';

const goTitle = (await tinygoIsReal()) ? 'TinyGo' : 'Go standing in for TinyGo';

let path: string;
let missing: string | undefined;
const docker = async (args: string[]) => (await dockerRun(path, args)).stdout;

beforeAll(async () => {
  const found = await findDocker();
  if ('missing' in found) missing = found.missing;
  else path = found.path;
});
beforeEach(({ skip }) => {
  if (missing !== undefined) skip(missing);
});

const cases: { language: LanguageId; title: string }[] = [
  { language: 'c', title: 'C' },
  { language: 'rust', title: 'Rust' },
  { language: 'tinygo', title: goTitle },
];

describe.each(cases)('$title, from one command to an image that Docker runs', ({ language }) => {
  const image = `localhost/docker-${language}:latest`;
  let folder: string;
  let result: Result;
  let greeting: string;

  beforeAll(async () => {
    if (missing !== undefined) return;
    folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-docker-'));
    const flags = ['--language', language, '--image', image, '--engine', 'docker', '--yes'];
    result = await createWasmOci(['demo', ...flags], { cwd: folder, env: { PATH: path } });
    greeting = /^\n.*^Arguments: none\n/ms.exec(result.stderr)?.[0] ?? 'no greeting';
  });
  afterAll(async () => {
    if (missing !== undefined) return;
    await run('docker', ['rmi', '--force', image], { env: { PATH: path } });
    await untag(image);
    await rm(folder, { recursive: true, force: true });
  });

  it('prints only the image reference on stdout, and the greeting on stderr', () => {
    expect(result, result.stderr).toMatchObject({ exitCode: 0, stdout: `${image}\n` });
    expect(result.stderr).toContain('Hello from demo!');
    expect(result.stderr).toContain(`${image} is a wasi/wasm image`);
    expect(result.stderr).toContain(`docker run --rm --runtime crun-wasm --platform wasi/wasm ${image}`);
  });

  it('makes an image for wasi/wasm with one layer, its title and its stop signal', async () => {
    const [facts] = JSON.parse(await docker(['image', 'inspect', image]));
    expect(facts).toMatchObject({ Os: 'wasi', Architecture: 'wasm', RootFS: { Layers: [expect.any(String)] } });
    expect(facts.Config).toMatchObject({
      Entrypoint: ['/demo.wasm'],
      StopSignal: 'SIGKILL',
      Labels: { 'org.opencontainers.image.title': 'demo' },
    });
  });

  it('runs under docker with crun, with arguments', async () => {
    const line = ['run', '--rm', '--runtime', 'crun-wasm', '--platform', 'wasi/wasm', image];
    expect(await docker(line)).toBe(greeting);
    expect(await docker([...line, 'one', 'two words'])).toContain('two words');
  });

  it('prints the same under podman', async () => {
    await docker(['save', '--output', join(folder, 'image.tar'), image]);
    await podman(['load', '--quiet', '--input', join(folder, 'image.tar')]);
    expect(await podman(['run', '--rm', '--platform', 'wasi/wasm', image])).toBe(greeting);
  });
});

describe('the choice of the engine', () => {
  it('--engine auto takes docker where there is no podman', async () => {
    // A PATH with nothing but docker on it.
    const alone = await emptyFolder();
    await standIn(alone, 'docker', `PATH='${path}' exec docker "$@"`);
    const flags = ['--language', 'c', '--image', 'localhost/docker-auto', '--yes', '--json'];
    const result = await createWasmOci(['auto', ...flags], { cwd: await emptyFolder(), env: { PATH: alone } });
    expect(result.exitCode, result.stderr).toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({
      engine: { id: 'docker', version: expect.stringMatching(/^\d/), why: 'the first that works here' },
      os: 'wasi',
      architecture: 'wasm',
      stdout: expect.stringContaining('Hello from auto!'),
    });
    await docker(['rmi', '--force', 'localhost/docker-auto:latest']);
  });
});

describe('failures', () => {
  const build = async (name: string, env: Record<string, string> = {}) =>
    createWasmOci([name, '--language', 'c', '--engine', 'docker', '--yes'], {
      cwd: await emptyFolder(),
      env: { PATH: path, ...env },
    });

  function expectFailure({ exitCode, stdout, stderr }: Result, message: string, fix: string): void {
    expect(stderr).toContain(`error: ${message}`);
    expect(stderr).toMatch(new RegExp(`fix: .*(?:${fix})`));
    expect(stderr).not.toMatch(/^ +at /m);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
  }

  /** The real docker, but for `docker info`. */
  const withInfo = async (info: object) => {
    const folder = await emptyFolder();
    const script = `[ "$1" != info ] || { echo '${JSON.stringify(info)}'; exit; }\nPATH='${path}' exec docker "$@"`;
    await standIn(folder, 'docker', script);
    return { PATH: `${folder}:${path}` };
  };
  const containerd = [['driver-type', 'io.containerd.snapshotter.v1']];

  it('without docker', async () => {
    const result = await build('none', { PATH: await emptyFolder() });
    expectFailure(result, 'Docker is not installed', 'docker-buildx|docs.docker.com');
    for (const line of fixLines(installLines(dockerPackage, await thisSystem())))
      expect(result.stderr).toContain(`fix: ${line}\n`);
  });

  it('with a daemon that is not running', async () => {
    const result = await build('stopped', { DOCKER_HOST: 'unix:///nowhere.sock' });
    expectFailure(result, "Docker's daemon cannot be reached", 'systemctl start docker');
    expect(result.stderr).toContain('Cannot connect to the Docker daemon at unix:///nowhere.sock');
    expect(result.stderr).not.toContain('"Client"');
  });

  it('with a source that does not compile: the compiler speaks, then we do', async () => {
    const cwd = await emptyFolder();
    await mkdir(join(cwd, 'broken/src'), { recursive: true });
    await writeFile(join(cwd, 'broken/src/broken.c'), 'int broken({\n');
    const flags = ['--language', 'c', '--engine', 'docker', '--yes'];
    const result = await createWasmOci(['broken', ...flags], { cwd, env: { PATH: path } });
    expect(result.stderr).toContain('src/broken.c:1:');
    expectFailure(result, 'The compiler found an error in the source', 'Fix the source');
  });

  it('with Podman under the name of docker', async () => {
    const folder = await emptyFolder();
    await standIn(folder, 'docker', 'exec podman "$@"');
    const result = await build('podman', { PATH: `${folder}:${path}` });
    expectFailure(result, 'The docker on PATH is not Docker', '--engine podman');
  });

  it('without the runtime crun-wasm (a stand-in answers docker info): the image is built, and the cure told', async () => {
    const runtimes = { runc: { path: 'runc' }, 'io.containerd.wasmedge.v1': {} };
    const env = await withInfo({ Runtimes: runtimes, DriverStatus: containerd });
    const result = await build('no-runtime', env);
    expectFailure(result, 'Docker has built the image, but has no runtime crun-wasm', '"/usr/bin/crun-wasm"');
    expect(result.stderr).toContain('io.containerd.wasmedge.v1');
    // The error behind the error.
    const image = 'localhost/no-runtime:latest';
    const ran = await run('docker', ['run', '--rm', '--platform', 'wasi/wasm', image], { env: { PATH: path } });
    expect(ran.stdout + ran.stderr).toContain('exec format error');
    await docker(['rmi', '--force', image]);
  });

  it('with the classic image store (a stand-in answers docker info)', async () => {
    const env = await withInfo({ Runtimes: {}, DriverStatus: [['Backing Filesystem', 'extfs']] });
    expectFailure(await build('classic', env), 'Docker keeps images in its classic store', 'containerd-snapshotter');
  });
});

describe('a program that never ends', () => {
  it('is stopped together with its container', async () => {
    const directory = join(await emptyFolder(), 'endless');
    const image = 'localhost/docker-endless:latest';
    await createWasmOci([directory, '--language', 'c', '--yes', '--no-build']);
    await writeFile(join(directory, 'src/main.c'), ENDLESS);
    const running = () => docker(['ps', '--quiet', '--filter', `ancestor=${image}`]);
    await stopsWithItsContainer(engine, endlessTarget(directory, image), path, running);
    await docker(['rmi', '--force', image]);
  });
});
