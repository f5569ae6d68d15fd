import { describe, expect, it } from 'vitest';
import { createPodman } from '../../../generators/core/engines/podman/engine.js';
import { type Answer, aborted, fakeHost } from '../../support/fake-host.js';
import { reads } from '../../support/fixes.js';
import { goodArchive } from '../../support/good-archive.js';

const context = { directory: '/project', image: 'localhost/hello:1' };
const VERSION = 'podman version --format json';
const version = (client: string, server?: string) =>
  JSON.stringify({ Client: { Version: client }, ...(server && { Server: { Version: server } }) });

/** buildah 1.39 that met a layer which another process removed (buildah #5674). */
const lost: Answer = {
  exitCode: 125,
  stderr: 'Error: creating build container: getting top layer info: layer not known\n',
  seconds: 2,
};

function podmanWith(answers: Record<string, Answer | readonly Answer[]>, archive?: Uint8Array) {
  const fake = fakeHost({ podman: {}, ...answers }, { ...(archive && { archive }) });
  return { podman: createPodman(fake.host), ...fake };
}

describe('Podman is there', () => {
  it('with the version of its server, where it has one', async () => {
    const local = podmanWith({ [VERSION]: { stdout: version('5.4.2') } });
    expect(await local.podman.available(context)).toEqual({ works: true, version: '5.4.2' });
    const remote = podmanWith({ [VERSION]: { stdout: version('5.4.2', '5.6.0') } });
    expect(await remote.podman.available(context)).toEqual({ works: true, version: '5.6.0' });
    expect(local.calls).toMatchObject([{ line: VERSION, options: { timeout: 30_000 } }]);
  });

  it('is not asked again where it has answered early', async () => {
    const { host, calls } = fakeHost({ podman: {} });
    const answer = { exitCode: 0, stdout: version('5.7.0'), stderr: '', timedOut: false, truncated: false } as const;
    const podman = createPodman(host, async () => ({ ...answer, missing: false, seconds: 0 }));
    expect(await podman.available(context)).toEqual({ works: true, version: '5.7.0' });
    expect(calls).toEqual([]);
  });

  it('is not where it is not installed, with the line that installs it', async () => {
    const { host } = fakeHost({});
    expect(await createPodman(host).available(context)).toMatchObject({
      works: false,
      why: {
        message: 'Podman is not installed, or not on PATH.',
        fix: [{ command: 'sudo apt-get install podman' }],
        exitCode: 3,
      },
    });
  });

  it.each([
    ['client', version('4.6.1'), /^Podman 4\.6\.1 is too old/],
    ['server', version('5.0.0', '4.6.1'), /^The Podman service is 4\.6\.1, too old/],
  ])('is of no use where its %s is too old', async (_, stdout, message) => {
    const { podman } = podmanWith({ [VERSION]: { stdout } });
    expect(await podman.available(context)).toMatchObject({
      works: false,
      why: { message: expect.stringMatching(message) },
    });
  });

  it('says why it does not answer: a service that is stopped, none, words of its own', async () => {
    const stopped = podmanWith({
      [VERSION]: { exitCode: 125, stderr: 'Error: unable to connect to Podman socket: connection refused\n' },
    });
    expect(await stopped.podman.available(context)).toMatchObject({
      works: false,
      why: { message: expect.stringMatching(/^Podman cannot reach its service/) },
    });
    const odd = podmanWith({ [VERSION]: { exitCode: 1, stdout: 'out\n', stderr: 'odd\n' } });
    expect(await odd.podman.available(context)).toMatchObject({
      why: {
        message: 'Podman failed to answer (exit code 1).',
        fix: [reads(expect.stringContaining('doctor'))],
        output: ['out', 'odd'],
      },
    });
    const silent = podmanWith({ [VERSION]: { timedOut: true, stdout: 'half', signal: 'SIGTERM' } });
    expect(await silent.podman.available(context)).toMatchObject({
      why: { message: 'podman was killed (SIGTERM) during its first answer.' },
    });
    const nonsense = podmanWith({ [VERSION]: { stdout: 'no JSON' } });
    expect(await nonsense.podman.available(context)).toMatchObject({
      why: { message: "Podman's answer cannot be read." },
    });
    const late = podmanWith({ [VERSION]: { timedOut: true, stdout: 'half' } });
    expect(await late.podman.available(context)).toMatchObject({
      why: { message: 'Podman did not answer in time.', output: [] },
    });
  });

  it('is given up when the user cancels', async () => {
    const { podman } = podmanWith({ [VERSION]: { signal: 'SIGTERM' } });
    await expect(podman.available(context, aborted())).rejects.toMatchObject({ exitCode: 130 });
  });
});

