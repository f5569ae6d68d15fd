import { describe, expect, it } from 'vitest';
import { checks } from '../../../generators/core/engines/nerdctl/checks.js';
import { createNerdctl } from '../../../generators/core/engines/nerdctl/engine.js';
import { surroundingsOf } from '../../commands/doctor/support.js';
import { type Answer, aborted, fakeHost } from '../../support/fake-host.js';
import { fixLines } from '../../support/fixes.js';
import { goodArchive } from '../../support/good-archive.js';

const context = { directory: '/project', image: 'localhost/hello:1' };
const VERSION = 'nerdctl version --format json';

const version = JSON.stringify({
  Client: {
    Version: 'v2.2.1',
    GitCommit: '',
    GoVersion: 'go1.26.8',
    Os: 'linux',
    Arch: 'amd64',
    Components: [{ Name: 'buildctl', Version: 'v0.25.1' }],
  },
  Server: { Components: [{ Name: 'containerd', Version: '1.6.20~ds1' }, { Name: 'runc' }] },
});
const crun = {
  stdout:
    'crun version 1.21\nspec: 1.0.0\n+SYSTEMD +SELINUX +APPARMOR +CAP +SECCOMP +EBPF +CRIU +WASM:wasmedge +YAJL\n',
};
/** A build without a folder, where BuildKit answers and where it does not. */
const noFolder = {
  exitCode: 1,
  stderr: 'time="2026-11-27T04:00:00Z" level=fatal msg="context needs to be specified"\n',
};
const noBuildKit = {
  exitCode: 1,
  stderr:
    'time="2026-11-27T04:00:00Z" level=error msg="`buildctl` needs to be installed and `buildkitd` needs to be running, see https://github.com/moby/buildkit" error="failed to ping to host unix:///run/buildkit/buildkitd.sock"\ntime="2026-11-27T04:00:00Z" level=fatal msg="no buildkit host is available, tried 2 candidates: failed to ping to host unix:///run/buildkit-default/buildkitd.sock"\n',
};
const noContainerd = {
  exitCode: 1,
  stdout: JSON.stringify({ Client: JSON.parse(version).Client, Server: null }),
  stderr:
    'time="2026-11-27T04:00:00Z" level=fatal msg="cannot access containerd socket \\"/run/containerd/containerd.sock\\": no such file or directory"\n',
};
const answers = { nerdctl: {}, [VERSION]: { stdout: version }, 'nerdctl build': noFolder, 'crun-wasm': crun };

function nerdctlWith(changes: Record<string, Answer | readonly Answer[]> = {}, archive?: Uint8Array) {
  const fake = fakeHost({ ...answers, ...changes }, { ...(archive && { archive }) });
  return { nerdctl: createNerdctl(fake.host), ...fake };
}

