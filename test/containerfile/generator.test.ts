import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import helpers from 'yeoman-test';
import ContainerfileGenerator from '../../generators/containerfile/index.js';
import { packageRoot } from '../../generators/core/system/package-root.js';
import { reads } from '../support/fixes.js';
import { copyFixture, type Fixture, fixtures } from '../support/fixtures.js';
import { catchOutput, terminal } from '../support/terminal.js';

const said = catchOutput();

/**
 * A run for a copy of a fixture that builds nothing. yeoman-test forces every conflict unless an option says otherwise.
 */
const adopt = (fixture: Fixture, options: Record<string, unknown> = {}, change = async (_folder: string) => {}) =>
  helpers
    .create(ContainerfileGenerator as never, { namespace: 'wasm-oci:containerfile' })
    .withOptions({ directory: fixture, build: false, force: false, ...options } as object)
    .doInDir(async (folder) => change(await copyFixture(fixture, folder)));

const contents = (folder: string, path: string) => readFile(join(folder, path), 'utf8');

describe('writing', () => {
  it('adds the container files and the stored answers, and changes nothing else', async () => {
    const { cwd } = await adopt('rust-workspace', { bin: 'shout' });
    const written = ['.containerignore', '.dockerignore', '.yo-rc.json', 'Containerfile'];
    const [before, after] = [await tree(join(fixtures, 'rust-workspace')), await tree(join(cwd, 'rust-workspace'))];
    expect(Object.keys(after).filter((path) => !(path in before))).toEqual(written);
    for (const [path, text] of Object.entries(before)) expect(after[path], path).toBe(text);
    expect(JSON.parse(after['.yo-rc.json'] ?? '')).toEqual({
      'create-wasm-oci': {
        language: 'rust',
        name: 'shout',
        image: 'localhost/shout:latest',
        adopted: { bin: 'shout' },
        written: {
          Containerfile: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
          '.containerignore': expect.any(String),
          '.dockerignore': expect.any(String),
        },
        cache: expect.stringMatching(/^[0-9a-f]{16}$/),
        version: expect.any(String),
      },
    });
  });

  it('says what was found, what could be gained, and how to do it again', async () => {
    await adopt('c-make');
    expect(said.stderr).toContain('found: C: Makefile, which links out/tally, tests/check');
    expect(said.stderr).toContain('npm init wasm-oci containerfile c-make -- --language c --name tally');
    expect(said.stderr).toContain('--bin out/tally --yes');
    expect(said.stdout).toBe('');
  });

  it('says which of several programs was taken unasked, and which flags take another', async () => {
    await adopt('rust-workspace');
    expect(said.stderr).toContain('found: takes --bin greet of 3 programs; others: --bin echo-args, --bin shout\n');
  });

  it('says nothing of the kind where the user chose', async () => {
    await adopt('rust-workspace', { bin: 'shout' });
    expect(said.stderr).toContain('found: Rust: workspace of 3 packages');
    expect(said.stderr).not.toContain('others:');
  });

  it('calls the current directory by no name that reads like another', async () => {
    await adopt('article', { directory: '.' }, (folder) => cp(folder, join(folder, '..'), { recursive: true }));
    expect(said.stderr).toContain('4 files are in this directory.\n');
  });

  it('is one JSON document with --json', async () => {
    await adopt('article', { json: true });
    expect(JSON.parse(said.stdout)).toMatchObject({
      directory: 'article',
      image: null,
      language: 'rust',
      files: ['Containerfile', '.containerignore', '.dockerignore', '.yo-rc.json'],
      adopted: { package: 'rust-hello-world', bin: 'rust-hello', found: expect.any(Array), advice: expect.any(Array) },
    });
  });

  it('does nothing in a dry run', async () => {
    const { cwd } = await adopt('article', { 'dry-run': true, json: true });
    expect(await readdir(join(cwd, 'article'))).not.toContain('Containerfile');
    expect(JSON.parse(said.stdout)).toMatchObject({ dryRun: true, files: expect.arrayContaining(['Containerfile']) });
  });

  it('keeps an existing ignore file', async () => {
    const { cwd } = await adopt('article', {}, (folder) => writeFile(join(folder, '.dockerignore'), 'mine\n'));
    expect(await contents(cwd, 'article/.dockerignore')).toBe('mine\n');
    expect(await contents(cwd, 'article/.containerignore')).toContain('target\n');
    expect(said.stderr).toContain(
      '.dockerignore is yours, and kept. Podman reads the new .containerignore in its place',
    );
  });

  it('names the sources that an ignore file of the user excludes', async () => {
    await adopt('article', {}, (folder) => writeFile(join(folder, '.dockerignore'), '*\n!dist/\n!Cargo.toml\n'));
    expect(said.stderr).toContain('.dockerignore excludes src/main.rs: docker build does not find it');
  });
});

