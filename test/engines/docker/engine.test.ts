import { describe, expect, it } from 'vitest';
import { createDocker } from '../../../generators/core/engines/docker/engine.js';
import { type Answer, aborted, fakeHost } from '../../support/fake-host.js';
import { goodArchive } from '../../support/good-archive.js';

const context = { directory: '/project', image: 'localhost/hello:1' };
const VERSION = 'docker version --format json';
const INFO = 'docker info --format json';

const version = { Client: { Version: '28.2.2', ApiVersion: '1.50' }, Server: { Version: '28.2.1' } };
const info = {
  Runtimes: { runc: { path: 'runc' }, 'crun-wasm': { path: '/usr/bin/crun-wasm' } } as Record<string, object>,
  DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']],
  OperatingSystem: 'Debian GNU/Linux 13 (trixie)',
  OSVersion: '13',
};
const answers = {
  docker: {},
  [VERSION]: { stdout: JSON.stringify(version) },
  'docker buildx version': { stdout: 'github.com/docker/buildx 0.13.1\n' },
  [INFO]: { stdout: JSON.stringify(info) },
};
const withoutCrun = { stdout: JSON.stringify({ ...info, Runtimes: { runc: { path: 'runc' } } }) };

function dockerWith(changes: Record<string, Answer | readonly Answer[]> = {}, archive?: Uint8Array) {
  const fake = fakeHost({ ...answers, ...changes }, { ...(archive && { archive }) });
  return { docker: createDocker(fake.host), ...fake };
}

describe('Docker is there', () => {
  it('with the version of its daemon, after it was asked for all that building needs', async () => {
    const { docker, calls, lines } = dockerWith();
    expect(await docker.available(context)).toEqual({ works: true, version: '28.2.1' });
    expect(lines()).toEqual([VERSION, 'docker buildx version', INFO]);
    for (const { options } of calls) expect(options.timeout).toBe(30_000);
  });

  it('with the version of the client where the daemon tells none', async () => {
    const { docker } = dockerWith({ [VERSION]: { stdout: JSON.stringify({ Client: version.Client }) } });
    expect(await docker.available(context)).toMatchObject({ works: true, version: '28.2.2' });
  });

  it('builds without its crun-wasm runtime, and says that it cannot run', async () => {
    const { docker } = dockerWith({ [INFO]: withoutCrun });
    expect(await docker.available(context)).toMatchObject({
      works: true,
      cannotRun: { message: 'Docker has built the image, but has no runtime crun-wasm to run it with.' },
    });
  });

  it.each<[string, Record<string, Answer>, string]>([
    ['the daemon is silent', { [VERSION]: { timedOut: true } }, 'Docker did not answer within 30 seconds.'],
    [
      'it is Podman under that name',
      { [VERSION]: { stdout: '{}' } },
      'The docker on PATH is not Docker; it may be Podman under that name.',
    ],
    [
      'it has no buildx',
      { 'docker buildx version': { exitCode: 1 } },
      'Docker has no buildx, which it builds for other platforms with.',
    ],
    [
      'the daemon does not run',
      { [INFO]: { stdout: '{"ClientInfo":{}}', stderr: 'Cannot connect to the Docker daemon at unix:///x\n' } },
      "Docker's daemon cannot be reached: it is not running, or the client looks elsewhere.",
    ],
    ['the daemon is silent later', { [INFO]: { timedOut: true } }, 'Docker did not answer within 30 seconds.'],
    [
      'its image store is the classic one',
      { [INFO]: { stdout: JSON.stringify({ ...info, DriverStatus: [['Backing Filesystem', 'extfs']] }) } },
      'Docker keeps images in its classic store, which takes none for wasi/wasm: the containerd image store is needed.',
    ],
    [
      'the user may not use the daemon',
      { [VERSION]: { exitCode: 1, stderr: 'permission denied while trying to connect to the Docker daemon socket\n' } },
      'Docker is installed, but you have no permission to use its daemon.',
    ],
    [
      'it cannot be started',
      { [VERSION]: { unstartable: '/usr/bin/docker cannot be started: no permission' } },
      '/usr/bin/docker cannot be started: no permission.',
    ],
  ])('is of no use where %s', async (_, changes, message) => {
    const { docker } = dockerWith(changes);
    expect(await docker.available(context)).toMatchObject({ works: false, why: { message, exitCode: 3 } });
  });

  it('is not where it is not installed, with the line that installs it', async () => {
    const { host } = fakeHost({});
    expect(await createDocker(host).available(context)).toMatchObject({
      works: false,
      why: {
        message: 'Docker is not installed, or not on PATH.',
        fix: [{ command: 'sudo apt-get install docker.io docker-cli docker-buildx' }],
      },
    });
  });

  it.each([VERSION, 'docker buildx version', INFO])('is given up when the user cancels during %s', async (line) => {
    const stop = new AbortController();
    const cancel = () => {
      stop.abort();
      return { signal: 'SIGTERM' };
    };
    const { docker } = dockerWith({ [line]: cancel });
    await expect(docker.available(context, stop.signal)).rejects.toMatchObject({ exitCode: 130 });
  });
});

