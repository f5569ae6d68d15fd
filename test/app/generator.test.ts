import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import helpers from 'yeoman-test';
import AppGenerator from '../../generators/app/index.js';
import { renderStored } from '../../generators/commands/update/render-stored.js';
import { readProject } from '../../generators/commands/update/stored-project.js';
import { reads } from '../support/fixes.js';
import { catchOutput, terminal } from '../support/terminal.js';

const said = catchOutput();

/** A run that builds nothing. yeoman-test forces every conflict unless an option says otherwise. */
const generate = (options: Record<string, unknown>) =>
  helpers
    .create(AppGenerator as never, { namespace: 'wasm-oci:app' })
    .withOptions({ build: false, force: false, ...options } as object);

/** Every file below a folder, with its contents. */
async function tree(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, 'utf8')])),
  );
}

const C_FILES = [
  '.containerignore',
  '.dockerignore',
  '.gitignore',
  '.yo-rc.json',
  'Containerfile',
  'Makefile',
  'README.md',
  'src/main.c',
  'test/greeting.txt',
  'test/test.c',
];

describe('writing', () => {
  it('makes the folder that was named', async () => {
    const { cwd } = await generate({ directory: 'hello', language: 'c' });
    expect(Object.keys(await tree(join(cwd, 'hello'))).sort()).toEqual(C_FILES);
    expect(await readdir(cwd)).toEqual(['hello']);
  });

  it('makes a folder named after the project where none was named', async () => {
    const { cwd } = await generate({ name: 'My App!', language: 'c' });
    expect(await readdir(cwd)).toEqual(['my-app']);
    expect(said.stderr).toContain('"My App!" is named my-app');
  });

  it('uses an empty folder, and one with other files in it', async () => {
    const { cwd } = await generate({ directory: 'hello', language: 'c' }).doInDir(async (folder) => {
      await mkdir(join(folder, 'hello'));
      await writeFile(join(folder, 'hello/notes.txt'), 'mine');
    });
    const files = await tree(join(cwd, 'hello'));
    expect(Object.keys(files).sort()).toEqual([...C_FILES, 'notes.txt'].sort());
    expect(files['notes.txt']).toBe('mine');
  });

  it('says on stderr how to go on, and nothing on stdout, when nothing was built', async () => {
    await generate({ directory: 'hello', language: 'c' });
    expect(said.stdout).toBe('');
    expect(said.stderr).toContain('podman build --platform=wasi/wasm -t localhost/hello:latest .');
    expect(said.stderr).toContain(
      'npm init wasm-oci hello -- --language c --name hello --image localhost/hello:latest --yes',
    );
  });

  it('prints one JSON document with --json', async () => {
    await generate({ directory: 'hello', language: 'c', json: true });
    expect(JSON.parse(said.stdout)).toMatchObject({
      directory: 'hello',
      image: null,
      language: 'c',
      files: expect.any(Array),
    });
  });
});