describe('an existing Containerfile', () => {
  const old = (folder: string) => rename(join(folder, 'Containerfile.old'), join(folder, 'Containerfile'));

  it("of the article's shape is looked at, and stays where nobody can be asked", async () => {
    let folder = '';
    const run = adopt('article', {}, async (copy) => {
      folder = copy;
      await old(copy);
    });
    await expect(run).rejects.toMatchObject({
      message: expect.stringContaining('already has a Containerfile'),
      exitCode: 1,
    });
    expect(said.stderr).toContain('wasm32-wasi is now called wasm32-wasip1: Containerfile:4');
    expect(await contents(folder, 'Containerfile')).toContain('ubi9-minimal');
    expect(await readdir(folder)).not.toContain('.yo-rc.json');
  });

  it('is reported in a dry run, which would otherwise promise what is refused', async () => {
    await adopt('article', { 'dry-run': true }, old);
    expect(said.stderr).toContain('Containerfile is there, and another: --force overwrites it.');
    said.stderr = '';
    await adopt('article', { 'dry-run': true });
    expect(said.stderr).not.toContain('--force');
  });

  it('is overwritten with --force', async () => {
    const { cwd } = await adopt('article', { force: true }, old);
    expect(await contents(cwd, 'article/Containerfile')).toContain('ENTRYPOINT ["/rust-hello-world.wasm"]');
  });

  it.each([
    ['Containerfile', 'nothing', {}],
    ['Containerfile', '../other', { force: true }],
    ['.yo-rc.json', '../other', {}],
  ])('is not written through a link: %s to %s', async (name, target, options) => {
    let other = '';
    const run = adopt('article', options, async (folder) => {
      other = join(folder, '../other');
      await writeFile(other, '{}\n');
      await symlink(target, join(folder, name));
    });
    await expect(run).rejects.toMatchObject({
      message: expect.stringContaining(`${name} is a symbolic link`),
      exitCode: 1,
    });
    expect(await readFile(other, 'utf8')).toBe('{}\n');
  });

  it('may be a link to the file that is written', async () => {
    const ours = join(fixtures, '../golden/trees/adopted-article/Containerfile');
    await adopt('article', {}, (folder) => symlink(ours, join(folder, 'Containerfile')));
    expect(said.stderr).toContain('4 files are in');
  });

  it("is asked about in a terminal, through Yeoman's conflict prompt", async () => {
    terminal(true);
    const asked: string[] = [];
    const run = adopt('article', {}, old).onEnvironment((env) => {
      Object.assign(env.options, { force: false });
    });
    const { cwd } = await run.withAnswers(
      {},
      {
        callback(answer, { question }) {
          asked.push(String(question.message));
          return /^Overwrite/.test(String(question.message)) ? 'skip' : answer;
        },
      },
    );
    expect(asked).toEqual([expect.stringContaining('Containerfile')]);
    expect(await contents(cwd, 'article/Containerfile')).toContain('ubi9-minimal');
  });

  it('that is the one to be written is no conflict', async () => {
    const ours = join(fixtures, '../golden/trees/adopted-article/Containerfile');
    await adopt('article', {}, (folder) => copyFile(ours, join(folder, 'Containerfile')));
    expect(said.stderr).toContain('4 files are in');
  });
});

