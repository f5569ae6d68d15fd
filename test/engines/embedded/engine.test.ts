import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { probeModule } from '../../../generators/commands/doctor/probe-module.js';
import { type Compilers, createEmbedded } from '../../../generators/core/engines/embedded/engine.js';
import type { Target } from '../../../generators/core/engines/engine.js';
import { Failure } from '../../../generators/core/failure.js';
import type { Finished } from '../../../generators/core/system/process.js';
import { type Answer, aborted, fakeHost } from '../../support/fake-host.js';
import { emptyFolder } from '../../support/folder.js';

afterEach(() => vi.unstubAllEnvs());

const clang = { name: 'clang', version: '19.1.7', program: '/usr/bin/clang' };
const missing = new Failure('clang is not installed.', { exitCode: 3, fix: [{ command: 'install clang' }] });

/** Compilers that write the probe's module, and tell what they were asked. */
function compilersWith(changes: Partial<Compilers> = {}) {
  const asked: string[] = [];
  const compilers: Compilers = {
    findToolchain: async (language) => {
      asked.push(`find ${language}`);
      return { found: clang };
    },
    findTools: async () => [],
    otherLanguages: async () => [{ text: 'Rust works here now: --language rust' }],
    compile: async ({ output, toolchain }) => {
      asked.push(`compile with ${toolchain?.program}`);
      await writeFile(output, probeModule());
      return 1;
    },
    finishModule: async () => {
      asked.push('finish');
    },
    ...changes,
  };
  return { compilers, asked };
}

async function embeddedWith(
  changes: Partial<Target> = {},
  { answers = {}, compilers = {} }: { answers?: Record<string, Answer>; compilers?: Partial<Compilers> } = {},
) {
  const directory = await emptyFolder();
  const fake = fakeHost(answers);
  const { compilers: all, asked } = compilersWith(compilers);
  const target: Target = {
    directory,
    shownDirectory: 'hello',
    image: 'localhost/hello:1',
    language: 'c',
    title: 'Hello!',
    slug: 'hello',
    artifact: false,
    wasmOpt: false,
    aot: false,
    ...changes,
  };
  return { embedded: createEmbedded(fake.host, all), target, asked, ...fake };
}

describe('the embedded engine works', () => {
  it('where the language compiles here, with the names of all that it uses', async () => {
    const { embedded, target } = await embeddedWith({}, { compilers: { findTools: async () => ['wasm-opt 120'] } });
    expect(await embedded.available(target)).toEqual({
      works: true,
      version: 'with clang 19.1.7, wasm-opt 120',
      found: clang,
    });
  });

  it('not without a compiler, and names the languages that have one: for a project that is not written yet', async () => {
    const compilers = { findToolchain: async () => ({ missing }) };
    const { embedded, target } = await embeddedWith({}, { compilers });
    expect(await embedded.available(target)).toMatchObject({
      works: false,
      why: {
        message: 'clang is not installed.',
        fix: [{ command: 'install clang' }, { text: 'Rust works here now: --language rust' }],
      },
    });
    const plan = { kind: 'sources' } as unknown as NonNullable<Target['plan']>;
    expect(await embedded.available({ ...target, plan })).toMatchObject({
      why: { fix: [{ command: 'install clang' }] },
    });
  });

  it('not without a tool that the project asks for', async () => {
    const why = new Failure('The project needs wasm-opt, which is not on PATH.', { exitCode: 3 });
    const { embedded, target } = await embeddedWith({}, { compilers: { findTools: async () => why } });
    expect(await embedded.available(target)).toEqual({ works: false, why });
  });

  it('not with a preset that is not trusted: it asks no compiler, and compiles nothing', async () => {
    const notOnHost = new Failure('The preset is not trusted.', { exitCode: 1 });
    const { embedded, target, asked } = await embeddedWith({ notOnHost });
    expect(await embedded.available(target)).toEqual({ works: false, why: notOnHost });
    await expect(embedded.build(target, {})).rejects.toBe(notOnHost);
    expect(asked).toEqual([]);
  });
});