describe('files that are in the way', () => {
  const withReadme = (options: Record<string, unknown>) =>
    generate({ directory: 'hello', language: 'c', ...options }).doInDir(async (folder) => {
      await mkdir(join(folder, 'hello'));
      await writeFile(join(folder, 'hello/README.md'), 'mine');
      await writeFile(join(folder, 'hello/Makefile'), 'mine too');
    });

  it('are named, and nothing is written, where nobody can be asked', async () => {
    let folder = '';
    const run = withReadme({}).onEnvironment((env) => {
      folder = env.cwd;
    });
    await expect(run).rejects.toMatchObject({ message: expect.stringContaining('Makefile, README.md'), exitCode: 1 });
    expect(await tree(folder)).toEqual({ 'hello/README.md': 'mine', 'hello/Makefile': 'mine too' });
  });

  it('are overwritten with --force', async () => {
    const { cwd } = await withReadme({ force: true });
    expect(await readFile(join(cwd, 'hello/README.md'), 'utf8')).toContain('# hello');
  });

  it("are asked about in a terminal, one by one, through Yeoman's conflict prompt", async () => {
    terminal(true);
    const answers = { name: 'hello', image: 'hello', engine: 'auto' };
    const asked: string[] = [];
    // yeoman-test's environment overwrites everything unasked; a person's does not.
    const run = withReadme({}).onEnvironment((env) => {
      Object.assign(env.options, { force: false });
    });
    const { cwd } = await run.withAnswers(answers, {
      callback(answer, { question }) {
        if (!/^Overwrite/.test(String(question.message))) return answer;
        asked.push(String(question.message));
        return /README/.test(String(question.message)) ? 'write' : 'skip';
      },
    });
    expect(asked).toHaveLength(2);
    const files = await tree(join(cwd, 'hello'));
    expect(files['README.md']).toContain('# hello');
    expect(files.Makefile).toBe('mine too');
  });

  it('are none when they hold what would be written', async () => {
    const first = await generate({ directory: 'hello', language: 'c' });
    const folder = join(first.cwd, 'hello');
    const before = await tree(folder);
    await generate({ directory: folder, language: 'c' });
    expect(await tree(folder)).toEqual(before);
  });

  it('are reported in a dry run, which would otherwise promise what is refused', async () => {
    await withReadme({ 'dry-run': true });
    expect(said.stderr).toContain('Makefile, README.md: existing, with other contents; --force overwrites.');
    said.stderr = '';
    await withReadme({ 'dry-run': true, force: true });
    expect(said.stderr).not.toContain('--force');
  });

  it('are none when they differ in the line ends of Windows, which stay', async () => {
    const { cwd } = await generate({ directory: 'hello', language: 'c' });
    const files = await tree(join(cwd, 'hello'));
    const windows = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]),
    );
    const again = await generate({ directory: 'hello', language: 'c' }).doInDir(async (folder) => {
      for (const [path, text] of Object.entries(windows)) {
        await mkdir(dirname(join(folder, 'hello', path)), { recursive: true });
        await writeFile(join(folder, 'hello', path), text);
      }
    });
    expect(await tree(join(again.cwd, 'hello'))).toEqual(windows);
  });

  it('of an older version need an update', async () => {
    const run = generate({ directory: 'hello', language: 'c' }).doInDir(async (folder) => {
      await mkdir(join(folder, 'hello'));
      await writeFile(join(folder, 'hello/README.md'), 'old');
      const stored = { language: 'c', name: 'hello', image: 'localhost/hello:latest', version: '0.0.1' };
      await writeFile(join(folder, 'hello/.yo-rc.json'), JSON.stringify({ 'create-wasm-oci': stored }));
    });
    await expect(run).rejects.toMatchObject({
      fix: [
        reads(expect.stringMatching(/^create-wasm-oci update hello {3}/)),
        reads(expect.stringMatching(/^--no-write /)),
        expect.any(Object),
      ],
    });
  });

  it.each<[string, (folder: string) => Promise<unknown>, string]>([
    [
      'a file',
      (folder) => writeFile(join(folder, 'src'), ''),
      'hello/src is a file, where the project needs a folder.',
    ],
    [
      'a folder',
      (folder) => mkdir(join(folder, 'README.md')),
      'hello/README.md is a folder, where the project needs a file.',
    ],
  ])('and cannot be overwritten stop it before anything is written: %s', async (_, put, message) => {
    let folder = '';
    const run = generate({ directory: 'hello', language: 'c', force: true }).doInDir(async (cwd) => {
      folder = join(cwd, 'hello');
      await mkdir(folder);
      await put(folder);
    });
    await expect(run).rejects.toMatchObject({ message, exitCode: 1 });
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('stop a project whose folder is a file', async () => {
    const run = generate({ directory: 'hello' }).doInDir((folder) => writeFile(join(folder, 'hello'), ''));
    await expect(run).rejects.toMatchObject({ message: expect.stringContaining('is a file'), exitCode: 1 });
  });
});

describe('a dry run', () => {
  it('lists the files and writes nothing at all, not even the folder', async () => {
    const { cwd } = await generate({ directory: 'hello', language: 'c', 'dry-run': true });
    expect(await readdir(cwd)).toEqual([]);
    for (const file of C_FILES) expect(said.stderr).toContain(file);
    expect(said.stdout).toBe('');
  });

  it('is one JSON document with --json', async () => {
    await generate({ directory: 'hello', language: 'c', 'dry-run': true, json: true });
    expect(JSON.parse(said.stdout)).toMatchObject({
      dryRun: true,
      directory: 'hello',
      files: expect.arrayContaining(C_FILES),
    });
  });
});

