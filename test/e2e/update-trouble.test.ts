import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locked } from '../../generators/core/files/lock.js';
import { killedAt } from '../support/kill.js';
import { commit, edit, read, status, tree } from './support/repository.js';
import { emptyFolder } from './support/run.js';
import { keys, openTerminal } from './support/terminal.js';
import { must, packVersions, type Versions } from './support/versions.js';

let versions: Versions;

beforeAll(async () => {
  versions = await packVersions();
});
afterAll(() => versions?.stop());

/** Projects that the old version wrote, in conflict with the new one; side by side in an empty folder. */
async function inConflict(...names: string[]): Promise<string> {
  const folder = await emptyFolder();
  for (const name of names) {
    const made = await versions.run('old', [name, '--language', 'c', '--yes', '--no-build'], { cwd: folder });
    expect(made.exitCode, made.stderr).toBe(0);
    await edit(join(folder, name, 'Containerfile'), 'STOPSIGNAL SIGKILL', 'STOPSIGNAL SIGINT');
  }
  return folder;
}

const update = (args: string[], cwd: string, env: Record<string, string> = {}) =>
  versions.run('next', ['update', ...args], { cwd, env });

/** A folder as an update leaves it that was decided and then killed. */
async function journal(directory: string, text: string): Promise<void> {
  await mkdir(join(directory, '.create-wasm-oci-update/files'), { recursive: true });
  await writeFile(join(directory, '.create-wasm-oci-update/journal.json'), text);
}

/** A project whose update was decided, and killed before anything of it was put in place. */
async function interrupted(folder: string): Promise<void> {
  const directory = join(folder, 'hello');
  for (let at = 1; ; at++) {
    const env = await killedAt(at, directory, folder);
    expect(await update(['hello', '--yes'], folder, env).catch(() => undefined)).toBeUndefined();
    if (existsSync(join(directory, '.create-wasm-oci-update'))) return;
  }
}

describe('an update that was interrupted', () => {
  it('is shown, and finished when its user says so; nobody else’s changes are lost', async () => {
    const folder = await inConflict('hello');
    await commit(folder);
    await interrupted(folder);
    const before = await tree(folder);

    // Nobody can be asked.
    const refused = await update(['hello'], folder);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('hello has an update that was interrupted\n');
    expect(refused.stderr).toMatch(/^ {2}Containerfile +merged, in conflict/m);
    expect(refused.stderr).toContain('--yes');
    expect(await tree(folder)).toEqual(before);

    // A dry run only shows it.
    const shown = await update(['hello', '--dry-run', '--json'], folder);
    expect(JSON.parse(shown.stdout)).toMatchObject({ projects: [{ state: 'interrupted', interrupted: true }] });
    expect(await tree(folder)).toEqual(before);

    // What is not committed comes first.
    await appendFile(join(folder, 'hello/Makefile'), 'more\n');
    const dirty = await update(['hello', '--yes'], folder);
    expect(dirty).toMatchObject({ exitCode: 1 });
    expect(dirty.stderr).toContain('hello has changes that are not committed: hello/Makefile.');
    await must('git', ['checkout', '--quiet', 'hello/Makefile'], folder);
    await writeFile(join(folder, 'hello/Containerfile'), 'my work\n');
    const changed = await update(['hello', '--yes', '--force'], folder);
    expect(changed.stderr).toContain('An update was interrupted, and Containerfile changed since.');
    expect(await read(folder, 'hello/Containerfile')).toBe('my work\n');
    await must('git', ['checkout', '--quiet', 'hello/Containerfile'], folder);
    expect(await tree(folder)).toEqual(before);

    const asked = openTerminal(['update', 'hello'], folder, versions.settings);
    await asked.shows('Finish it?');
    asked.type(keys.ENTER);
    expect(await asked.ended(), asked.screen()).toBe(1);
    expect(asked.screen()).toContain('An update that was interrupted is finished.');
    expect(await status(folder)).toContain('UU hello/Containerfile\n');
  });

  it('is refused where it came with a repository', async () => {
    const folder = await inConflict('hello');
    await interrupted(folder);
    await commit(folder);
    const before = await tree(folder);
    const done = await update(['hello', '--yes', '--force'], folder);
    expect(done.exitCode).toBe(1);
    expect(done.stderr).toContain('.create-wasm-oci-update/0 is tracked by git');
    expect(done.stderr).toContain('rm -r .create-wasm-oci-update');
    expect(await tree(folder)).toEqual(before);
  });

  it('moves nothing into the project from where a link leads', async () => {
    const folder = await inConflict('hello');
    await mkdir(join(folder, 'ssh'));
    await writeFile(join(folder, 'ssh/id_rsa'), 'secret');
    await journal(join(folder, 'hello'), '{"write": ["id_rsa", ".yo-rc.json"], "remove": [], "conflicts": []}');
    await rm(join(folder, 'hello/.create-wasm-oci-update/files'), { recursive: true });
    await symlink('../../ssh', join(folder, 'hello/.create-wasm-oci-update/files'));
    await commit(folder);
    const done = await update(['hello', '--yes'], folder);
    expect(done.exitCode).toBe(1);
    expect(await read(folder, 'ssh/id_rsa')).toBe('secret');
    expect(existsSync(join(folder, 'hello/id_rsa'))).toBe(false);
  });
});