describe('podman build', () => {
  const BUILD = 'podman build --platform=wasi/wasm -t localhost/hello:1 .';

  it('builds for wasi/wasm in the project, and is asked to stop by SIGHUP in a session of its own', async () => {
    const { podman, calls } = podmanWith({ [BUILD]: { seconds: 1.5 } });
    const onLine = () => {};
    expect(await podman.build(context, { onLine })).toBe(1.5);
    expect(calls).toMatchObject([{ line: BUILD, options: { cwd: '/project', onLine, hangUp: true, detached: true } }]);
  });

  it('builds every step again with --no-cache', async () => {
    const { podman, lines } = podmanWith({});
    await podman.build(context, { noCache: true });
    expect(lines()).toEqual(['podman build --platform=wasi/wasm --no-cache -t localhost/hello:1 .']);
  });

  it('is tried again when a layer went away meanwhile, with a note, and its seconds add up', async () => {
    const { podman, lines } = podmanWith({ [BUILD]: [lost, lost, { seconds: 1 }] });
    const notes: string[] = [];
    expect(await podman.build(context, { onNote: (text) => notes.push(text) })).toBe(5);
    expect(lines()).toEqual([BUILD, BUILD, BUILD]);
    expect(notes).toHaveLength(2);
    expect(notes[0]).toMatch(/removed an image .* building again/);
  });

  it('is tried three times, no more', async () => {
    const { podman, lines } = podmanWith({ [BUILD]: lost });
    await expect(podman.build(context, {})).rejects.toMatchObject({ exitCode: 3 });
    expect(lines().filter((line) => line === BUILD)).toHaveLength(3);
  });

  it('is tried once when it fails for another reason, which is named for the system that containers run on', async () => {
    const inside = { host: { serviceIsRemote: false, distribution: { distribution: 'fedora', version: '41' } } };
    const { podman, lines } = podmanWith({
      [BUILD]: { exitCode: 125, stderr: 'Error: requested OCI runtime crun-wasm is not available\n' },
      'podman info': { stdout: JSON.stringify({ ...inside, version: { Version: '5.4.2' } }) },
    });
    await expect(podman.build(context, {})).rejects.toMatchObject({
      message: 'Podman has no crun-wasm, the runtime it runs WebAssembly with.',
      fix: [{ command: 'sudo dnf install crun-wasm wasmedge-rt' }],
      known: 'no-crun-wasm',
    });
    expect(lines()).toEqual([BUILD, 'podman info --format json']);
  });

  it('that is cancelled is no failure of the build, and is not tried again', async () => {
    const { podman, lines } = podmanWith({ [BUILD]: lost });
    await expect(podman.build(context, { signal: aborted() })).rejects.toMatchObject({ exitCode: 130 });
    expect(lines()).toEqual([BUILD]);
  });
});

describe('podman run', () => {
  const RUN = 'podman run';

  it('runs what was built, never one of a registry, and removes the container', async () => {
    const { podman, calls, lines } = podmanWith({ [RUN]: { stdout: 'hello\n', seconds: 0.3 } });
    expect(await podman.run(context)).toEqual({ stdout: 'hello\n', stderr: '', seconds: 0.3 });
    expect(lines()).toEqual([
      expect.stringMatching(
        /^podman run --rm --name create-wasm-oci-\S+ --pull=never --platform wasi\/wasm localhost\/hello:1$/,
      ),
    ]);
    expect(calls[0]?.options).toMatchObject({ timeout: 60_000, maxBuffer: 10_000_000, atOnce: true });
  });

  it.each<[string, Partial<Answer>, AbortSignal | undefined, RegExp]>([
    ['killed', { signal: 'SIGKILL' }, undefined, /killed \(SIGKILL\) during the run/],
    ['past its limit', { timedOut: true }, undefined, /had not ended after 2 seconds/],
    ['cancelled', { exitCode: 0 }, aborted(), /Cancelled/],
    ['flooding', { truncated: true, signal: 'SIGKILL' }, undefined, /printed more than 10 MB/],
  ])('that is %s leaves no container behind', async (_, ended, signal, message) => {
    const { podman, calls, lines } = podmanWith({ [RUN]: { ...ended, stdout: 'x' } as Answer });
    const run = podman.run(context, signal, 2000);
    // A cancelled run that ended well all the same has its output.
    if (signal) expect(await run).toMatchObject({ stdout: 'x' });
    else await expect(run).rejects.toThrow(message);
    const [, name] = / --name (\S+)/.exec(lines()[0] ?? '') ?? [];
    expect(lines()[1]).toBe(`podman rm --force --ignore --time 0 ${name}`);
    expect(calls[1]?.options).toMatchObject({ timeout: 30_000, detached: true });
    expect(calls[0]?.options.timeout).toBe(2000);
  });

  it('that ended by itself has no container to remove', async () => {
    const { podman, lines } = podmanWith({ [RUN]: { exitCode: 3, stdout: 'usage\n' } });
    expect(await podman.run(context)).toMatchObject({ exitCode: 3, stdout: 'usage\n' });
    expect(lines()).toHaveLength(1);
  });

  it('of a Podman without crun-wasm names what is missing', async () => {
    const stderr = 'Error: requested OCI runtime crun-wasm is not available: invalid argument\n';
    const { podman } = podmanWith({ [RUN]: { exitCode: 125, stderr } });
    await expect(podman.run(context)).rejects.toMatchObject({ known: 'no-crun-wasm' });
  });
});