describe('what is ambiguous', () => {
  it('is an error that names the flag and every candidate, where nobody can be asked', async () => {
    await expect(adopt('go-module')).rejects.toMatchObject({
      message: 'There are 2 programs, and an image holds one.',
      fix: [{ command: '--package ./cmd/report' }, { command: '--package ./cmd/serve' }],
      exitCode: 1,
    });
  });

  it('is all that is asked in a terminal', async () => {
    terminal(true);
    const asked: unknown[] = [];
    const run = adopt('go-module').withAnswers(
      {},
      {
        callback(answer, { question }) {
          asked.push(question.name);
          const { choices } = question as { choices?: { name: string; value: unknown }[] };
          return question.name === 'chosen' ? choices?.find(({ name }) => name === './cmd/serve')?.value : answer;
        },
      },
    );
    const { cwd } = await run;
    expect(asked).toEqual(['chosen']);
    expect(await contents(cwd, 'go-module/Containerfile')).toContain('-o /serve.wasm ./cmd/serve');
  });

  it('is what was chosen the last time', async () => {
    const stored = { 'create-wasm-oci': { name: 'Served', adopted: { package: './cmd/serve' } } };
    await adopt('go-module', {}, (folder) => writeFile(join(folder, '.yo-rc.json'), JSON.stringify(stored)));
    expect(said.stderr).toContain('--name Served --image localhost/served:latest --package ./cmd/serve --yes');
  });

  it('is built as it is with --no-write, and no other one', async () => {
    const stored = { 'create-wasm-oci': { language: 'tinygo', name: 'serve', adopted: { package: './cmd/serve' } } };
    const again = (options: Record<string, unknown>) =>
      adopt('go-module', { write: false, ...options }, (folder) =>
        writeFile(join(folder, '.yo-rc.json'), JSON.stringify(stored)),
      );
    await again({ package: './cmd/serve' });
    await expect(again({ package: './cmd/report' })).rejects.toMatchObject({
      message: '--no-write builds with the existing container files, and --package would change them.',
      exitCode: 1,
    });
    await expect(again({ aot: true })).rejects.toMatchObject({
      message: expect.stringContaining('--aot would change'),
    });
  });

  it('stays chosen when a project gets a second program, and is an error when the first is gone', async () => {
    const { cwd } = await adopt('article');
    const stored = await contents(cwd, 'article/.yo-rc.json');
    const again = (change: (folder: string) => Promise<void>) =>
      adopt('article', { force: true }, async (folder) => {
        await writeFile(join(folder, '.yo-rc.json'), stored);
        await change(folder);
      });
    const second = await again(async (folder) => {
      await mkdir(join(folder, 'src/bin'));
      await writeFile(join(folder, 'src/bin/other.rs'), 'fn main() {}\n');
    });
    expect(await contents(second.cwd, 'article/Containerfile')).toContain('--bin rust-hello ');
    const renamed = again(async (folder) => {
      const manifest = await contents(folder, 'Cargo.toml');
      await writeFile(join(folder, 'Cargo.toml'), manifest.replace('"rust-hello"', '"renamed"'));
    });
    await expect(renamed).rejects.toMatchObject({
      message: '.yo-rc.json, "adopted": --bin rust-hello: there is no such program.',
      fix: [{ command: '--bin renamed' }],
    });
  });

  it('that a Makefile hides is named once', async () => {
    const hidden = async (folder: string) => {
      await writeFile(join(folder, 'Makefile'), 'all:\n\t./build.sh\n');
      await writeFile(join(folder, 'a.c'), 'int main(void) { return 0; }\n');
      await rm(join(folder, 'Cargo.toml'));
    };
    const { cwd } = await adopt('article', { bin: 'out/tool' }, hidden);
    expect(said.stderr).toContain('--bin out/tool --yes');
    const stored = await contents(cwd, 'article/.yo-rc.json');
    said.stderr = '';
    await adopt('article', {}, async (folder) => {
      await hidden(folder);
      await writeFile(join(folder, '.yo-rc.json'), stored);
    });
    expect(said.stderr).toContain('4 files are in');
  });

  it.each<[Fixture, Record<string, unknown>, string, string]>([
    ['rust-workspace', { bin: 'nothing' }, '--bin nothing: there is no such program.', '--bin echo-args'],
    ['go-module', { package: './cmd' }, '--package ./cmd: there is no such program.', '--package ./cmd/report'],
    ['article', { language: 'tinygo' }, 'there is no go.mod', 'Give the directory'],
    ['c-cmake', { 'build-system': 'make' }, '--build-system make: no file of it was found.', 'Found: cmake'],
    [
      'c-cmake',
      { 'build-system': 'ninja' },
      '--build-system: "ninja" is not one of cmake, autotools, meson, make, sources',
      '',
    ],
    ['article', { name: '..' }, '--name: ".."', 'Give another one'],
  ])('%s with %j is refused', async (fixture, options, message, fix) => {
    await expect(adopt(fixture, options)).rejects.toMatchObject({
      message: expect.stringContaining(message),
      exitCode: 1,
      ...(fix && { fix: expect.arrayContaining([reads(expect.stringContaining(fix))]) }),
    });
  });

  it('is the language, where there are manifests of two', async () => {
    const both = (folder: string) =>
      writeFile(
        join(folder, 'Cargo.toml'),
        '[package]\nname = "x"\nedition = "2021"\nautobins = true\n[[bin]]\nname = "x"\npath = "cmd/x.rs"\n',
      ).then(() => writeFile(join(folder, 'cmd/x.rs'), ''));
    await expect(adopt('go-module', {}, both)).rejects.toMatchObject({
      fix: [reads(expect.stringContaining('--language rust')), reads(expect.stringContaining('--language tinygo'))],
    });
    const stored = { 'create-wasm-oci': { language: 'tinygo', name: 'x', adopted: { package: './cmd/serve' } } };
    const { cwd } = await adopt('go-module', { language: 'rust' }, async (folder) => {
      await both(folder);
      await writeFile(join(folder, '.yo-rc.json'), JSON.stringify(stored));
    });
    expect(await contents(cwd, 'go-module/Containerfile')).toContain('cargo build');
  });
});