describe('what a repository brings along as an interrupted update', () => {
  it.each<[string, object]>([
    ['writes out of the project', { write: ['../outside', '.yo-rc.json'], remove: [], conflicts: [] }],
    ['removes what is outside', { write: [], remove: ['../outside'], conflicts: [] }],
    ['goes through a link', { write: [], remove: ['link/outside'], conflicts: [] }],
    ['goes into git', { write: [], remove: ['.git/config'], conflicts: [] }],
    [
      'names a conflict elsewhere',
      { write: [], remove: [], conflicts: [{ path: '../outside', mine: '', theirs: '' }] },
    ],
    ['is no journal', {}],
  ])('is refused when it %s, and the other projects are updated', async (_, content) => {
    const folder = await inConflict('hello', 'other');
    const directory = join(folder, 'hello');
    await writeFile(join(folder, 'outside'), 'precious\n');
    await symlink('..', join(directory, 'link'));
    await must('git', ['init', '--quiet'], directory);
    await journal(directory, JSON.stringify(content));
    // What a write would move to where it names.
    await writeFile(join(directory, '.create-wasm-oci-update/outside'), 'replaced\n');
    const before = await tree(directory);
    const done = await update(['hello', 'other', '--yes'], folder);
    expect(done.exitCode).toBe(1);
    expect(done.stderr).toMatch(
      /^hello failed\n {2}(?:\.create-wasm-oci-update is not an update|link is a symbolic link)/m,
    );
    expect(done.stderr).toContain('other is updated, with conflicts');
    expect(await read(folder, 'outside')).toBe('precious\n');
    expect(await readdir(join(directory, '.git'))).toContain('config');
    expect(await tree(directory)).toEqual(before);
  });
});