describe('docker buildx build', () => {
  const BUILD =
    'docker buildx build --platform wasi/wasm --provenance=false --progress=plain --load -t localhost/hello:1 -f Containerfile .';

  it('builds for wasi/wasm into the store, without a provenance', async () => {
    const { docker, calls } = dockerWith({ [BUILD]: { seconds: 1.5 } });
    expect(await docker.build(context, {})).toBe(1.5);
    expect(calls).toMatchObject([{ line: BUILD, options: { cwd: '/project', env: { BUILDX_GIT_INFO: 'false' } } }]);
  });

  it('builds every step again with --no-cache', async () => {
    const { docker, lines } = dockerWith();
    await docker.build(context, { noCache: true });
    expect(lines()[0]).toContain(' --no-cache ');
  });

  it('that fails names the known error', async () => {
    const stderr = 'ERROR: failed to solve: operating system is not supported\n';
    const { docker } = dockerWith({ [BUILD]: { exitCode: 1, stderr } });
    await expect(docker.build(context, {})).rejects.toMatchObject({ known: 'docker-image-store', exitCode: 3 });
  });
});

describe('docker run', () => {
  it('runs what was built through crun, never one of a registry', async () => {
    const { docker, calls, lines } = dockerWith({ 'docker run': { stdout: 'hello\n', seconds: 0.3 } });
    expect(await docker.run(context)).toEqual({ stdout: 'hello\n', stderr: '', seconds: 0.3 });
    expect(lines()[1]).toMatch(
      /^docker run --rm --pull=never --sig-proxy=false --platform wasi\/wasm --name create-wasm-oci-\S+ --runtime crun-wasm localhost\/hello:1$/,
    );
    expect(lines()).toHaveLength(2);
    expect(calls[1]?.options).toMatchObject({ timeout: 60_000, maxBuffer: 10_000_000 });
  });

  it('runs nothing without crun', async () => {
    const { docker, lines } = dockerWith({ [INFO]: withoutCrun });
    await expect(docker.run(context)).rejects.toThrow('has no runtime crun-wasm to run it with');
    expect(lines()).toEqual([INFO]);
  });

  it('runs nothing where the daemon is gone', async () => {
    const { docker } = dockerWith({ [INFO]: { exitCode: 1, stderr: 'Cannot connect to the Docker daemon\n' } });
    await expect(docker.run(context)).rejects.toMatchObject({ known: 'docker-stopped' });
  });

  it.each<[string, Answer, AbortSignal | undefined]>([
    ['killed', { signal: 'SIGKILL' }, undefined],
    ['past its limit', { timedOut: true, exitCode: 0 }, undefined],
    ['flooding', { truncated: true, exitCode: 0 }, undefined],
    ['cancelled', { exitCode: 0 }, aborted()],
  ])('that is %s leaves no container behind', async (_, ended, signal) => {
    const stop = signal && new AbortController();
    const cancel: Answer = (options) => {
      stop?.abort();
      return typeof ended === 'function' ? ended(options) : ended;
    };
    const { docker, lines } = dockerWith({ 'docker run': cancel });
    await docker.run(context, stop?.signal, 2000).catch(() => undefined);
    const [, name] = / --name (\S+)/.exec(lines()[1] ?? '') ?? [];
    expect(lines()[2]).toBe(`docker rm --force ${name}`);
  });

  it.each<[string, Answer, string]>([
    ['past its limit', { timedOut: true }, 'The program had not ended after 2 seconds and was stopped.'],
    ['flooding', { truncated: true }, 'The program printed more than 10 MB and was stopped.'],
  ])('that is %s says so', async (_, ended, message) => {
    const { docker } = dockerWith({ 'docker run': ended });
    await expect(docker.run(context, undefined, 2000)).rejects.toThrow(message);
  });
});