describe('a folder without a project', () => {
  it('names the manifests below it', async () => {
    const run = helpers
      .create(ContainerfileGenerator as never, { namespace: 'wasm-oci:containerfile' })
      .withOptions({ build: false } as object)
      .doInDir(async (folder) => void (await copyFixture('go-module', folder)));
    await expect(run).rejects.toMatchObject({
      fix: expect.arrayContaining([reads(expect.stringContaining('the manifest: go-module/go.mod, go-module/lib/'))]),
    });
  });

  it('says what was looked for', async () => {
    const run = helpers
      .create(ContainerfileGenerator as never, { namespace: 'wasm-oci:containerfile' })
      .withOptions({ build: false } as object);
    await expect(run).rejects.toMatchObject({
      message: expect.stringContaining('there is no Cargo.toml'),
      exitCode: 1,
    });
  });
});

/** Every file below a folder, with its contents, in order. */
async function tree(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const paths = files.map((file) => file.slice(file.indexOf(folder) + folder.length + 1)).sort();
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await contents(folder, path)])));
}

describe('a preset', () => {
  const preset = join(packageRoot, 'docs/preset-example');

  beforeEach(async () => {
    const home = await mkdtemp(join(tmpdir(), 'create-wasm-oci-home-'));
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    vi.stubEnv('XDG_CACHE_HOME', join(home, '.cache'));
    vi.stubEnv('XDG_CONFIG_HOME', join(home, '.config'));
  });
  afterEach(() => void vi.unstubAllEnvs());

  it('gives builder images, labels and answers, and is stored; its files are for new projects', async () => {
    const { cwd } = await adopt('article', { preset, 'trust-preset': true, force: true });
    const containerfile = await contents(join(cwd, 'article'), 'Containerfile');
    expect(containerfile).toContain('ARG BUILDER_IMAGE=registry.example.com/docker.io/library/rust:');
    expect(containerfile).toContain('LABEL org.opencontainers.image.vendor="Example Team"');
    const stored = JSON.parse(await contents(join(cwd, 'article'), '.yo-rc.json'))['create-wasm-oci'];
    expect(stored).toMatchObject({
      image: 'registry.example.com/wasm/rust-hello-world:0.1.0',
      adopted: {},
      preset: { name: 'example-team', hash: expect.stringMatching(/^sha256:/) },
    });
    expect(await readdir(join(cwd, 'article'))).not.toContain('LICENSE');
  });

  /** A preset that says this, beside the project. */
  const saying = (said: string) => async (folder: string) => {
    await writeFile(join(folder, '../team.toml'), `schema = 1\nname = "team"\n${said}\n`);
    const bin = 'autobins = false\n[[bin]]\nname = "x"\npath = "cmd/x.rs"\n';
    await writeFile(join(folder, 'Cargo.toml'), `[package]\nname = "x"\nedition = "2021"\n${bin}`);
    await mkdir(join(folder, 'cmd'), { recursive: true });
    await writeFile(join(folder, 'cmd/x.rs'), '');
  };

  /** A crate whose manifest has these lines, beside a preset with the licence MIT. */
  const crate = (lines: string) => async (folder: string) => {
    await saying('[license]\nspdx = "MIT"')(folder);
    await writeFile(join(folder, 'Cargo.toml'), `${await contents(folder, 'Cargo.toml')}\n${lines}\n`);
    await mkdir(join(folder, 'src'), { recursive: true });
  };
  const shipped = async (package_: string, more = '') => {
    const { cwd } = await adopt('go-module', { preset: './team.toml', language: 'rust' }, async (folder) => {
      await crate(more)(folder);
      const manifest = await contents(folder, 'Cargo.toml');
      await writeFile(join(folder, 'Cargo.toml'), manifest.replace('[package]\n', `[package]\n${package_}\n`));
    });
    return /licenses="?([^"\n]*)/.exec(await contents(cwd, 'go-module/Containerfile'))?.[1];
  };

  it.each<[string, string | undefined, string?]>([
    ['', 'MIT'],
    ['license = "MIT"', 'MIT'],
    ['license.workspace = true', 'MIT', '[workspace.package]\nlicense = "MIT"'],
    // A text of its own, which need not be the preset's.
    ['license-file = "COPYING"', undefined],
  ])("does not write its licence on somebody else's crate: %j", async (license, label, more) => {
    expect(await shipped(license, more)).toBe(label);
  });

  it.each<[string, string, string?]>([
    ['license = "GPL-3.0-only"', 'GPL-3.0-only'],
    ['license = "MIT/Apache-2.0"', 'MIT OR Apache-2.0'],
    ['license = "Proprietary"', 'Proprietary'],
    ['license = { workspace = true }', 'GPL-2.0-only', '[workspace.package]\nlicense = "GPL-2.0-only"'],
  ])('whose licence differs from that of a crate is refused: %j', async (license, own, more) => {
    await expect(shipped(license, more)).rejects.toMatchObject({
      exitCode: 1,
      message: `Cargo.toml:2: the licence is "${own}", and the preset team (./team.toml:4, license.spdx) has "MIT".`,
      fix: [reads(expect.stringContaining('--preset none')), expect.any(Object)],
    });
  });

  it.each(['[locked]\nlanguage = "rust"', '[defaults]\nlanguage = "rust"'])(
    'says which of several languages is shipped: %j',
    async (said) => {
      const { cwd } = await adopt('go-module', { preset: './team.toml' }, saying(said));
      expect(await contents(cwd, 'go-module/Containerfile')).toContain('cargo build');
    },
  );

  it('that locks another language is named, and nothing that nobody said', async () => {
    const locked = saying('[locked]\nlanguage = "tinygo"');
    await expect(adopt('article', { preset: './team.toml' }, locked)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('there is no go.mod'),
      fix: expect.arrayContaining([
        reads(expect.stringMatching(/the preset team \(.*:4, locked.language\).*--preset none/)),
      ]),
    });
    await expect(adopt('article', { preset: './team.toml', language: 'rust' }, locked)).rejects.toMatchObject({
      message: expect.stringContaining('--language: "rust" contradicts the preset team'),
    });
  });

  it('locks what it locks', async () => {
    await expect(adopt('article', { preset, 'trust-preset': true, engine: 'docker' })).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/--engine.*\[locked\]|locked.*engine/),
    });
  });
});