describe('update', () => {
  it('takes a directory once, by whatever paths it is given', async () => {
    const folder = await inConflict('hello', 'other');
    await commit(folder);
    const mine = await read(folder, 'hello/Containerfile');
    const given = ['hello', 'other', './hello', 'hello/', join(folder, 'hello')];
    const done = await update([...given, '--yes', '--json'], folder);
    const projects = JSON.parse(done.stdout).projects.map(({ directory }: { directory: string }) => directory);
    expect(projects).toEqual(['hello', 'other']);
    expect(await must('git', ['show', ':2:hello/Containerfile'], folder)).toBe(mine);
    expect(await update([''], folder)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('is empty') });
  });

  it('is not done while conflicts are left, committed or not', async () => {
    const folder = await inConflict('hello');
    await commit(folder);
    await update(['hello', '--yes'], folder);
    const left = /^hello failed\n {2}conflicts of an earlier update are unresolved: Containerfile\.\n/;
    const states = [
      () => Promise.resolve(''),
      () => must('git', ['checkout', '--merge', 'hello/Containerfile'], folder),
      () => commit(folder),
    ];
    for (const state of states) {
      await state();
      expect(await update(['hello', '--check'], folder)).toMatchObject({
        exitCode: 1,
        stdout: expect.stringMatching(left),
      });
    }
    const before = await tree(folder);
    expect(await update(['hello', '--yes', '--force'], folder)).toMatchObject({ exitCode: 1 });
    expect(await tree(folder)).toEqual(before);
    await must('git', ['checkout', 'HEAD~1', 'hello/Containerfile'], folder);
    expect(await update(['hello', '--check'], folder)).toMatchObject({ exitCode: 0 });
  });

  it('leaves a project whose files changed while the summary was read', async () => {
    const folder = await inConflict('hello');
    const file = join(folder, 'hello/.yo-rc.json');
    await edit(file, '"version"', '"aot": "no", "version"');
    const asked = openTerminal(['update', 'hello'], folder, versions.settings);
    await asked.shows('Update it?');
    await edit(file, '"aot": "no"', '"owner": "blue"');
    const before = await tree(folder);
    asked.type(keys.ENTER);
    expect(await asked.ended(), asked.screen()).toBe(1);
    expect(asked.screen()).toContain('.yo-rc.json changed in the meantime');
    expect(await tree(folder)).toEqual(before);
  });

  it('waits for another process that writes into the project', async () => {
    const folder = await inConflict('hello');
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const holding = locked(join(folder, 'hello/.create-wasm-oci.lock'), () => released);
    const asked = openTerminal(['update', 'hello', '--aot', '--yes'], folder, versions.settings);
    await asked.shows(`Waiting for process ${process.pid}, which writes into hello`);
    const before = await tree(folder);
    expect(before['/hello/Containerfile']).not.toContain('wasmedge');
    release();
    await holding;
    expect(await asked.ended(), asked.screen()).toBe(0);
    expect((await readdir(join(folder, 'hello'))).filter((name) => name.startsWith('.create-wasm-oci'))).toEqual([]);
  });

  it('looks at the repository of the project, whatever git told the hook that calls it', async () => {
    const folder = await inConflict('hello');
    await commit(folder);
    await appendFile(join(folder, 'hello/README.md'), 'more\n');
    const hook = { GIT_DIR: '.git', GIT_INDEX_FILE: '.git/index', GIT_LITERAL_PATHSPECS: '1' };
    const refused = await update(['hello', '--yes'], folder, hook);
    expect(refused.stderr).toContain('hello has changes that are not committed: hello/README.md.');
    await must('git', ['checkout', '--quiet', '.'], folder);
    await update(['hello', '--yes'], folder, hook);
    expect(await status(folder)).toContain('UU hello/Containerfile\n');
  });

  it('says why git was not told of a conflict', async () => {
    const folder = await inConflict('hello');
    await commit(folder);
    await writeFile(join(folder, '.git/index.lock'), '');
    const done = await update(['hello', '--yes'], folder);
    expect(done.stderr).toMatch(/git status does not show the conflicts: fatal: .*index\.lock/);
  });

  it('names the cache where that cannot be written to, and what names another', async () => {
    const folder = await inConflict('hello');
    const cache = join(folder, 'hello/Makefile/cache');
    const checked = await update(['hello', '--check'], folder, { XDG_CACHE_HOME: cache });
    expect(checked.exitCode).toBe(1);
    expect(checked.stdout).toMatch(
      /was not fetched: .*: a file is where a folder is needed\.\n {2}fix: XDG_CACHE_HOME=/,
    );
  });

  it('shows names in other scripts as they are', async () => {
    const folder = await inConflict('hello');
    await commit(folder);
    await writeFile(join(folder, 'hello/naïve'), '');
    expect((await update(['hello', '--yes'], folder)).stderr).toContain('not committed: hello/naïve.');
  });

  it('goes on with the others where one is a file, or cannot be reached', async () => {
    const folder = await inConflict('hello');
    await writeFile(join(folder, 'file'), '');
    await symlink('loop', join(folder, 'loop'));
    await mkdir(join(folder, 'odd/.yo-rc.json'), { recursive: true });
    const given = ['file', './loop', 'odd/', 'a/b/c', './hello/'];
    const checked = await update([...given, '--check', '--json'], folder);
    expect(checked.exitCode, checked.stderr).toBe(1);
    const states = (stdout: string) => JSON.parse(stdout).projects.map(({ state }: { state: string }) => state);
    expect(states(checked.stdout)).toEqual(['error', 'error', 'error', 'error', 'behind']);
    const named = JSON.parse(checked.stdout).projects.map(({ directory }: { directory: string }) => directory);
    expect(named).toEqual(['file', 'loop', 'odd', 'a/b/c', 'hello']);
    const done = await update([...given, '--yes', '--json'], folder);
    expect(states(done.stdout)).toEqual(['error', 'error', 'error', 'error', 'conflicts']);
    expect(JSON.parse(done.stdout).projects[3].error).toMatchObject({ fix: [{ command: 'create-wasm-oci a/b/c' }] });
  });
});