describe('questions', () => {
  it('are asked in a terminal, and only those still open', async () => {
    terminal(true);
    const asked: string[] = [];
    const { cwd } = await generate({ language: 'c' }).withAnswers(
      { name: 'My App!', image: 'quay.io/you/app', engine: 'podman' },
      {
        callback(answer, { question }) {
          asked.push(String(question.name));
          return answer;
        },
      },
    );
    expect(asked).toEqual(['template', 'name', 'image', 'engine']);
    const rc = JSON.parse(await readFile(join(cwd, 'my-app/.yo-rc.json'), 'utf8'));
    expect(rc['create-wasm-oci']).toMatchObject({ language: 'c', name: 'My App!', image: 'quay.io/you/app:latest' });
  });

  it('are never asked with --yes', async () => {
    terminal(true);
    const { cwd } = await generate({ directory: 'hello', yes: true }).withAnswers({}, { throwOnMissingAnswer: true });
    expect(existsSync(join(cwd, 'hello/Cargo.toml'))).toBe(true);
  });

  it('leave nothing behind when the user presses Ctrl-C', async () => {
    terminal(true);
    let folder = '';
    const run = generate({ directory: 'hello' })
      .onEnvironment((env) => {
        folder = env.cwd;
      })
      .withAnswers(
        {},
        {
          callback() {
            throw Object.assign(new Error('User force closed the prompt'), { name: 'ExitPromptError' });
          },
        },
      );
    await expect(run).rejects.toMatchObject({ name: 'ExitPromptError' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuse what breaks a rule before anything is written', async () => {
    await expect(generate({ directory: 'hello', language: 'java' })).rejects.toMatchObject({
      message: '--language: "java" is not one of rust, c, cpp, tinygo, go',
      exitCode: 1,
    });
  });
});

describe('stored answers', () => {
  it('are the answers of the next run in the same folder', async () => {
    const first = await generate({ directory: 'hello', language: 'c', name: 'My App!' });
    const written = await tree(join(first.cwd, 'hello'));
    const { cwd } = await generate({}).doInDir((folder) =>
      writeFile(join(folder, '.yo-rc.json'), written['.yo-rc.json'] ?? ''),
    );
    expect(await tree(cwd)).toEqual(written);
  });

  it('stay beside those of other generators', async () => {
    const { cwd } = await generate({ directory: 'hello', language: 'c' }).doInDir(async (folder) => {
      await mkdir(join(folder, 'hello'));
      await writeFile(join(folder, 'hello/.yo-rc.json'), '{"generator-other":{"a":1}}');
    });
    const rc = JSON.parse(await readFile(join(cwd, 'hello/.yo-rc.json'), 'utf8'));
    expect(Object.keys(rc)).toEqual(['generator-other', 'create-wasm-oci']);
  });

  it('that are broken stop the run', async () => {
    const run = generate({ directory: 'hello' }).doInDir(async (folder) => {
      await mkdir(join(folder, 'hello'));
      await writeFile(join(folder, 'hello/.yo-rc.json'), '{');
    });
    await expect(run).rejects.toMatchObject({ message: expect.stringContaining('.yo-rc.json'), exitCode: 1 });
  });
});

describe('a preset', () => {
  const TOML = `schema = 1
name = "acme"
[defaults]
language = "c"
[locked]
image = "r.example/wasm/{name}:1"
[builders]
c = "r.example/clang:1"
[overlay]
shared = "all"
`;

  /** Holds the preset `acme`, and this test's own cache and settings. */
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'create-wasm-oci-preset-'));
    vi.stubEnv('XDG_CACHE_HOME', join(home, '.cache'));
    vi.stubEnv('XDG_CONFIG_HOME', join(home, '.config'));
    await writePreset(home);
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(home, { recursive: true });
  });

  async function writePreset(folder: string): Promise<void> {
    await mkdir(join(folder, 'acme/all/ci'), { recursive: true });
    await writeFile(join(folder, 'acme/wasm-oci.toml'), TOML);
    await writeFile(join(folder, 'acme/all/ci/run.sh'), 'exit 0\n', { mode: 0o755 });
    await writeFile(join(folder, 'acme/all/OWNERS.ejs'), '<%- slug %>: the team\n');
  }

  /** A run beside the preset. */
  const withPreset = (options: Record<string, unknown>) =>
    generate({ preset: './acme', ...options }).doInDir((folder) => writePreset(folder));

  it('answers without asking, and puts its files into the project', async () => {
    terminal(true);
    const asked: string[] = [];
    const { cwd } = await withPreset({}).withAnswers(
      { name: 'My App!', engine: 'podman' },
      {
        callback(answer, { question }) {
          asked.push(String(question.name));
          return answer;
        },
      },
    );
    expect(asked).toEqual(['template', 'name', 'engine']);
    const files = await tree(join(cwd, 'my-app'));
    expect(files.OWNERS).toBe('my-app: the team\n');
    expect(files.Containerfile).toContain('ARG BUILDER_IMAGE=r.example/clang:1\n');
    expect(files['README.md']).toContain('--image r.example/wasm/my-app:1 --preset ./acme --yes');
    expect((await stat(join(cwd, 'my-app/ci/run.sh'))).mode & 0o111).toBe(0o111);
    expect(JSON.parse(files['.yo-rc.json'] ?? '')['create-wasm-oci']).toMatchObject({
      image: 'r.example/wasm/my-app:1',
      preset: { source: '../acme', name: 'acme', hash: expect.stringMatching(/^sha256:/) },
    });
  });

  it('that was stored settles the next run in the same folder, as it was then', async () => {
    await generate({ directory: join(home, 'hello'), preset: join(home, 'acme') });
    const written = await tree(join(home, 'hello'));
    expect(written.OWNERS).toBe('hello: the team\n');
    await writeFile(join(home, 'acme/all/OWNERS.ejs'), 'changed\n');
    await generate({ directory: join(home, 'hello') });
    expect(await tree(join(home, 'hello'))).toEqual(written);
  });

  it('leaves an unchanged script with the mode that its user gave it', async () => {
    const script = join(home, 'hello/ci/run.sh');
    await generate({ directory: join(home, 'hello'), preset: join(home, 'acme') });
    await chmod(script, 0o700);
    await generate({ directory: join(home, 'hello') });
    expect((await stat(script)).mode & 0o777).toBe(0o700);
  });

  it('is ignored with --preset none', async () => {
    await generate({ directory: join(home, 'hello'), preset: join(home, 'acme') });
    await generate({ directory: join(home, 'hello'), preset: 'none', force: true });
    const { Containerfile, '.yo-rc.json': rc = '' } = await tree(join(home, 'hello'));
    expect(Containerfile).not.toContain('r.example/clang');
    expect(JSON.parse(rc)['create-wasm-oci']).not.toHaveProperty('preset');
  });

  it('refuses what contradicts it before anything is written', async () => {
    let folder = '';
    const run = withPreset({ directory: 'hello', image: 'quay.io/x' }).onEnvironment((env) => {
      folder = env.cwd;
    });
    await expect(run).rejects.toMatchObject({
      message:
        '--image: "quay.io/x" contradicts the preset acme (./acme/wasm-oci.toml:6, locked.image), which locks it to "r.example/wasm/hello:1".',
      exitCode: 1,
    });
    expect(await readdir(folder)).toEqual(['acme']);
  });

  it('is shown with the contents of every file in a dry run with --json', async () => {
    await withPreset({ directory: 'hello', 'dry-run': true, json: true });
    const { files, contents } = JSON.parse(said.stdout);
    expect(Object.keys(contents)).toEqual(files);
    expect(contents.OWNERS).toBe('hello: the team\n');
  });
});