describe("Podman's store", () => {
  it('gives back what was built', async () => {
    const { podman, lines } = podmanWith({}, await goodArchive());
    expect(await podman.image(context)).toMatchObject({
      os: 'wasi',
      architecture: 'wasm',
      entrypoint: ['/hello.wasm'],
    });
    expect(lines()).toEqual(['podman save --quiet --format oci-archive localhost/hello:1']);
  });

  it('that does not give it back says so in its own words', async () => {
    const { podman } = podmanWith({ 'podman save': { exitCode: 125, stderr: 'Error: no such image\n' } });
    await expect(podman.image(context)).rejects.toMatchObject({
      message: 'podman failed to answer (exit code 125).',
      output: ['Error: no such image'],
    });
  });

  it('that gives another thing back is not to be checked', async () => {
    const { podman } = podmanWith({ 'podman save': {} }, Buffer.from('no archive'.repeat(100)));
    await expect(podman.image(context)).rejects.toThrow(/^The image localhost\/hello:1 cannot be checked: /);
  });

  it('is cancelled with the run', async () => {
    const { podman } = podmanWith({ 'podman save': { signal: 'SIGTERM' } });
    await expect(podman.image(context, aborted())).rejects.toMatchObject({ exitCode: 130 });
  });

  it('is pushed from, and a registry that asks for an account is named', async () => {
    const { podman, lines } = podmanWith({});
    const image = 'quay.io/you/hello:1';
    await podman.push({ ...context, image });
    expect(lines()).toEqual([expect.stringMatching(/^podman push --digestfile \S+ quay\.io\/you\/hello:1$/)]);
    const denied = podmanWith({ 'podman push': { exitCode: 125, stderr: 'authentication required\n' } });
    await expect(denied.podman.push({ ...context, image })).rejects.toMatchObject({
      known: 'push-denied',
      fix: [{ command: 'podman login quay.io' }, expect.any(Object)],
    });
  });
});

it('Podman says the lines that build, run and remove the image', () => {
  const { podman } = podmanWith({});
  expect(podman.reference(context)).toBe('localhost/hello:1');
  expect(podman.commands(context)).toEqual({
    build: 'podman build --platform=wasi/wasm -t localhost/hello:1 .',
    run: 'podman run --rm --platform wasi/wasm localhost/hello:1',
  });
  expect(podman.removal(context)).toEqual({ command: 'podman rmi localhost/hello:1', text: 'removes the image' });
});

