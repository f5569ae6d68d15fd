import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, type TestContext } from 'vitest';
import { npmCommand } from '../../generators/core/system/npm.js';
import { packageRoot } from '../../generators/core/system/package-root.js';
import { languageIds } from '../support/projects.js';
import { needsLab, registryHost } from './support/lab.js';
import { createWasmOci, emptyFolder, environment, podman, type Result, run, untag } from './support/run.js';

/** A person's folder: the example preset as `acme`, with the compilers from the lab's registry by its own name. */
async function home(test: Pick<TestContext, 'skip'>) {
  needsLab(test);
  const cwd = await emptyFolder();
  const settings = { XDG_CONFIG_HOME: join(cwd, '.config'), XDG_CACHE_HOME: join(cwd, '.cache') };
  await cp(join(packageRoot, 'docs/preset-example'), join(cwd, 'acme'), { recursive: true });
  await edit(join(cwd, 'acme/wasm-oci.toml'), (toml) =>
    toml.replace(/= "registry\.example\.com\/(?=docker|ghcr)/g, `= "${registryHost()}/`),
  );
  const create = (args: string[], env: Record<string, string> = {}): Promise<Result> =>
    createWasmOci(args, { cwd, env: { ...settings, ...env } });
  return { cwd, create };
}

async function edit(path: string, change: (text: string) => string): Promise<void> {
  await writeFile(path, change(await readFile(path, 'utf8')));
}

async function must(program: string, args: string[], cwd: string): Promise<string> {
  const { exitCode, stdout, stderr } = await run(program, args, { cwd });
  expect(exitCode, stderr).toBe(0);
  return stdout;
}

/** Packs the preset as its authors would. Returns the tarball. */
async function pack(cwd: string): Promise<string> {
  const npm = npmCommand(environment());
  if (!npm) throw new Error('npm was not found');
  await must(process.execPath, [npm, 'pack', '--silent', '--pack-destination', cwd], join(cwd, 'acme'));
  return './example-wasm-preset-1.0.0.tgz';
}

/** A bare repository of the preset, as a git server holds it. Returns its URL. */
async function publish(cwd: string): Promise<string> {
  const git = (...args: string[]) => must('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], cwd);
  await git('init', '-q', '-b', 'main', 'acme');
  await git('-C', 'acme', 'add', '-A');
  await git('-C', 'acme', 'commit', '-q', '-m', 'The preset');
  await git('-C', 'acme', 'tag', 'v1');
  await git('clone', '-q', '--bare', 'acme', 'served.git');
  return pathToFileURL(join(cwd, 'served.git')).href;
}

describe.each<[string, (cwd: string) => Promise<string>]>([
  ['a folder', async () => './acme'],
  ['a packed npm package', pack],
  ['a git URL', async (cwd) => `git+${await publish(cwd)}#v1`],
])('a preset from %s', (_, source) => {
  it('gives a project that builds and runs as the preset asks', async (test) => {
    const { cwd, create } = await home(test);
    const preset = await source(cwd);
    const made = await create(['hello', '--language', 'c', '--preset', preset, '--trust-preset', '--yes', '--json']);
    expect(made.exitCode, made.stderr).toBe(0);
    const image = 'registry.example.com/wasm/hello:0.1.0';
    expect(JSON.parse(made.stdout)).toMatchObject({ image, engine: { id: 'podman' }, os: 'wasi' });

    const containerfile = await readFile(join(cwd, 'hello/Containerfile'), 'utf8');
    expect(containerfile).toContain(`ARG BUILDER_IMAGE=${registryHost()}/ghcr.io/webassembly/wasi-sdk`);
    const [{ Labels }] = JSON.parse(await podman(['image', 'inspect', image]));
    expect(Labels).toMatchObject({
      'org.opencontainers.image.title': 'hello',
      'org.opencontainers.image.licenses': 'MIT',
      'org.opencontainers.image.source': 'https://git.example.com/wasm/hello',
      'com.example.cost-center': '4711 "platform"',
    });
    expect(await podman(['run', '--rm', '--platform', 'wasi/wasm', image])).toContain('Hello from hello!');
    expect(await readFile(join(cwd, 'hello/catalog.toml'), 'utf8')).toContain('license = "MIT"');
    await must('test', ['-x', 'hello/ci/check.sh'], cwd);

    // What is stored resolves it again, at the same content: another run writes the same project.
    const again = await create(['hello', '--yes', '--no-build']);
    expect(again.exitCode, again.stderr).toBe(0);
    await untag(image);
  });
});

describe('templates of a preset', () => {
  it('run only when they are trusted, once for each content', async (test) => {
    const { cwd, create } = await home(test);
    const url = await publish(cwd);
    const write = (project: string, ...more: string[]) =>
      create([project, '--preset', url, '--yes', '--no-build', ...more]);

    const refused = await write('one');
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refused.stderr).toContain(
      'holds files that run as code on this machine: overlay/catalog.toml.ejs (a template)',
    );
    expect(refused.stderr).toContain('--trust-preset');
    await must('test', ['!', '-e', 'one'], cwd);

    expect((await write('one', '--trust-preset')).exitCode).toBe(0);
    expect((await write('two')).exitCode).toBe(0);
    await edit(join(cwd, 'acme/overlay/catalog.toml.ejs'), (text) => `${text}# changed\n`);
    await must('git', ['-C', 'acme', '-c', 'user.name=t', '-c', 'user.email=t@e', 'commit', '-qam', 'x'], cwd);
    await must('git', ['-C', 'acme', 'push', '-q', '../served.git', 'main'], cwd);
    expect((await write('three')).exitCode).toBe(1);
    // The project that was written before stays with what it was written with.
    expect((await create(['two', '--yes', '--no-build'])).exitCode).toBe(0);
  });

  it('that come with a cloned repository do not run', async (test) => {
    const { cwd, create } = await home(test);
    await cp(join(cwd, 'acme'), join(cwd, 'clone/preset'), { recursive: true });
    const made = await create(['clone', '--preset', './clone/preset', '--yes', '--no-build']);
    expect(made.exitCode, made.stderr).toBe(0);
    // Another person: they named no path, and whoever wrote the .yo-rc.json wrote the templates, too.
    const other = { XDG_CONFIG_HOME: join(cwd, 'other/.config'), XDG_CACHE_HOME: join(cwd, 'other/.cache') };
    const ran = await create(['clone', '--yes', '--no-build'], other);
    expect(ran.exitCode, ran.stderr).toBe(1);
    expect(ran.stderr).toContain('holds files that run as code');
    expect((await create(['clone', '--yes', '--no-build', '--trust-preset'], other)).exitCode).toBe(0);
    expect((await create(['clone', '--yes', '--no-build'], other)).exitCode).toBe(0);
  });
});

