import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it, vi } from 'vitest';
import { command } from '../../../generators/commands/update/command.js';
import { stage } from '../../../generators/commands/update/stage.js';
import { locked } from '../../../generators/core/files/lock.js';
import { PROJECT_LOCK } from '../../../generators/core/files/own-names.js';
import { renderExisting } from '../../../generators/core/project/existing/render.js';
import { resolveExisting } from '../../../generators/core/project/existing/resolve.js';
import { packageVersion } from '../../../generators/core/system/package-root.js';
import { tree, write } from '../../support/files.js';
import { LEAST } from '../../support/presets.js';
import { catchOutput } from '../../support/terminal.js';
import { byOldVersion, commit, OLD, oldVersion, project, useFolder, written } from '../../support/update-project.js';

const said = catchOutput();
const folder = useFolder();
const at = (path: string) => join(folder.path, path);
const read = (path: string) => readFile(at(path), 'utf8');
const plain = (text: string) => text.replace(/\u001b\[\d+m/g, '');

/** Runs a command line of `update`, and says what it printed. */
async function update(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  said.stdout = '';
  said.stderr = '';
  const code = await command(args);
  return { code, stdout: plain(said.stdout), stderr: plain(said.stderr) };
}

/** The document of a run with --json. */
async function document(...args: string[]): Promise<Record<string, unknown>> {
  return JSON.parse((await update(...args, '--json')).stdout);
}

/** The files of a project, without git's. */
async function files(name: string): Promise<Record<string, string>> {
  const all = Object.entries(await tree(at(name)));
  return Object.fromEntries(all.filter(([path]) => !path.startsWith('.git/')));
}

const status = async (name: string) => (await execa('git', ['status', '--porcelain'], { cwd: at(name) })).stdout;

describe('a project that is up to date', () => {
  it('has nothing to report, to write or to ask', async () => {
    const before = await written(at('hello'));
    await project(at('hello'), before);
    expect(await update('hello', '--check')).toEqual({ code: 0, stdout: 'hello is up to date\n', stderr: '' });
    expect(await update('hello')).toEqual({ code: 0, stdout: '', stderr: 'hello is up to date\n' });
    expect(await document('hello', 'hello/', './hello')).toEqual({
      ok: true,
      version: packageVersion,
      projects: [{ directory: 'hello', state: 'current', writtenBy: packageVersion, pins: [], files: [], drift: [] }],
    });
    expect(await files('hello')).toEqual(before);
  });

  it('is the current directory where none is given', async () => {
    await project(folder.path, await written(folder.path));
    expect(await update('--check')).toMatchObject({ code: 0, stdout: '. is up to date\n' });
  });
});

describe('a crate that compiles C, added later', () => {
  const lock = (rest = '') => `version = 3\n\n[[package]]\nname = "hello"\nversion = "0.1.0"\n${rest}`;
  const SOURCE = 'source = "registry+https://example.com/index"';
  const WITH_C = lock(`dependencies = [\n "zstd-sys",\n]\n
[[package]]\nname = "zstd-sys"\nversion = "2.0.13"\n${SOURCE}\ndependencies = [\n "cc",\n]\n
[[package]]\nname = "cc"\nversion = "1.2.0"\n${SOURCE}\n`);
  const manifest = (rest = '') =>
    `[package]\nname = "hello"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\n${rest}`;
  const DEPENDS = 'zstd-sys = "2"\n';
  const FOUND = "  found            zstd-sys: C, which wasi-sdk's clang compiles\n";

  /** A Rust project of ours, or an existing one with our container files. */
  const kinds: Record<string, () => Promise<void>> = {
    'a new project': async () => {
      await project(at('hello'), await written(at('hello'), { language: 'rust' }));
    },
    'an existing project': async () => {
      const sources = { 'Cargo.toml': manifest(), 'Cargo.lock': lock(), 'src/main.rs': 'fn main() {}\n' };
      await project(at('hello'), sources);
      const job = await resolveExisting({
        options: { directory: at('hello'), yes: true },
        ...{ cwd: folder.path, environment: {}, terminal: false, preset: undefined, tell: () => {} },
        choose: () => Promise.reject(new Error('nothing is asked')),
      });
      await write(at('hello'), Object.fromEntries((await renderExisting(job, {})).files));
    },
  };
  const cases = Object.keys(kinds).flatMap((kind) => [
    [kind, 'unchanged', ''] as const,
    [kind, 'edited', '# mine\n'] as const,
  ]);

  it.each(cases)(
    'is behind in %s whose Containerfile is %s; update brings its compiler, and takes it back',
    async (kind, _state, mine) => {
      await kinds[kind]?.();
      expect(await update('hello', '--check')).toMatchObject({ code: 0 });
      const change = async (files: Record<string, string>) => {
        await write(at('hello'), files);
        await commit(at('hello'));
      };
      await change({
        Containerfile: (await read('hello/Containerfile')) + mine,
        'Cargo.toml': manifest(DEPENDS),
        'Cargo.lock': WITH_C,
      });
      const action = mine === '' ? 'replaced' : 'merged with your changes';
      const behind = `hello is behind\n${FOUND}  Containerfile    ${action}\n`;
      expect(await update('hello', '--check')).toEqual({ code: 2, stdout: behind, stderr: '' });
      expect(await update('hello', '--yes')).toMatchObject({ code: 0 });
      const updated = await read('hello/Containerfile');
      expect(updated).toContain('COPY --from=wasi-sdk');
      expect(updated.endsWith(`]\n${mine}`)).toBe(true);
      expect(await update('hello', '--check')).toMatchObject({ code: 0 });

      await change({ 'Cargo.toml': manifest(), 'Cargo.lock': lock() });
      expect(await update('hello', '--check')).toMatchObject({ code: 2 });
      await update('hello', '--yes');
      expect(await read('hello/Containerfile')).not.toContain('wasi-sdk');
    },
  );
});

/** A project of an older version with a file for every kind of change. Returns what this version writes, and what is on disk. */
async function behind(): Promise<{ theirs: Record<string, string>; mine: Record<string, string> }> {
  const theirs = await written(at('hello'));
  const { '.gitignore': _new, '.yo-rc.json': rc = '', ...rest } = theirs;
  const old = {
    ...rest,
    Containerfile: rest.Containerfile?.replace(/^(ARG BUILDER_IMAGE=).*/m, '$1old.example.com/sdk:1') ?? '',
    '.containerignore': rest['.containerignore']?.replace('.github\n', '.gitlab\n') ?? '',
    'README.md': 'Old.\n',
    'src/main.c': 'int main(void) { return 1; }\n',
    'old/dropped': 'x\n',
    'old/edited': 'x\n',
  };
  const { 'src/main.c': _deleted, ...kept } = old;
  const mine = {
    ...byOldVersion({ ...kept, '.yo-rc.json': rc }),
    Containerfile: old.Containerfile.replace('FROM --platform=wasi', '# Mine.\nFROM --platform=wasi'),
    '.containerignore': old['.containerignore'].replace('.gitlab\n', '.mine\n'),
    'old/edited': 'mine\n',
  };
  await project(at('hello'), mine);
  await oldVersion(folder.path, { [at('hello')]: { files: old } });
  return { theirs, mine };
}

const BUILDER = /^ARG BUILDER_IMAGE=(.*)$/m;
const SUMMARY = (pin: string) => `hello is behind
  version          ${OLD} -> ${packageVersion}
  BUILDER_IMAGE    old.example.com/sdk:1 -> ${pin}
  .containerignore merged, in conflict with your changes
  .gitignore       new
  Containerfile    merged with your changes
  README.md        replaced
  old/dropped      removed: no longer part of the project
  old/edited       stays, with your changes: no longer part of the project
  src/main.c       stays deleted
`;
const RESOLVE = 'Choose between the lines inside <<<<<<< and >>>>>>>; then git add the files.';
const DONE = `hello is updated, with conflicts
  .containerignore merged, in conflict with your changes
  fix: ${RESOLVE}
`;

describe('a project of an older version', () => {
  it('is reported file by file, and unchanged by --check and --dry-run', async () => {
    const { theirs, mine } = await behind();
    const summary = SUMMARY(BUILDER.exec(theirs.Containerfile ?? '')?.[1] ?? '');
    expect(await update('hello', '--check')).toEqual({ code: 2, stdout: summary, stderr: '' });
    expect(await update('hello', '--dry-run')).toEqual({ code: 0, stdout: '', stderr: summary });
    expect(await document('hello', '--check')).toEqual({
      ok: false,
      error: '1 of 1 behind.',
      fix: [{ command: 'create-wasm-oci update' }],
      exitCode: 2,
      version: packageVersion,
      projects: [
        {
          directory: 'hello',
          state: 'behind',
          writtenBy: OLD,
          pins: [{ name: 'BUILDER_IMAGE', from: 'old.example.com/sdk:1', to: expect.any(String) }],
          files: [
            { path: '.containerignore', action: 'conflict', conflicts: 1 },
            { path: '.gitignore', action: 'add' },
            { path: 'Containerfile', action: 'merge' },
            { path: 'README.md', action: 'replace' },
            { path: 'old/dropped', action: 'remove' },
            { path: 'old/edited', action: 'stays-edited' },
            { path: 'src/main.c', action: 'stays-deleted' },
          ],
          drift: [],
          fix: [{ command: 'create-wasm-oci update hello --yes' }],
        },
      ],
    });
    expect(await files('hello')).toEqual(mine);
  });

  it('is merged by --yes; its conflicts are in git and left to the user, and nothing is merged before they are resolved', async () => {
    const { theirs } = await behind();
    const summary = SUMMARY(BUILDER.exec(theirs.Containerfile ?? '')?.[1] ?? '');
    expect(await update('hello', '--yes')).toEqual({ code: 1, stdout: '', stderr: summary + DONE });
    const now = await files('hello');
    const { 'src/main.c': _deleted, ...expected } = theirs;
    const line = `<<<<<<< yours\n.mine\n=======\n.github\n>>>>>>> create-wasm-oci ${packageVersion}\n`;
    expect(now).toEqual({
      ...expected,
      '.containerignore': theirs['.containerignore']?.replace('.github\n', line),
      Containerfile: theirs.Containerfile?.replace('FROM --platform=wasi', '# Mine.\nFROM --platform=wasi'),
      'old/edited': 'mine\n',
    });
    expect(await status('hello')).toContain('UU .containerignore');
    expect(await document('hello', '--force')).toMatchObject({
      ok: false,
      error: '1 of 1 failed. conflicts of an earlier update are unresolved: .containerignore.',
      fix: [{ text: RESOLVE }],
      exitCode: 1,
      projects: [{ directory: 'hello', state: 'error', error: { fix: [{ text: RESOLVE }] } }],
    });
    await write(at('hello'), { '.containerignore': theirs['.containerignore'] ?? '' });
    expect(await update('hello', '--check')).toMatchObject({ code: 0 });
  });

  it('says what to do about conflicts in its document, too', async () => {
    await behind();
    expect(await document('hello', '--yes')).toMatchObject({
      error: '1 of 1 updated, with conflicts.',
      fix: [{ text: RESOLVE }],
      projects: [{ state: 'conflicts' }],
    });
  });

  it('is unchanged without a terminal', async () => {
    const { mine } = await behind();
    await expect(update('hello')).rejects.toMatchObject({
      message: 'Nothing was changed: there is no terminal to ask for confirmation.',
      exitCode: 1,
      fix: [
        { command: '--yes', text: 'updates without asking' },
        { command: '--check', text: 'only shows it' },
      ],
    });
    expect(said.stderr).toContain('hello is behind');
    expect(await files('hello')).toEqual(mine);
  });

  it('is unchanged while it has changes that are not committed, unless forced', async () => {
    await behind();
    await write(at('hello'), { 'my notes': 'x', 'README.md': 'Mine.\n' });
    const refused = await update('hello', '--yes');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toBe(`hello failed
  hello has changes that are not committed: README.md, "my notes".
  fix: git commit, or git stash; or update anyway with --force
`);
    expect(await read('hello/README.md')).toBe('Mine.\n');
    expect(await update('hello', '--yes', '--force')).toMatchObject({ code: 1 });
    expect(await read('hello/README.md')).toContain('<<<<<<< yours\nMine.');
  });

  it('names five of many files that are not committed', async () => {
    await behind();
    await write(at('hello'), Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((each) => [`n${each}`, ''])));
    expect((await update('hello', '--yes')).stderr).toContain('committed: n1, n2, n3, n4, n5 and 2 more.\n');
  });

  it('is not judged where its version cannot render it', async () => {
    await behind();
    await rm(at('XDG_CACHE_HOME'), { recursive: true });
    await rm(at('XDG_STATE_HOME'), { recursive: true });
    await oldVersion(folder.path, {
      [at('hello')]: { error: { message: 'no such template', fix: [{ command: 'try it' }] } },
    });
    expect(await update('hello', '--check')).toMatchObject({
      code: 1,
      stdout: `hello failed
  create-wasm-oci ${OLD} wrote a project that it cannot render again: no such template
  fix: try it
`,
    });
  });
});