describe('an existing project', () => {
  it('whose program is no more names the command that takes another', async () => {
    const folder = await emptyFolder();
    await mkdir(join(folder, 'mine/src/bin'), { recursive: true });
    await writeFile(join(folder, 'mine/Cargo.toml'), '[package]\nname = "mine"\nversion = "0.1.0"\nedition = "2021"\n');
    for (const name of ['one', 'two']) await writeFile(join(folder, `mine/src/bin/${name}.rs`), 'fn main() {}\n');
    const adopt = ['containerfile', 'mine', '--bin', 'one', '--yes', '--no-build'];
    expect(await versions.run('old', adopt, { cwd: folder })).toMatchObject({ exitCode: 0 });
    await rename(join(folder, 'mine/src/bin/one.rs'), join(folder, 'mine/src/bin/three.rs'));
    const checked = await update(['mine', '--check'], folder);
    expect(checked.exitCode).toBe(1);
    expect(checked.stdout).toContain('fix: create-wasm-oci containerfile mine --bin three\n');
  });
});

describe('a .yo-rc.json', () => {
  /** A current project, with stored answers as a user left them. */
  async function edited(change: (json: string) => string): Promise<string> {
    const folder = await emptyFolder();
    const made = await versions.run('next', ['hello', '--language', 'c', '--yes', '--no-build'], { cwd: folder });
    expect(made.exitCode, made.stderr).toBe(0);
    const file = join(folder, 'hello/.yo-rc.json');
    await writeFile(file, change(await read(file)));
    return folder;
  }

  const ours = (json: string, change: (rc: Record<string, unknown>) => unknown) =>
    JSON.stringify({ 'create-wasm-oci': change(JSON.parse(json)['create-wasm-oci']) });

  it.each<[string, (json: string) => string]>([
    ['in another order', (json) => ours(json, (rc) => Object.fromEntries(Object.entries(rc).reverse()))],
    ['with keys of a person', (json) => ours(json, (rc) => ({ owner: 'blue', ...rc }))],
    ['with a byte order mark', (json) => `\uFEFF${json}`],
    ['with the line ends of Windows', (json) => json.replaceAll('\n', '\r\n')],
  ])('%s is up to date', async (_, change) => {
    const folder = await edited(change);
    const checked = await update(['hello', '--check'], folder);
    expect(checked).toMatchObject({ exitCode: 0, stdout: 'hello is up to date\n' });
  });

  it('is named where only it is behind, and keeps what a user wrote into it', async () => {
    const folder = await edited((json) => ours(json, (rc) => ({ ...rc, aot: 'no', owner: 'blue' })));
    const checked = await update(['hello', '--check'], folder);
    expect(checked).toMatchObject({ exitCode: 2, stdout: 'hello is behind\n  .yo-rc.json      replaced\n' });
    expect((await update(['hello', '--yes'], folder)).exitCode).toBe(0);
    const stored = JSON.parse(await read(folder, 'hello/.yo-rc.json'))['create-wasm-oci'];
    expect(stored).toMatchObject({ owner: 'blue' });
    expect(stored).not.toHaveProperty('aot');
  });

  it('keeps the line ends of Windows, as other files do', async () => {
    const folder = await inConflict('hello');
    const file = join(folder, 'hello/.yo-rc.json');
    await writeFile(file, (await read(file)).replaceAll('\n', '\r\n'));
    await update(['hello', '--yes'], folder);
    expect(await read(file)).toMatch(/"version": "99\.0\.0"\r\n/);
    expect(await read(file)).not.toMatch(/[^\r]\n/);
  });

  it('of a newer version names the line that updates this project', async () => {
    const folder = await edited((json) => ours(json, (rc) => ({ ...rc, version: '100.0.0' })));
    expect((await update(['hello', '--check'], folder)).stdout).toContain('npx create-wasm-oci@100.0.0 update hello\n');
  });
});