describe('a preset that cannot be had', () => {
  it.each([
    [
      '@example/none-such',
      'The preset @example/none-such@latest was not fetched: the registry http://127.0.0.1:9/ cannot be reached.',
    ],
    [
      'https://git.invalid/preset.git',
      'The preset https://git.invalid/preset.git was not fetched: its host cannot be reached.',
    ],
    ['./gone', '--preset: no preset: there is no ./gone.'],
  ])('%s, without a network: nothing is written', async (preset, message) => {
    const cwd = await emptyFolder();
    // A port where nothing listens, and a proxy that is none: no name is asked for outside this machine.
    const env = { npm_config_registry: 'http://127.0.0.1:9/', HOME: cwd };
    const { exitCode, stdout, stderr } = await createWasmOci(['x', '--preset', preset, '--yes'], { cwd, env });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ +at /m);
    await must('test', ['!', '-e', 'x'], cwd);
  });
});

describe('a check of a preset', () => {
  it('that the image does not meet ends with exit code 3, and what is missing', async (test) => {
    const { cwd, create } = await home(test);
    await edit(join(cwd, 'acme/wasm-oci.toml'), (toml) =>
      toml.replace('max-image-bytes = 1_000_000', 'max-image-bytes = 100'),
    );
    const made = await create(['hello', '--language', 'c', '--preset', './acme', '--yes']);
    expect(made).toMatchObject({ exitCode: 3, stdout: '' });
    expect(made.stderr).toContain('was built, but is not as the preset requires: the image has');
    await untag('registry.example.com/wasm/hello:0.1.0');
  });
});