describe('the package manager of the README', () => {
  afterEach(() => vi.unstubAllEnvs());
  const by = (manager: string) => vi.stubEnv('npm_config_user_agent', `${manager}/9.1.0 npm/? node/v20.20.2 linux x64`);
  const LINE = /^.*create wasm-oci hello.*$|^npm init wasm-oci hello.*$/m;

  it.each(['pnpm', 'yarn', 'bun'])('is %s where it started the run, in every line', async (manager) => {
    by(manager);
    const { cwd } = await generate({ directory: 'hello', language: 'c' });
    const { 'README.md': readme = '', '.yo-rc.json': rc = '' } = await tree(join(cwd, 'hello'));
    expect(readme).not.toContain('npm init');
    expect(readme).toContain(`\`${manager} create wasm-oci . --engine embedded --no-write --yes\``);
    expect(LINE.exec(readme)?.[0]).toBe(
      `${manager} create wasm-oci hello --language c --name hello --image localhost/hello:latest --yes`,
    );
    expect(JSON.parse(rc)['create-wasm-oci']).toMatchObject({ packageManager: manager });
  });

  it.each([
    ['pnpm', 'npm'],
    ['npm', 'yarn'],
    ['bun', 'pnpm'],
  ])('stays %s, and no file is in the way, when %s runs it again', async (first, second) => {
    by(first);
    const { cwd } = await generate({ directory: 'hello', language: 'c' });
    const before = await tree(join(cwd, 'hello'));
    by(second);
    const again = await generate({ directory: 'hello', yes: true }).doInDir(async (folder) => {
      for (const [path, text] of Object.entries(before)) {
        await mkdir(dirname(join(folder, 'hello', path)), { recursive: true });
        await writeFile(join(folder, 'hello', path), text);
      }
    });
    expect(await tree(join(again.cwd, 'hello'))).toEqual(before);
  });

  it('stays what it is when another one updates the project', async () => {
    by('pnpm');
    const { cwd } = await generate({ directory: 'hello', language: 'c' });
    const before = await tree(join(cwd, 'hello'));
    by('npm');
    const { files, rc } = await renderStored(await readProject('hello', cwd), undefined);
    expect({ ...Object.fromEntries(files), '.yo-rc.json': rc }).toEqual(before);
  });
});