describe("Docker's store", () => {
  it('gives back what was built', async () => {
    const { docker, lines } = dockerWith({}, await goodArchive());
    expect(await docker.image(context)).toMatchObject({ os: 'wasi', architecture: 'wasm' });
    expect(lines()).toEqual(['docker save localhost/hello:1']);
  });

  it('is pushed from, and a registry that asks for an account is named', async () => {
    const image = 'quay.io/you/hello:1';
    // As Docker 26.1 prints it.
    const digest = `sha256:${'f7'.repeat(32)}`;
    const printed = `The push refers to repository [quay.io/you/hello]\n463172ab0c91: Pushed\n1: digest: ${digest} size: 420\n`;
    const { docker, lines } = dockerWith({ 'docker push': { stdout: printed } });
    expect(await docker.push({ ...context, image })).toEqual({ digest });
    expect(await dockerWith().docker.push({ ...context, image })).toEqual({ digest: undefined });
    expect(lines()).toEqual(['docker push quay.io/you/hello:1']);
    const denied = dockerWith({ 'docker push': { exitCode: 1, stderr: 'no basic auth credentials\n' } });
    await expect(denied.docker.push({ ...context, image })).rejects.toMatchObject({
      fix: [{ command: 'docker login quay.io' }, expect.any(Object)],
    });
  });

  it('knows an image that is not there from a daemon that does not answer', () => {
    const { docker } = dockerWith();
    const says = (stderr: string) => docker.store?.saysNo({ stderr } as never);
    expect(says('Error response from daemon: No such image: x')).toBe(true);
    expect(says('Cannot connect to the Docker daemon')).toBe(false);
  });
});

it('Docker reads the digest of an index without a pull', async () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const { docker, lines } = dockerWith({ 'docker buildx imagetools': { stdout: `"${digest}"\n` } });
  expect(await docker.digest?.('docker.io/library/rust:1')).toBe(digest);
  expect(lines()).toEqual([
    'docker buildx imagetools inspect docker.io/library/rust:1 --format {{json .Manifest.Digest}}',
  ]);
  const none = dockerWith({ 'docker buildx imagetools': { stdout: 'null\n' } });
  await expect(none.docker.digest?.('x')).rejects.toThrow('docker reports no digest of x.');
  const failing = dockerWith({ 'docker buildx imagetools': { exitCode: 1, stderr: 'unauthorized: no\n' } });
  await expect(failing.docker.digest?.('x')).rejects.toMatchObject({ known: 'builder-image' });
});

it('Docker says the lines that build, run and remove the image', () => {
  const { docker } = dockerWith();
  expect(docker.reference(context)).toBe('localhost/hello:1');
  expect(docker.commands(context)).toEqual({
    build: 'docker buildx build --platform wasi/wasm --provenance=false --load -t localhost/hello:1 -f Containerfile .',
    run: 'docker run --rm --runtime crun-wasm --platform wasi/wasm localhost/hello:1',
  });
  expect(docker.removal(context)).toEqual({ command: 'docker rmi localhost/hello:1', text: 'removes the image' });
});
