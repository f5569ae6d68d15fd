import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { buildProject } from '../../generators/core/build/build-project.js';
import type { BuildRequest } from '../../generators/core/build/build-request.js';
import type { BuildResult } from '../../generators/core/build/result.js';
import { docker } from '../../generators/core/engines/docker/info.js';
import type { Engine } from '../../generators/core/engines/engine.js';
import { cancelled } from '../../generators/core/engines/explain.js';
import { podman } from '../../generators/core/engines/podman/info.js';
import { ExitCode, Failure } from '../../generators/core/failure.js';
import { fakeEngine, goodImage, target } from '../support/fake-engine.js';
import { recordedProgress } from '../support/recorded-progress.js';

const flags = { run: true, push: false, load: false, artifact: false, layout: false } as const;

/** Builds with these engines, and returns what became of it, with what was shown and which methods were called. */
async function build(
  parts: { [Key in 'podman' | 'docker' | 'embedded']?: Partial<Engine> },
  {
    flags: on = {},
    ...changes
  }: Partial<Omit<BuildRequest, 'flags'>> & { flags?: Partial<BuildRequest['flags']> } = {},
) {
  const calls: string[] = [];
  const progress = recordedProgress();
  const from = Object.entries(parts).map(([id, part]) => fakeEngine(id as 'podman', calls, part));
  const request: BuildRequest = {
    target,
    engine: 'auto',
    flags: { ...flags, ...on },
    files: ['Containerfile', 'src/main.c'],
    repeat: 'create-wasm-oci hello --yes',
    run: (engine, signal) => engine.run(target, signal),
    ...changes,
  };
  let result: BuildResult | undefined;
  let failure: Failure | undefined;
  try {
    result = await buildProject(request, progress, from);
  } catch (error) {
    failure = error as Failure;
  }
  return { result, failure, calls, shown: progress.shown };
}

const failing =
  (message: string, more: Partial<ConstructorParameters<typeof Failure>[1]> = {}) =>
  async () => {
    throw new Failure(message, { exitCode: ExitCode.notBuilt, ...more });
  };
const missing = async () =>
  ({ works: false, why: new Failure('not installed', { exitCode: 3, fix: [{ command: 'install it' }] }) }) as const;
const forLinux = async () => ({ ...(await goodImage()), os: 'linux', architecture: 'amd64' });

describe('a project that is built', () => {
  it('becomes an image that is read back and run, with the engine and the command lines in the result', async () => {
    const { result, calls, shown } = await build({ podman: {} });
    expect(calls).toEqual(['podman build', 'podman image', 'podman run']);
    expect(result).toMatchObject({
      directory: 'hello',
      files: ['Containerfile', 'src/main.c'],
      language: 'c',
      image: 'localhost/hello:1',
      engine: { id: 'podman', version: '1.2.3', why: 'the first that works here' },
      built: { seconds: 1, rebuilt: false, remarks: [], report: { os: 'wasi', architecture: 'wasm' } },
      ran: { stdout: 'hello\n' },
      reasons: [],
      commands: { build: 'podman build localhost/hello:1', run: 'podman run localhost/hello:1' },
      repeat: 'create-wasm-oci hello --yes',
    });
    expect(result?.built).not.toHaveProperty('ran');
    expect(shown).toEqual([
      '> Building localhost/hello:1 with podman',
      'ok Building localhost/hello:1 with podman',
      '> Running localhost/hello:1',
      'ok Running localhost/hello:1',
    ]);
  });

  it('is not run with --no-run', async () => {
    const { result, calls, shown } = await build({ podman: {} }, { flags: { run: false } });
    expect(calls).toEqual(['podman build', 'podman image']);
    expect(result).not.toHaveProperty('ran');
    expect(shown).toContain('ok Checking localhost/hello:1');
  });

  it('is built a second time without the cache when the cache gave an image for another platform', async () => {
    let reads = 0;
    const image = async () => (reads++ === 0 ? forLinux() : goodImage());
    const { result, calls, shown } = await build({ podman: { image } });
    expect(calls).toEqual(['podman build', 'podman run', 'podman build --no-cache', 'podman run']);
    expect(result?.built).toMatchObject({ rebuilt: true, seconds: 2 });
    expect(shown).toEqual([
      '> Building localhost/hello:1 with podman',
      'ok Building localhost/hello:1 with podman',
      '> Running localhost/hello:1',
      'The cache gave an image for linux/amd64 (a bug of Podman before 5.6): building again with --no-cache.',
      'failed Running localhost/hello:1',
      '> Building localhost/hello:1 once more',
      'ok Building localhost/hello:1 once more',
      '> Running localhost/hello:1',
      'ok Running localhost/hello:1',
    ]);
  });

  it("shows the engine's lines and notes as they come", async () => {
    const { shown } = await build({
      podman: {
        async build(_, { onLine, onNote }) {
          onLine?.('STEP 1/2: FROM scratch');
          onNote?.('a download');
          return 1;
        },
      },
    });
    expect(shown.slice(1, 3)).toEqual(['| STEP 1/2: FROM scratch', 'a download']);
  });
});