describe('an image of the embedded engine', () => {
  it('has the module that the found compiler made, finished by the tools, and the labels of the Containerfile', async () => {
    const { embedded, target, asked } = await embeddedWith({ labels: { 'org.opencontainers.image.licenses': 'MIT' } });
    expect(await embedded.build(target, { found: clang })).toBeGreaterThan(0);
    expect(asked).toEqual(['compile with /usr/bin/clang', 'finish']);
    expect(await embedded.image(target)).toMatchObject({
      os: 'wasi',
      architecture: 'wasm',
      entrypoint: ['/hello.wasm'],
      labels: { 'org.opencontainers.image.title': 'Hello!', 'org.opencontainers.image.licenses': 'MIT' },
    });
  });

  it('keeps nothing between a look and a build: the compiler is what the build is given', async () => {
    const { embedded, target, asked } = await embeddedWith();
    await embedded.available(target);
    await embedded.build(target, {});
    expect(asked).toEqual(['find c', 'compile with undefined', 'finish']);
  });

  it('is a folder as well, or an artifact, only where that is asked for', async () => {
    const { embedded, target } = await embeddedWith();
    await embedded.build(target, {});
    const exists = (name: string) => readFile(join(target.directory, name)).then(Boolean, () => false);
    expect(await Promise.all(['hello.oci/index.json', 'hello.artifact.oci.tar'].map(exists))).toEqual([false, false]);
    await embedded.build({ ...target, layout: true, artifact: 'module' }, {});
    expect(await Promise.all(['hello.oci/index.json', 'hello.artifact.oci.tar'].map(exists))).toEqual([true, true]);
  });

  it('carries the time of SOURCE_DATE_EPOCH, which must be a number of seconds', async () => {
    const { embedded, target } = await embeddedWith();
    vi.stubEnv('SOURCE_DATE_EPOCH', '86400');
    await embedded.build(target, {});
    expect(await embedded.image(target)).toMatchObject({ created: '1970-01-02T00:00:00Z' });
    vi.stubEnv('SOURCE_DATE_EPOCH', 'today');
    await expect(embedded.build(target, {})).rejects.toThrow('SOURCE_DATE_EPOCH is "today", not a number of seconds.');
  });

  it('is shown with the lines that build it again, load it, run it and remove it', async () => {
    const { embedded, target } = await embeddedWith({ shownDirectory: 'my app' });
    vi.stubEnv('npm_command', '');
    expect(embedded.reference(target)).toBe('oci-archive:my app/hello.oci.tar');
    const { build, load, run } = embedded.commands(target);
    expect(build).toMatch(/ 'my app' .*--engine embedded --no-write --yes$/);
    expect(embedded.commands({ ...target, plan: {} as NonNullable<Target['plan']> }).build).toMatch(
      / containerfile 'my app' /,
    );
    expect(load).toBe("podman load --input 'my app/hello.oci.tar'");
    expect(run).toBe('podman run --rm --platform wasi/wasm localhost/hello:1');
    expect(embedded.removal(target)).toEqual({ command: "rm 'my app/hello.oci.tar'", text: 'removes the image' });
  });

  it.skipIf(process.platform === 'win32')('in a folder with a colon is loaded from inside it', async () => {
    const { embedded, target } = await embeddedWith({ shownDirectory: 'a:b' });
    expect(embedded.commands(target).load).toMatch(/^cd .*a:b.* podman load --input hello\.oci\.tar$/);
  });
});

describe('a run under Node', () => {
  /** Built, and run by a Node that answers so. */
  async function run(answer: Answer, signal?: AbortSignal) {
    const all = await embeddedWith({}, { answers: { [process.execPath]: answer } });
    await all.embedded.build(all.target, {});
    return { ...all, ran: all.embedded.run(all.target, signal, 2000) };
  }

  it('is of the module in the image, and gives what it printed with its exit code', async () => {
    const { ran, calls } = await run({ stdout: 'hello\n', exitCode: 3, seconds: 0.2 });
    expect(await ran).toEqual({ stdout: 'hello\n', stderr: '', seconds: 0.2, exitCode: 3 });
    expect(calls).toMatchObject([
      {
        line: expect.stringMatching(
          /--no-warnings .*run\.mjs \S+program\.wasm \{"env":\{\},"preopens":\{\}\} \/hello\.wasm$/,
        ),
        options: { timeout: 2000, maxBuffer: 10_000_000 },
      },
    ]);
  });

  it.each<[string, Partial<Finished>, RegExp]>([
    ['past its limit', { timedOut: true }, /had not ended after 2 seconds/],
    ['flooding', { truncated: true }, /printed more than 10 MB/],
  ])('that is %s says so', async (_, ended, message) => {
    await expect((await run(ended)).ran).rejects.toThrow(message);
  });

  it('that is cancelled is no failure of the program', async () => {
    await expect((await run({ timedOut: true }, aborted())).ran).rejects.toMatchObject({ exitCode: 130 });
  });
});