describe('several projects', () => {
  it('are updated each on its own: what is wrong with one does not hold up the others', async () => {
    await behind();
    await project(at('current'), await written(at('current'), { name: 'current' }));
    await project(at('none'), {});
    const done = await document('hello', 'none', 'current', '--yes');
    expect(done).toMatchObject({
      ok: false,
      error: expect.stringMatching(/^1 of 3 updated, with conflicts, 1 of 3 failed\. none is not a project of/),
      exitCode: 1,
      projects: [
        { directory: 'hello', state: 'conflicts' },
        { directory: 'none', state: 'error', error: { message: expect.stringContaining('it has no .yo-rc.json') } },
        { directory: 'current', state: 'current' },
      ],
    });
    expect(await read('hello/README.md')).not.toBe('Old.\n');
  });
});

describe('new answers', () => {
  it('are merged, stored and reported', async () => {
    await project(at('hello'), await written(at('hello')));
    const checked = await update('hello', '--check', '--wasm-opt', '--name', 'My App');
    expect(checked.code).toBe(2);
    expect(checked.stdout).toContain(`hello is behind
  name             hello -> My App
  image            localhost/hello:latest -> localhost/my-app:latest
  wasm-opt         no -> yes
`);
    const before = JSON.parse(await read('hello/.yo-rc.json'));
    expect(await update('hello', '--yes', '--image', 'localhost/other:1')).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^hello is behind\n {2}image .*\n(?: {2}.*\n)*hello is updated\n$/),
    });
    const after = JSON.parse(await read('hello/.yo-rc.json'));
    expect(after).toEqual({ 'create-wasm-oci': { ...before['create-wasm-oci'], image: 'localhost/other:1' } });
    expect(await document('hello', '--check', '--image', 'localhost/third:1')).toMatchObject({
      projects: [{ answers: [{ key: 'image', from: 'localhost/other:1', to: 'localhost/third:1' }] }],
    });
  });

  it('name the new side of a conflict', async () => {
    const theirs = await written(at('hello'));
    await project(at('hello'), {
      ...theirs,
      Containerfile: theirs.Containerfile?.replace('title="hello"', 'title="mine"') ?? '',
    });
    expect(await update('hello', '--yes', '--name', 'other')).toMatchObject({ code: 1 });
    expect(await read('hello/Containerfile')).toContain(
      `>>>>>>> create-wasm-oci ${packageVersion} with the new answers\n`,
    );
  });

  it.each<[string, string[], RegExp]>([
    ['one image for two projects', ['--image', 'localhost/a:1', 'hello', 'other'], /--image is for one project/],
    ['an empty directory', [''], /A directory is empty/],
    ['another language', ['--language', 'rust'], /language/],
  ])('are refused before anything is read: %s', async (_, args, message) => {
    await expect(update(...args)).rejects.toMatchObject({ exitCode: 1, message: expect.stringMatching(message) });
  });
});