describe('an image that is asked for elsewhere', () => {
  it('is pushed with --push once it is checked and has run, and without it is not', async () => {
    const pushed = await build({ podman: {} }, { flags: { push: true } });
    expect(pushed.calls).toEqual(['podman build', 'podman image', 'podman run', 'podman push localhost/hello:1']);
    expect(pushed.shown.at(-1)).toBe('ok Pushing localhost/hello:1');
    expect((await build({ podman: {} })).calls.join()).not.toContain('push');
  });

  it('fails the run when it cannot be pushed, and the document has the image that was built', async () => {
    const push = failing('authentication required');
    const { failure, shown } = await build({ podman: { push } }, { flags: { push: true } });
    expect(failure).toMatchObject({
      message: 'authentication required',
      exitCode: 3,
      document: { image: 'localhost/hello:1', os: 'wasi', stdout: 'hello\n' },
    });
    expect(shown.at(-1)).toBe('failed Pushing localhost/hello:1');
  });

  it('is loaded with --load into the store of another engine, whose line runs it', async () => {
    const reference = () => 'oci-archive:hello/hello.oci.tar';
    const load = async () => docker;
    const { result, shown } = await build({ embedded: { reference, load } }, { flags: { load: true } });
    expect(result).toMatchObject({
      image: 'localhost/hello:1',
      commands: {
        build: 'embedded build localhost/hello:1',
        run: expect.stringMatching(/^docker run .*localhost\/hello:1$/),
      },
    });
    expect(result?.commands).not.toHaveProperty('load');
    expect(shown.slice(-3)).toEqual([
      '> Loading oci-archive:hello/hello.oci.tar',
      'ok Loading oci-archive:hello/hello.oci.tar',
      'localhost/hello:1 is in the store of docker.',
    ]);
  });

  it('is loaded nowhere without --load', async () => {
    const load = async () => podman;
    const { result, shown } = await build({ embedded: { load } });
    expect(result?.commands.run).toBe('embedded run localhost/hello:1');
    expect(shown.join()).not.toContain('Loading');
  });
});

describe('an image that is not a good one', () => {
  const twoLayers = async () => {
    const image = await goodImage();
    return { ...image, layers: [...image.layers, ...image.layers] };
  };

  it('fails the run as not checked, and is pushed nowhere', async () => {
    const { failure, calls, shown } = await build({ podman: { image: twoLayers } }, { flags: { push: true } });
    expect(failure).toMatchObject({
      exitCode: 3,
      message: 'localhost/hello:1 was built, but is not a wasi/wasm image: the image has 2 layers, not one.',
      document: { image: 'localhost/hello:1' },
    });
    expect(calls).toEqual(['podman build', 'podman run']);
    expect(shown.slice(-3)).toEqual([
      'ok Running localhost/hello:1',
      '> Checking localhost/hello:1',
      'failed Checking localhost/hello:1',
    ]);
  });

  it('is accepted, with a remark, where the problem is one that the request accepts, and no other', async () => {
    const { result } = await build({ podman: { image: twoLayers } }, { accept: ['layers'] });
    expect(result?.built?.remarks).toMatchObject([{ rule: { id: 'layers' } }]);
    const other = await build({ podman: { image: twoLayers } }, { accept: ['imports'] });
    expect(other.failure?.message).toContain('2 layers');
  });

  it('fails the run where it is not what a preset requires', async () => {
    const { failure } = await build({ podman: {} }, { required: { 'max-image-bytes': 1 } });
    expect(failure?.message).toContain('is not as the preset requires: the image has');
  });

  it('fails the run when it does not run', async () => {
    const run = failing('crun has no handler');
    const { failure, shown } = await build({ podman: { run } });
    expect(failure).toMatchObject({ message: 'crun has no handler', document: { image: 'localhost/hello:1' } });
    expect(shown.at(-1)).toBe('failed Running localhost/hello:1');
  });
});