describe('the embedded engine', () => {
  it("writes the preset's labels into its image as well", async (test) => {
    const { cwd, create } = await home(test);
    await edit(join(cwd, 'acme/wasm-oci.toml'), (toml) =>
      toml.replace('engine = "podman"', 'engine = "embedded"').replace('engines = ["podman", "docker"]', ''),
    );
    // Its clang is fetched once for all tests.
    const cache = { XDG_CACHE_HOME: environment().XDG_CACHE_HOME ?? join(homedir(), '.cache') };
    const made = await create(['hello', '--language', 'c', '--preset', './acme', '--yes', '--no-run'], cache);
    expect(made).toMatchObject({ exitCode: 0, stdout: 'oci-archive:hello/hello.oci.tar\n' });
    const { config } = JSON.parse(await must('skopeo', ['inspect', '--config', made.stdout.trim()], cwd));
    expect(config.Labels).toMatchObject({
      'org.opencontainers.image.licenses': 'MIT',
      'com.example.cost-center': '4711 "platform"',
    });
  });
});

describe('preset test', () => {
  it('builds, checks and runs every language, and leaves no image behind', async (test) => {
    const { create } = await home(test);
    const ours = ['images', '--quiet', '--filter', 'reference=*/create-wasm-oci-preset-test'];
    const images = () => podman(ours);
    const before = await images();
    const tested = await create(['preset', 'test', './acme', '--build', '--json']);
    expect(tested.exitCode, tested.stderr).toBe(0);
    const { ok, preset, languages } = JSON.parse(tested.stdout);
    expect({ ok, name: preset.name }).toEqual({ ok: true, name: 'example-team' });
    expect(languages.map(({ language }: { language: string }) => language)).toEqual(languageIds);
    for (const language of languages) {
      expect(language).toMatchObject({
        ok: true,
        engine: { id: 'podman' },
        labels: { 'org.opencontainers.image.vendor': 'Example Team' },
        seconds: { build: expect.any(Number), run: expect.any(Number) },
      });
    }
    expect(await images()).toBe(before);
  });

  it('ends with 1 for a preset that is wrong, and says where', async (test) => {
    const { cwd, create } = await home(test);
    await edit(join(cwd, 'acme/wasm-oci.toml'), (toml) => toml.replace('[builders]', '[bilders]'));
    const tested = await create(['preset', 'test', './acme']);
    expect(tested).toMatchObject({ exitCode: 1, stdout: '' });
    expect(tested.stderr).toContain(
      './acme/wasm-oci.toml:17: bilders: a preset has no such key; did you mean "builders"?',
    );
  });

  it('ends with 3 for an image that cannot be built, and with what the build said', async (test) => {
    const { cwd, create } = await home(test);
    await edit(join(cwd, 'acme/wasm-oci.toml'), (toml) =>
      toml.replace('[defaults]\nlanguage = "rust"', '[defaults]').replace('[locked]', '[locked]\nlanguage = "c"'),
    );
    const broken = join(cwd, 'acme/overlay/src/main.c');
    await mkdir(dirname(broken), { recursive: true });
    await writeFile(broken, 'int main(void) { return nosuch; }\n');
    await chmod(broken, 0o644);
    const tested = await create(['preset', 'test', './acme', '--build']);
    expect(tested.exitCode, tested.stderr).toBe(3);
    expect(tested.stdout).toContain("use of undeclared identifier 'nosuch'");
    expect(tested.stdout).toContain('the preset locks the language to c');
  });

  it.each([
    [['preset'], 'preset needs a subcommand: test, new or schema.'],
    [['preset', 'tset', 'x'], 'preset has no subcommand "tset" (allowed: test, new, schema).'],
    [['preset', 'test'], 'preset test needs a preset.'],
    [['preset', 'test', 'a', 'b'], 'preset test takes one preset'],
    [['preset', 'test', 'a', '--biuld'], "Unknown option '--biuld'"],
  ])('refuses %j', async (args, message) => {
    const { exitCode, stderr } = await createWasmOci(args);
    expect({ exitCode }).toEqual({ exitCode: 1 });
    expect(stderr).toContain(message);
    expect(stderr).toContain('create-wasm-oci preset --help');
  });
});