describe('the digest of an image in its registry', () => {
  const image = 'docker.io/library/rust:1.95';
  const [own, index, old] = ['a', 'b', 'c'].map((letter) => `sha256:${letter.repeat(64)}`);
  const inspected = (...digests: (string | undefined)[]) => ({
    stdout: `${own} ${digests.map((digest) => `docker.io/library/rust@${digest}`).join(' ')}\n`,
  });

  it('is the sum of what skopeo reads', async () => {
    const { podman, lines } = podmanWith({ skopeo: {} }, Buffer.from('{}'));
    // echo -n '{}' | sha256sum
    expect(await podman.digest?.(image)).toBe(
      'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
    );
    expect(lines()).toEqual([`skopeo inspect --raw docker://${image}`]);
  });

  it.each([
    ['there is no skopeo', {}],
    ['skopeo gets no answer', { skopeo: { exitCode: 1 } }],
  ])('is asked of Podman where %s: of the index, where there is one', async (_, skopeo) => {
    const { podman, lines } = podmanWith({ ...skopeo, 'podman image inspect': inspected(own, index) });
    expect(await podman.digest?.(image)).toBe(index);
    expect(lines().slice(1)).toEqual([
      `podman pull --quiet ${image}`,
      `podman image inspect --format {{.Digest}} {{join .RepoDigests " "}} ${image}`,
    ]);
  });

  it('is its own where it has no index', async () => {
    const { podman } = podmanWith({ 'podman image inspect': inspected(own) });
    expect(await podman.digest?.(image)).toBe(own);
  });

  it('is that of the index which the tag names now, where the tag has moved', async () => {
    const { podman } = podmanWith({
      'podman image inspect': inspected(own, old, index),
      [`podman manifest inspect ${image}`]: { stdout: 'now' },
      [`podman manifest inspect docker.io/library/rust@${old}`]: { stdout: 'then' },
      [`podman manifest inspect docker.io/library/rust@${index}`]: { stdout: 'now' },
    });
    expect(await podman.digest?.(image)).toBe(index);
  });

  it('is none where Podman reports none, or none that fits', async () => {
    const none = podmanWith({ 'podman image inspect': { stdout: 'nothing\n' } });
    await expect(none.podman.digest?.(image)).rejects.toThrow(`podman reports no digest of ${image}.`);
    const other = podmanWith({
      'podman image inspect': inspected(own, old, index),
      [`podman manifest inspect ${image}`]: { stdout: 'now' },
      'podman manifest inspect': { stdout: 'then' },
    });
    await expect(other.podman.digest?.(image)).rejects.toThrow(`podman reports no digest of ${image}.`);
  });

  it('is not to be had from a registry that refuses', async () => {
    const stderr =
      'Error: initializing source docker://x: reading manifest 1.95 in docker.io/library/rust: manifest unknown\n';
    const { podman } = podmanWith({ 'podman pull': { exitCode: 125, stderr } });
    await expect(podman.digest?.(image)).rejects.toMatchObject({ known: 'builder-image' });
  });
});

describe('quick builds, one after the other', () => {
  const id = (digit: string) => digit.repeat(64);
  const built = (digit: string): Answer => ({ stdout: `COMMIT\nSuccessfully tagged x\n${id(digit)}\n` });
  const INSPECT = 'podman image inspect';

  it('ask for the image they replace once, and then know it by what the build before printed', async () => {
    const { podman, lines } = podmanWith({
      [INSPECT]: { stdout: `${id('a')}\n` },
      'podman build': [built('b'), built('c')],
    });
    const removals: (() => Promise<void>)[] = [];
    const options = { quick: true, onSuperseded: (remove: () => Promise<void>) => void removals.push(remove) };
    await podman.build(context, options);
    await podman.build(context, options);
    for (const remove of removals) await remove();
    expect(lines().map((line) => line.replace(/^(podman (?:build|image inspect)).*/, '$1'))).toEqual([
      INSPECT,
      'podman build',
      'podman build',
      `podman rmi ${id('a')}`,
      `podman rmi ${id('b')}`,
    ]);
  });

  it('ask again behind one that was given up: it may have made an image', async () => {
    const stop = new AbortController();
    const { podman, lines } = podmanWith({
      [INSPECT]: { stdout: `${id('a')}\n` },
      'podman build': [
        built('b'),
        () => {
          stop.abort();
          return { stdout: `${id('c')}\n` };
        },
        built('d'),
      ],
    });
    const onSuperseded = () => {};
    await podman.build(context, { quick: true, onSuperseded });
    await expect(podman.build(context, { quick: true, onSuperseded, signal: stop.signal })).rejects.toThrow();
    await podman.build(context, { quick: true, onSuperseded });
    expect(lines().filter((line) => line.startsWith(INSPECT))).toHaveLength(2);
  });

  it('do not remove an image that was built again from the same files', async () => {
    const { podman } = podmanWith({ [INSPECT]: { stdout: `${id('a')}\n` }, 'podman build': built('a') });
    const removals: unknown[] = [];
    await podman.build(context, { quick: true, onSuperseded: (remove) => void removals.push(remove) });
    expect(removals).toEqual([]);
  });
});