describe('the stored answers', () => {
  it('are replaced where only they are behind', async () => {
    const theirs = await written(at('hello'));
    const rc = JSON.parse(theirs['.yo-rc.json'] ?? '');
    rc['create-wasm-oci'].aot = 'no';
    await project(at('hello'), { ...theirs, '.yo-rc.json': JSON.stringify(rc) });
    expect(await update('hello', '--check')).toMatchObject({
      code: 2,
      stdout: 'hello is behind\n  .yo-rc.json      replaced\n',
    });
    expect(await update('hello', '--yes')).toMatchObject({ code: 0 });
    expect(await read('hello/.yo-rc.json')).toBe(theirs['.yo-rc.json']);
  });
});

describe('a preset', () => {
  const acme = (label: string) => ({
    'acme/wasm-oci.toml': `${LEAST}[labels]\n"com.example.team" = "${label}"\n[locked]\nimage = "localhost/hello:latest"\n`,
  });

  it('is brought to a project, moves on, drifts and goes', async () => {
    await write(folder.path, acme('blue'));
    await project(at('hello'), await written(at('hello')));
    const first = await update('hello', '--preset', './acme', '--yes');
    expect(first.code).toBe(0);
    expect(first.stderr).toMatch(
      /^hello is behind\n {2}preset {11}acme: none -> sha256:[0-9a-f]{12}\n {2}Containerfile/,
    );
    expect(await read('hello/Containerfile')).toContain('LABEL com.example.team="blue"\n');
    expect(JSON.parse(await read('hello/.yo-rc.json'))['create-wasm-oci'].preset).toMatchObject({ source: '../acme' });
    await commit(at('hello'));

    await write(folder.path, acme('red'));
    const checked = await update('hello', '--check');
    expect(checked).toMatchObject({ code: 2, stderr: '' });
    expect(checked.stdout).toMatch(/^hello is behind\n {2}preset {11}acme: (sha256:\S{12}) -> (?!\1)sha256:\S{12}\n/);
    expect(checked.stdout).toContain('  Containerfile    replaced\n');

    const text = await read('hello/Containerfile');
    await write(at('hello'), { Containerfile: text.replace('team="blue"', 'team="mine"') });
    await commit(at('hello'));
    expect(await update('hello', '--yes')).toMatchObject({ code: 1 });
    expect(await read('hello/Containerfile')).toContain(' with the current preset\n');
    await write(at('hello'), { Containerfile: text.replace('team="blue"', 'team="mine"') });

    expect(await update('hello', '--check')).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(
        /^hello has drifted from its preset\n {2}drift {12}Containerfile, LABEL com\.ex.*"mine", where the preset acme \(.*, labels\) has "red"\n$/,
      ),
    });
    expect(await document('hello', '--check')).toMatchObject({
      error: '1 of 1 drifted from its preset.',
      projects: [{ state: 'drifted', drift: [{ key: 'Containerfile, LABEL com.example.team', found: '"mine"' }] }],
    });
    await commit(at('hello'));

    const gone = await update('hello', '--preset', 'none', '--yes', '--force');
    expect(gone.stderr).toMatch(/preset {11}acme: sha256:\S{12} -> none\n/);
    expect(JSON.parse(await read('hello/.yo-rc.json'))['create-wasm-oci']).not.toHaveProperty('preset');
  });

  it('whose old content is gone leaves the project unchanged, and the report names the way back', async () => {
    await write(folder.path, acme('blue'));
    await project(at('hello'), await written(at('hello')));
    await update('hello', '--preset', './acme', '--yes');
    await commit(at('hello'));
    await write(folder.path, acme('red'));
    await rm(at('XDG_CACHE_HOME'), { recursive: true });
    const { code, stdout } = await update('hello', '--check');
    expect(code).toBe(1);
    expect(stdout).toContain("Its old content is needed to tell your changes from the preset's.\n");
    expect(stdout).toContain('fix: create-wasm-oci preset test FOLDER   reads its old content once');
    expect(stdout).not.toContain("updates the project to the preset's");
  });
});