describe('nerdctl is there', () => {
  it('where containerd and BuildKit answer, and runs where crun has a WebAssembly handler', async () => {
    const { nerdctl, lines } = nerdctlWith();
    expect(await nerdctl.available(context)).toEqual({ works: true, version: '2.2.1' });
    expect(lines()).toEqual([VERSION, 'nerdctl build', 'crun-wasm --version']);
  });

  it.each<[string, Answer]>([
    ['no crun-wasm', { missing: true }],
    ['a crun without a handler', { stdout: 'crun version 1.28\n+SYSTEMD +YAJL\n' }],
  ])('and builds only, with %s: it says so', async (_, answer) => {
    const { nerdctl } = nerdctlWith({ 'crun-wasm': answer });
    const found = await nerdctl.available(context);
    expect(found).toMatchObject({
      works: true,
      cannotRun: { message: expect.stringMatching(/^nerdctl has built the image, but there is no crun-wasm .*#4074/) },
    });
    await expect(nerdctl.run(context)).rejects.toThrow('there is no crun-wasm to run it with');
  });

  it.each<[string, Record<string, Answer>, string, string]>([
    [
      'containerd does not answer',
      { [VERSION]: noContainerd },
      'containerd cannot be reached: it is not running, or nerdctl looks elsewhere (CONTAINERD_ADDRESS).',
      'sudo systemctl start containerd',
    ],
    [
      'BuildKit does not answer',
      { 'nerdctl build': noBuildKit },
      'nerdctl builds with BuildKit, which does not run here: buildctl is missing, or buildkitd is not running.',
      'sudo systemctl start buildkit',
    ],
    [
      'it answers another thing',
      { [VERSION]: { stdout: 'no JSON' } },
      'nerdctl failed to answer (exit code 0).',
      'npx create-wasm-oci doctor   checks everything that building and running needs, and shows how to fix it',
    ],
  ])('is of no use where %s', async (_, changes, message, fix) => {
    const { nerdctl } = nerdctlWith(changes);
    const found = await nerdctl.available(context);
    expect(found).toMatchObject({ works: false, why: { message, exitCode: 3 } });
    expect(found.works ? [] : fixLines(found.why.fix)).toContain(fix);
  });

  it('is not where it is not installed, and reports that it is missing: few machines have it', async () => {
    const { host } = fakeHost({});
    expect(await createNerdctl(host).available(context)).toMatchObject({
      works: false,
      missing: true,
      why: { message: 'nerdctl is not installed, or not on PATH.' },
    });
  });

  it.each([VERSION, 'nerdctl build', 'crun-wasm'])('is given up when the user cancels during %s', async (line) => {
    const stop = new AbortController();
    const cancel = () => {
      stop.abort();
      return { signal: 'SIGTERM' };
    };
    const { nerdctl } = nerdctlWith({ [line]: cancel });
    await expect(nerdctl.available(context, stop.signal)).rejects.toMatchObject({ exitCode: 130 });
  });
});

describe('nerdctl build', () => {
  const BUILD = 'nerdctl build --platform wasi/wasm --progress=plain -t localhost/hello:1 -f Containerfile .';

  it('builds for wasi/wasm in the project, again from the start with --no-cache', async () => {
    const { nerdctl, calls, lines } = nerdctlWith({ 'nerdctl build': { seconds: 2 } });
    expect(await nerdctl.build(context, {})).toBe(2);
    expect(calls).toMatchObject([{ line: BUILD, options: { cwd: '/project' } }]);
    await nerdctl.build(context, { noCache: true });
    expect(lines()[1]).toContain(' --no-cache ');
  });

  it('that fails names the known error', async () => {
    const { nerdctl } = nerdctlWith({ 'nerdctl build': noBuildKit });
    await expect(nerdctl.build(context, {})).rejects.toMatchObject({ known: 'no-buildkit', exitCode: 3 });
  });
});

describe('nerdctl run', () => {
  it('runs what was built through crun, without a network, never one of a registry', async () => {
    const { nerdctl, lines } = nerdctlWith({ 'nerdctl run': { stdout: 'hello\n' } });
    expect(await nerdctl.run(context)).toMatchObject({ stdout: 'hello\n' });
    expect(lines()[1]).toMatch(
      /^nerdctl run --rm --pull=never --net none --platform wasi\/wasm --name create-wasm-oci-\S+ --runtime crun-wasm localhost\/hello:1$/,
    );
    expect(lines()).toHaveLength(2);
  });

  it.each<[string, Answer]>([
    ['killed', { signal: 'SIGKILL' }],
    ['past its limit', { timedOut: true, exitCode: 0 }],
    ['flooding', { truncated: true, exitCode: 0 }],
  ])('that is %s leaves no container behind', async (_, ended) => {
    const { nerdctl, lines } = nerdctlWith({ 'nerdctl run': ended });
    await expect(nerdctl.run(context)).rejects.toMatchObject({ exitCode: 3 });
    const [, name] = / --name (\S+)/.exec(lines()[1] ?? '') ?? [];
    expect(lines()[2]).toBe(`nerdctl rm --force ${name}`);
  });

  it('starts nothing once it is cancelled', async () => {
    const { nerdctl, lines } = nerdctlWith();
    await expect(nerdctl.run(context, aborted())).rejects.toMatchObject({ exitCode: 130 });
    expect(lines()).toEqual(['crun-wasm --version']);
  });
});

describe("containerd's store", () => {
  it('gives back what was built, and is pushed from', async () => {
    const { nerdctl, lines } = nerdctlWith({}, await goodArchive());
    expect(await nerdctl.image(context)).toMatchObject({ os: 'wasi', architecture: 'wasm' });
    await nerdctl.push({ ...context, image: 'quay.io/you/hello:1' });
    expect(lines()).toEqual([
      'nerdctl save --platform wasi/wasm localhost/hello:1',
      'nerdctl push --platform wasi/wasm quay.io/you/hello:1',
    ]);
  });

  it.each([
    ['as it is', '', 'index'],
    [
      'reduced to the platform',
      'level=info msg="pushing as a reduced-platform image (application/vnd.oci.image.index.v1+json, ',
      'reduced',
    ],
  ])('reports the digest of what it pushed, %s', async (_, info, is) => {
    const [reduced, index, manifest] = ['aa', 'bb', 'cc'].map((byte) => `sha256:${byte.repeat(32)}`);
    const stderr = info && `time="x" ${info}${reduced})"\n`;
    const stdout = `index-${index}:    done           |+++|\nmanifest-${manifest}: done           |+++|\n`;
    const { nerdctl } = nerdctlWith({ 'nerdctl push': { stdout, stderr } });
    const digest = is === 'index' ? index : reduced;
    expect(await nerdctl.push({ ...context, image: 'quay.io/you/hello:1' })).toEqual({ digest });
  });

  it('does not take a push that is not allowed', async () => {
    const { nerdctl } = nerdctlWith({
      'nerdctl push': { exitCode: 1, stderr: 'unexpected status: 401 Unauthorized\n' },
    });
    await expect(nerdctl.push({ ...context, image: 'quay.io/you/hello:1' })).rejects.toMatchObject({
      fix: [{ command: 'nerdctl login quay.io' }, expect.any(Object)],
    });
  });
});

describe('doctor, of nerdctl', () => {
  const states = async (changes: Record<string, Answer> = {}, installed = ['nerdctl', 'crun-wasm']) => {
    const all = { [VERSION]: { stdout: version }, 'nerdctl build': noFolder, 'crun-wasm --version': crun, ...changes };
    const captured = { system: { platform: 'linux', distribution: ['debian'], version: '13' } as const, installed };
    const found = checks(surroundingsOf({ ...captured, answers: all as Record<string, object> }));
    return Object.fromEntries(await Promise.all(found.map(async ({ id, look }) => [id, await look()] as const)));
  };
  const stateOf = (all: Awaited<ReturnType<typeof states>>) =>
    Object.fromEntries(Object.entries(all).map(([id, { state }]) => [id, state]));

  it('finds all of it in order', async () => {
    expect(stateOf(await states())).toEqual({
      nerdctl: 'ok',
      'nerdctl-containerd': 'ok',
      'nerdctl-buildkit': 'ok',
      'nerdctl-runtime': 'ok',
      'nerdctl-probe': 'ok',
    });
  });

  it('names containerd, and asks nothing more, where that does not answer', async () => {
    const all = await states({ [VERSION]: noContainerd });
    expect(stateOf(all)).toEqual({
      nerdctl: 'ok',
      'nerdctl-containerd': 'problem',
      'nerdctl-buildkit': 'skipped',
      'nerdctl-runtime': 'skipped',
      'nerdctl-probe': 'skipped',
    });
    expect(all['nerdctl-containerd']?.fix[0]).toEqual({ command: 'sudo systemctl start containerd' });
  });

  it('names BuildKit, and a runtime that runs no module', async () => {
    const all = await states({ 'nerdctl build': noBuildKit, 'crun-wasm --version': { stdout: 'crun version 1.28\n' } });
    expect(stateOf(all)).toMatchObject({ 'nerdctl-buildkit': 'problem', 'nerdctl-runtime': 'problem' });
    expect(all['nerdctl-runtime']?.found).toMatch(/^crun-wasm was built without a WebAssembly handler .*#4074/);
    const none = await states({ 'crun-wasm --version': { missing: true } });
    expect(none['nerdctl-runtime']?.found).toMatch(/^there is no crun-wasm on PATH .*#4074/);
  });

  it('finds it absent where it is not installed', async () => {
    expect(stateOf(await states({}, []))).toMatchObject({ nerdctl: 'absent', 'nerdctl-probe': 'skipped' });
  });
});

it('nerdctl says the lines that build, run and remove the image', () => {
  const { nerdctl } = nerdctlWith();
  expect(nerdctl.reference(context)).toBe('localhost/hello:1');
  expect(nerdctl.commands(context)).toEqual({
    build: 'nerdctl build --platform wasi/wasm -t localhost/hello:1 -f Containerfile .',
    run: 'nerdctl run --rm --runtime crun-wasm --net none --platform wasi/wasm localhost/hello:1',
  });
  expect(nerdctl.removal(context)).toEqual({ command: 'nerdctl rmi localhost/hello:1', text: 'removes the image' });
});