describe('a build that fails', () => {
  const build1 = failing('podman failed to build', { output: ['one', 'two'], fix: [{ command: 'look' }], known: 'x' });

  it('has no image in the document, and the lines that the engine printed in both', async () => {
    const { failure } = await build({ podman: { build: build1 } });
    expect(failure).toMatchObject({
      message: 'podman failed to build',
      exitCode: 3,
      fix: [{ command: 'look' }],
      known: 'x',
      output: ['one', 'two'],
      document: {
        image: null,
        output: ['one', 'two'],
        engine: { id: 'podman' },
        files: ['Containerfile', 'src/main.c'],
      },
    });
  });

  it('does not repeat lines that are on the screen; a program that reads the document gets them', async () => {
    const own = new Failure('podman failed to build', { exitCode: ExitCode.notBuilt, output: ['one', 'two'] });
    const shows: Engine['build'] = async (_, { onLine }) => {
      for (const line of ['one', 'two']) onLine?.(line);
      throw own;
    };
    const { failure } = await build({ podman: { build: shows } });
    expect(failure?.output).toEqual([]);
    // What the engine threw stays what it was.
    expect(own.output).toEqual(['one', 'two']);
    expect(failure?.document).toMatchObject({ output: ['one', 'two'] });
  });

  it('because the disk is full ends in words, and the files are kept', async () => {
    // The kernel's own full disk.
    const full = async () => writeFile('/dev/full', 'x').then(() => 1);
    const { failure } = await build({ podman: { build: full } });
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('no space left'),
      document: { image: null },
    });
  });

  it('by a defect of this program stays that', async () => {
    const defect = new TypeError('x is undefined');
    const { failure } = await build({ podman: { build: async () => Promise.reject(defect) } });
    expect(failure).toBe(defect);
  });
});

describe('the engine', () => {
  it('under auto is the next one where a registry cannot be reached, and the result says why', async () => {
    const unreachable = failing('the registry cannot be reached', { known: 'registry' });
    const { result, calls, shown } = await build({ podman: { build: unreachable }, docker: {} });
    expect(result?.engine).toEqual({
      id: 'docker',
      version: '1.2.3',
      why: 'podman could not fetch the builder image',
    });
    expect(calls).toEqual(['docker build', 'docker image', 'docker run']);
    expect(shown).toContain('podman: the registry cannot be reached Building with docker instead.');
  });

  it('is one that a preset allows', async () => {
    const { result } = await build({ podman: {}, docker: {} }, { required: { engines: ['docker'] } });
    expect(result?.engine?.id).toBe('docker');
  });

  it('can run the image where it is to run, and need not where it is not', async () => {
    const cannotRun = new Failure('no runtime', { exitCode: 3 });
    const available = async () => ({ works: true, version: '1', cannotRun }) as const;
    const parts = { podman: { available }, docker: {} };
    expect((await build(parts)).result?.engine?.id).toBe('docker');
    expect((await build(parts, { flags: { run: false } })).result?.engine?.id).toBe('podman');
  });

  it('has the reason of the caller where nobody typed it', async () => {
    const { result } = await build({ podman: {} }, { engine: 'podman', engineFrom: 'the preset says so' });
    expect(result?.engine?.why).toBe('the preset says so');
  });

  it('is none where none works: the files are written, nothing is built, and every reason is given', async () => {
    const { result, calls } = await build({ podman: { available: missing }, docker: { available: missing } });
    expect(result?.reasons.map(({ message }) => message)).toEqual(['not installed', 'not installed']);
    expect(result).not.toHaveProperty('built');
    expect(calls).toEqual([]);
  });

  it.each(['push', 'load', 'artifact', 'layout'] as const)('that is missing fails a run with --%s', async (key) => {
    const { failure } = await build({ podman: { available: missing } }, { flags: { [key]: true } });
    expect(failure).toMatchObject({
      message: `--${key} needs an image, and no engine works here. not installed`,
      exitCode: 3,
      fix: [{ command: 'install it' }],
      document: { image: null },
    });
  });
});

describe('Ctrl-C', () => {
  const listeners = () => ['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => process.listeners(name as 'SIGINT'));

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '(%s) ends the build under way, and no engine is tried after it',
    async (name) => {
      const before = listeners();
      const untilAborted: Engine['build'] = (_, { signal }) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(cancelled()));
          // What a terminal or the system sends, without ending the process that runs the tests.
          for (const listener of process.listeners(name)) if (!before.flat().includes(listener)) listener(name);
          if (!signal?.aborted) reject(new Error(`nobody listens for ${name}`));
        });
      const { failure, calls } = await build({ podman: { build: untilAborted }, docker: {} });
      expect(failure).toMatchObject({ message: 'Cancelled. The files are kept.', exitCode: 130 });
      expect(calls).toEqual([]);
      expect(listeners()).toEqual(before);
    },
  );

  it('is left to Node again when the build is over', async () => {
    const before = listeners();
    await build({ podman: {} });
    expect(listeners()).toEqual(before);
  });
});