describe('an interrupted update', () => {
  const CHANGES = {
    write: [
      { path: 'README.md', text: 'new\n', executable: false },
      { path: 'Makefile', text: '<<<<<<< yours\n=======\n>>>>>>> theirs\n', executable: false },
      { path: 'added', text: 'new\n', executable: false },
    ],
    remove: ['dropped'],
    conflicts: [{ path: 'Makefile', base: 'a\n', mine: 'b\n', theirs: 'c\n' }],
  };

  async function interrupted(conflicts = CHANGES.conflicts): Promise<Record<string, string>> {
    const theirs = await written(at('hello'));
    const before = { ...theirs, dropped: 'x\n', 'README.md': 'old\n' };
    await project(at('hello'), before);
    const changes = { ...CHANGES, conflicts, rc: theirs['.yo-rc.json'] ?? '' };
    await locked(join(at('hello'), PROJECT_LOCK), (own) => stage(at('hello'), own, changes));
    return before;
  }

  const LEFT = `hello has an update that was interrupted
  dropped          removed: no longer part of the project
  README.md        replaced
  Makefile         merged, in conflict with your changes
  added            new
  .yo-rc.json      replaced
`;

  it('is shown by --dry-run', async () => {
    const before = await interrupted();
    expect(await update('hello', '--dry-run')).toEqual({ code: 0, stdout: '', stderr: LEFT });
    expect(await document('hello', '--dry-run')).toMatchObject({
      projects: [
        {
          directory: 'hello',
          state: 'interrupted',
          interrupted: true,
          files: [
            { path: 'dropped', action: 'remove' },
            { path: 'README.md', action: 'replace' },
            { path: 'Makefile', action: 'conflict' },
            { path: 'added', action: 'add' },
            { path: '.yo-rc.json', action: 'replace' },
          ],
        },
      ],
    });
    expect(await files('hello')).toMatchObject(before);
  });

  it('is finished by --yes, and its conflicts are reported', async () => {
    await interrupted();
    expect(await update('hello', '--yes')).toEqual({
      code: 1,
      stdout: '',
      stderr: `${LEFT}hello is updated, with conflicts
  An update that was interrupted is finished.
  Makefile         merged, in conflict with your changes
  fix: ${RESOLVE}
`,
    });
    expect(await files('hello')).toMatchObject({ 'README.md': 'new\n', added: 'new\n' });
    expect(await files('hello')).not.toHaveProperty('dropped');
    expect(await status('hello')).toContain('UU Makefile');
  });

  it('without conflicts is done once it is finished', async () => {
    await interrupted([]);
    expect(await document('hello', '--yes')).toEqual({
      ok: true,
      version: packageVersion,
      projects: [{ directory: 'hello', state: 'updated', interrupted: true, files: [] }],
    });
  });

  it('says where git cannot mark its conflicts', async () => {
    await interrupted();
    await writeFile(at('hello/.git/index.lock'), '');
    expect((await update('hello', '--yes', '--force')).stderr).toMatch(
      / {2}git status does not show the conflicts: fatal: .*index\.lock/,
    );
  });

  it('is not finished without a terminal, nor while another file has changes that are not committed', async () => {
    await interrupted();
    await expect(update('hello')).rejects.toMatchObject({
      message: expect.stringContaining('there is no terminal to ask'),
    });
    await write(at('hello'), { 'src/main.c': 'mine\n' });
    expect(await update('hello', '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('changes that are not committed: src/main.c.'),
    });
    expect(existsSync(at('hello/added'))).toBe(false);
    expect(await update('hello', '--yes', '--force')).toMatchObject({ code: 1 });
    expect(existsSync(at('hello/added'))).toBe(true);
  });

  it('that came with a repository is not finished', async () => {
    await interrupted();
    await execa('git', ['add', '--all', '--force'], { cwd: at('hello') });
    const { code, stderr } = await update('hello', '--yes', '--force');
    expect(code).toBe(1);
    expect(stderr).toContain('.create-wasm-oci-update/1 is tracked by git: it came with the repository');
    expect(stderr).toContain(`fix: git -C ${at('hello')} rm -r .create-wasm-oci-update\n`);
    expect(existsSync(at('hello/added'))).toBe(false);
  });
});