describe('an archive is handed to another engine', () => {
  it('that is here: to the first with a store, by the file of its folder', async () => {
    const { embedded, target, calls } = await embeddedWith({}, { answers: { docker: {} } });
    expect(await embedded.load?.(target)).toMatchObject({ id: 'docker' });
    expect(calls.map(({ line }) => line)).toEqual([
      'podman load --input hello.oci.tar',
      'docker load --input hello.oci.tar',
    ]);
    expect(calls[1]?.options.cwd).toBe(target.directory);
  });

  it('that fails is the answer, and no other is asked', async () => {
    const podman = { exitCode: 125, stderr: 'Error: write /x: no space left on device\n' };
    const { embedded, target, lines } = await embeddedWith({}, { answers: { podman, docker: {} } });
    await expect(embedded.load?.(target)).rejects.toMatchObject({
      message: 'podman could not load the archive. The disk that holds the container store is full.',
      fix: [
        { command: 'podman system df', text: 'shows what takes the space' },
        { command: 'podman system prune', text: 'removes what no container uses' },
        { command: `cd ${target.directory} && podman load --input hello.oci.tar` },
      ],
      output: ['Error: write /x: no space left on device'],
    });
    expect(lines()).toHaveLength(1);
  });

  it('not where there is none, and each line is named that would', async () => {
    const { embedded, target } = await embeddedWith();
    await expect(embedded.load?.(target)).rejects.toMatchObject({
      message: expect.stringMatching(/^Nothing on this machine can load the archive: there is no podman, docker/),
      fix: expect.arrayContaining([{ command: `cd ${target.directory} && docker load --input hello.oci.tar` }]),
    });
  });

  it('is pushed by skopeo from its file', async () => {
    const { embedded, target, lines } = await embeddedWith(
      { image: 'quay.io/you/hello:1' },
      { answers: { skopeo: {} } },
    );
    await embedded.push(target);
    expect(lines()).toEqual([
      expect.stringMatching(
        /^skopeo copy --digestfile \S+ oci-archive:hello\.oci\.tar docker:\/\/quay\.io\/you\/hello:1$/,
      ),
    ]);
  });

  it('is pushed by an engine that loads it first, where there is no skopeo', async () => {
    const { embedded, target, lines } = await embeddedWith(
      { image: 'quay.io/you/hello:1' },
      { answers: { podman: {} } },
    );
    await embedded.push(target);
    expect(lines().slice(1)).toEqual([
      'podman load --input hello.oci.tar',
      expect.stringMatching(/^podman push --digestfile \S+ quay\.io\/you\/hello:1$/),
    ]);
  });

  it.each([
    ['skopeo', 'podman login quay.io'],
    ['docker', 'docker login quay.io'],
  ])('is refused by a registry in the words of %s', async (program, login) => {
    const refuse: Answer = { exitCode: 1, stderr: 'unauthorized: authentication required\n' };
    const answers = program === 'skopeo' ? { skopeo: refuse } : { docker: {}, 'docker push': refuse };
    const { embedded, target } = await embeddedWith({ image: 'quay.io/you/hello:1' }, { answers });
    await expect(embedded.push(target)).rejects.toMatchObject({
      message: expect.stringMatching(new RegExp(`^${program} could not push quay\\.io/you/hello:1\\. The registry`)),
      fix: expect.arrayContaining([{ command: login }]),
    });
  });

  it('is not pushed by a program that cannot be started, which is named', async () => {
    const skopeo = { unstartable: '/usr/bin/skopeo cannot be started: no permission' };
    const { embedded, target } = await embeddedWith(
      { image: 'quay.io/you/hello:1' },
      { answers: { skopeo, podman: {} } },
    );
    await expect(embedded.push(target)).rejects.toThrow('/usr/bin/skopeo cannot be started: no permission.');
  });

  it('is cancelled with the run', async () => {
    const { embedded, target } = await embeddedWith({}, { answers: { podman: { signal: 'SIGTERM' } } });
    await expect(embedded.load?.(target, aborted())).rejects.toMatchObject({ exitCode: 130 });
  });
});