describe('Ctrl-C', () => {
  it('ends the older version that is running, and update with it, and is not listened for afterwards', async () => {
    const { mine } = await behind();
    await rm(at('XDG_CACHE_HOME'), { recursive: true });
    await rm(at('XDG_STATE_HOME'), { recursive: true });
    const ran = JSON.stringify(at('ran'));
    await oldVersion(folder.path, {}, `require('node:fs').writeFileSync(${ran}, ''); setInterval(() => {}, 1000)`);
    const before = process.listenerCount('SIGINT');
    const running = update('hello', '--yes');
    const ended = expect(running).rejects.toMatchObject({ message: 'Cancelled. Nothing was changed.', exitCode: 130 });
    await vi.waitFor(() => expect(existsSync(at('ran'))).toBe(true), { timeout: 20_000 });
    process.emit('SIGINT');
    await ended;
    expect(process.listenerCount('SIGINT')).toBe(before);
    expect(await files('hello')).toEqual(mine);
  });
});

it('--help is the text of update, and a variable that is nearly one of ours is refused', async () => {
  expect(await update('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('--check'), stderr: '' });
  vi.stubEnv('WASM_OCI_ENGIN', 'podman');
  await expect(update('.')).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringContaining('Did you mean WASM_OCI_ENGINE'),
  });
});
