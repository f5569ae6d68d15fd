import { appendFile, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killedAt } from '../support/kill.js';
import { commit, edit, read, status, tree } from './support/repository.js';
import { emptyFolder, run } from './support/run.js';
import { keys, openTerminal } from './support/terminal.js';
import { must, packVersions, type Versions } from './support/versions.js';

let versions: Versions;

beforeAll(async () => {
  versions = await packVersions();
});
afterAll(() => versions?.stop());

/** Projects that the old version wrote, side by side in an empty folder. */
async function written(...names: string[]): Promise<string> {
  const folder = await emptyFolder();
  for (const name of names) {
    const made = await versions.run('old', [name, '--language', 'c', '--yes', '--no-build'], { cwd: folder });
    expect(made.exitCode, made.stderr).toBe(0);
  }
  return folder;
}

/** A project that the old version wrote. */
async function project(): Promise<string> {
  return join(await written('hello'), 'hello');
}

const update = (args: string[], cwd: string, env: Record<string, string> = {}) =>
  versions.run('next', ['update', ...args], { cwd, env });

describe('update', () => {
  it('merges what both changed, replaces what nobody touched, and leaves the rest', async () => {
    const cwd = await project();
    await edit(join(cwd, 'Containerfile'), /^RUN make$/m, 'RUN make CFLAGS=-O3');
    await writeFile(join(cwd, 'src/main.c'), 'int main(void) { return 0; }\n');
    await rm(join(cwd, 'Makefile'));
    await appendFile(join(cwd, '.gitignore'), 'mine\n');
    await commit(cwd);
    const done = await update(['--yes'], cwd);
    expect(done.exitCode, done.stderr).toBe(0);
    expect(done.stdout).toBe('');
    expect(done.stderr).toMatch(/Containerfile +merged with your changes\n +README.md +replaced\n/);
    const containerfile = await read(cwd, 'Containerfile');
    expect(containerfile).toMatch(/^ARG BUILDER_IMAGE=.*wasi-sdk-99$/m);
    expect(containerfile).toMatch(/^RUN make CFLAGS=-O3$/m);
    expect(containerfile).toMatch(/^# At once\.\nSTOPSIGNAL SIGKILL$/m);
    expect(await status(cwd)).toBe(' M .yo-rc.json\n M Containerfile\n M README.md\n');
    expect(JSON.parse(await read(cwd, '.yo-rc.json'))['create-wasm-oci'].version).toBe('99.0.0');
    expect(await update(['--check'], cwd)).toMatchObject({ exitCode: 0, stdout: '. is up to date\n' });
    const again = await update(['--yes', '--force'], cwd);
    expect(again).toMatchObject({ exitCode: 0, stderr: '. is up to date\n' });
  });

  it('puts both versions of a line between markers, and tells git of the conflict', async () => {
    const folder = await written('hello');
    const cwd = join(folder, 'hello');
    await edit(join(cwd, 'Containerfile'), 'STOPSIGNAL SIGKILL', 'STOPSIGNAL SIGINT');
    const mine = await read(cwd, 'Containerfile');
    await commit(folder);
    const done = await update(['--yes', '--json'], cwd);
    expect(done.exitCode).toBe(1);
    expect(done.stderr).toContain('. is updated, with conflicts\n  Containerfile ');
    const files = [{ path: 'Containerfile', action: 'conflict', conflicts: 1 }, { path: 'README.md' }];
    expect(JSON.parse(done.stdout)).toMatchObject({ ok: false, projects: [{ state: 'conflicts', files }] });
    const marked =
      '<<<<<<< yours\nSTOPSIGNAL SIGINT\n=======\n# At once.\nSTOPSIGNAL SIGKILL\n>>>>>>> create-wasm-oci 99.0.0\n';
    expect(await read(cwd, 'Containerfile')).toContain(marked);
    expect(await status(cwd)).toBe(' M hello/.yo-rc.json\nUU hello/Containerfile\n M hello/README.md\n');
    // The stages are those of a merge: git makes either side out of them again.
    await must('git', ['checkout', '--ours', 'Containerfile'], cwd);
    expect(await read(cwd, 'Containerfile')).toBe(mine);
    await must('git', ['checkout', '--merge', 'Containerfile'], cwd);
    expect(await read(cwd, 'Containerfile')).toMatch(/<<<<<<< ours\nSTOPSIGNAL SIGINT\n/);
    await must('git', ['add', '.'], cwd);
    expect(await status(cwd)).not.toContain('UU');
  });

  it('works where there is no git at all', async () => {
    const cwd = await project();
    await edit(join(cwd, 'Containerfile'), 'STOPSIGNAL SIGKILL', 'STOPSIGNAL SIGINT');
    const done = await update(['--yes'], cwd, { PATH: '' });
    expect(done.exitCode).toBe(1);
    expect(await read(cwd, 'Containerfile')).toContain('<<<<<<< yours\nSTOPSIGNAL SIGINT\n');
  });

  it('keeps the line ends of Windows, in files that it writes and to git', async () => {
    const cwd = await project();
    const windows = async (path: string) =>
      writeFile(join(cwd, path), (await read(cwd, path)).replaceAll('\n', '\r\n'));
    await edit(join(cwd, 'Containerfile'), 'STOPSIGNAL SIGKILL', 'STOPSIGNAL SIGINT');
    for (const path of Object.keys(await tree(cwd))) await windows(path);
    await writeFile(join(cwd, '.gitattributes'), '* text=auto\n');
    await commit(cwd);
    const done = await update(['--yes'], cwd);
    expect(done.exitCode, done.stderr).toBe(1);
    for (const path of ['Containerfile', 'README.md']) expect(await read(cwd, path), path).not.toMatch(/[^\r]\n/);
    expect(await must('git', ['show', ':1:Containerfile'], cwd)).not.toContain('\r');
    expect(await must('git', ['show', ':3:Containerfile'], cwd)).toContain('\n# At once.\n');
  });

  it('refuses what is not committed, unless forced; and to go on where nobody is asked', async () => {
    const folder = await written('clean', 'dirty');
    await commit(folder);
    await appendFile(join(folder, 'dirty/README.md'), 'more\n');
    await writeFile(join(folder, 'beside'), 'not of a project');
    const before = await tree(folder);
    const asked = await update(['clean'], folder);
    expect(asked).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('there is no terminal to ask') });
    const shown = await update(['clean', 'dirty', '--dry-run'], folder);
    expect(shown).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('clean is behind') });
    expect(await tree(folder)).toEqual(before);
    const both = await update(['clean', 'dirty', '--yes'], folder);
    expect(both.exitCode).toBe(1);
    expect(both.stderr).toMatch(/dirty has changes that are not committed: \S*README\.md\.\n/);
    expect(both.stderr).toContain('clean is updated\n');
    expect(await read(folder, 'dirty/Containerfile')).not.toContain('# At once.');
    const forced = await update(['dirty', '--yes', '--force'], folder);
    expect(forced.exitCode, forced.stderr).toBe(0);
    expect(await read(folder, 'dirty/README.md')).toMatch(/99\.0\.0[\s\S]*more\n$/);
  });

  it.each<[string, (rc: Record<string, unknown>) => unknown, RegExp]>([
    [
      'a newer version wrote it',
      (rc) => ({ ...rc, version: '100.0.0' }),
      /written by create-wasm-oci 100\.0\.0, and this is 99\.0\.0[\s\S]*npx create-wasm-oci@100\.0\.0 update/,
    ],
    ['its version is none', (rc) => ({ ...rc, version: '../evil' }), /"version": "\.\.\/evil" is not a version/],
    ['an answer is missing', ({ image: _, ...rc }) => rc, /"image" is missing/],
    ['an answer is no text', (rc) => ({ ...rc, name: 1 }), /"name": a text in quotes is needed/],
    ['an answer is edited to what is none', (rc) => ({ ...rc, language: 'cobol' }), /"language".*cobol/],
    ['it holds nothing of ours', () => undefined, /is not a project of create-wasm-oci/],
  ])('refuses a project when %s', async (_, change, message) => {
    const cwd = await project();
    const rc = JSON.parse(await read(cwd, '.yo-rc.json'));
    rc['create-wasm-oci'] = change(rc['create-wasm-oci']);
    await writeFile(join(cwd, '.yo-rc.json'), JSON.stringify(rc));
    const before = await tree(cwd);
    const refused = await update(['--yes'], cwd);
    expect(refused.stderr).toMatch(message);
    expect(refused.exitCode).toBe(1);
    expect(await tree(cwd)).toEqual(before);
  });

  it('points from a folder inside a project to the project', async () => {
    const cwd = await project();
    const inside = await update(['--check'], join(cwd, 'src'));
    expect(inside).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('fix: create-wasm-oci update ..   ') });
    const outside = await update(['hello/src', '--check'], join(cwd, '..'));
    expect(outside.stdout).toContain('fix: create-wasm-oci update hello   ');
  });

  it('updates an existing project, and leaves what was its own', async () => {
    const cwd = await emptyFolder();
    await writeFile(join(cwd, 'main.c'), 'int main(void) { return 0; }\n');
    await writeFile(join(cwd, '.dockerignore'), 'notes\n');
    const adopted = await versions.run('old', ['containerfile', '--name', 'mine', '--yes', '--no-build'], { cwd });
    expect(adopted.exitCode, adopted.stderr).toBe(0);
    await edit(join(cwd, 'Containerfile'), /^FROM .* scratch AS wasm$/m, '# Mine.\n$&');
    expect(await update(['--check'], cwd)).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining('Containerfile '),
    });
    const done = await update(['--yes'], cwd);
    expect(done.exitCode, done.stderr).toBe(0);
    const containerfile = await read(cwd, 'Containerfile');
    expect(containerfile).toMatch(/^ARG BUILDER_IMAGE=.*wasi-sdk-99$/m);
    expect(containerfile).toMatch(/^# Mine\.\nFROM .* scratch AS wasm$[\s\S]*^# At once\.$/m);
    expect(await read(cwd, '.dockerignore')).toBe('notes\n');
    expect(await read(cwd, 'main.c')).toBe('int main(void) { return 0; }\n');
    expect(await update(['--check'], cwd)).toMatchObject({ exitCode: 0 });
  });

  it('does not write through a symbolic link', async () => {
    const cwd = await project();
    const outside = join(await emptyFolder(), 'outside');
    await writeFile(outside, await read(cwd, 'README.md'));
    await rm(join(cwd, 'README.md'));
    await symlink(outside, join(cwd, 'README.md'));
    const refused = await update(['--yes'], cwd);
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('README.md is a symbolic link') });
    expect(await read(outside)).not.toContain('99.0.0');
  });

  it('names what could not be fetched without a network, and takes it from a tarball', async () => {
    const cwd = await project();
    const env = { npm_config_registry: 'http://127.0.0.1:1/', XDG_CACHE_HOME: await emptyFolder() };
    const refused = await update(['--yes'], cwd, env);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(
      `create-wasm-oci ${versions.old}, which wrote the project, was not fetched: the registry http://127.0.0.1:1/ cannot be reached.`,
    );
    const missing = await update(['--yes', '--from', 'nowhere.tgz'], cwd, env);
    expect(missing).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('there is no ') });
    const wrong = await update(['--yes', '--from', versions.tarballs.next], cwd, env);
    expect(wrong).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('holds create-wasm-oci 99.0.0') });
    const done = await update(['--yes', '--from', versions.tarballs.old], cwd, env);
    expect(done.exitCode, done.stderr).toBe(0);
    expect(await read(cwd, 'Containerfile')).toContain('# At once.');
  });

  // Some twenty times two runs.
  it('can be run again, wherever it was killed', { timeout: 600_000 }, async () => {
    const pristine = await written('hello');
    await edit(join(pristine, 'hello/Containerfile'), 'STOPSIGNAL SIGKILL', 'STOPSIGNAL SIGINT');
    await commit(pristine);
    const whole = await emptyFolder();
    await must('cp', ['-a', `${pristine}/.`, whole], whole);
    expect(await update(['--yes'], join(whole, 'hello'))).toMatchObject({ exitCode: 1 });
    const expected = { files: await tree(whole), status: await status(whole) };
    const before = { files: await tree(pristine), status: '' };

    const killers = await emptyFolder();
    const seen = { before: 0, within: 0 };
    for (let at = 1; ; at++) {
      const folder = await emptyFolder();
      await must('cp', ['-a', `${pristine}/.`, folder], folder);
      const cwd = join(folder, 'hello');
      const env = await killedAt(at, cwd, killers);
      const killed = await update(['--yes'], cwd, env).catch(() => undefined);
      if (killed) break;
      const left = await tree(cwd);
      const decided = Object.keys(left).some((path) => path.startsWith('/.create-wasm-oci-update/'));
      if (!decided) {
        const own = Object.entries(left).filter(([path]) => !path.startsWith('/.create-wasm-oci.lock/'));
        const files = Object.fromEntries(own.map(([path, text]) => [`/hello${path}`, text]));
        if (Object.keys(expected.files).some((path) => files[path] !== expected.files[path])) {
          expect(files).toEqual(before.files);
        }
        seen.before++;
      } else seen.within++;
      const again = await update(['--yes'], cwd);
      expect(again.stderr).toContain(decided ? 'An update that was interrupted is finished.' : '');
      expect({ files: await tree(folder), status: await status(folder) }, `killed at ${at}`).toEqual(expected);
    }
    expect(seen.before).toBeGreaterThan(5);
    expect(seen.within).toBeGreaterThan(2);
  });
});

describe('update --check', () => {
  it('tells what is behind, side by side, and changes nothing', async () => {
    const folder = await written('one', 'two');
    const fresh = await versions.run('next', ['three', '--language', 'c', '--yes', '--no-build'], { cwd: folder });
    expect(fresh.exitCode).toBe(0);
    const before = await tree(folder);
    const env = { XDG_CACHE_HOME: await emptyFolder(), npm_config_cache: await emptyFolder() };
    const fetched = versions.fetched.length;
    const checked = await update(['one', 'two', 'three', '--check', '--json'], folder, env);
    expect(checked.exitCode).toBe(2);
    const behind = {
      state: 'behind',
      writtenBy: versions.old,
      pins: [{ name: 'BUILDER_IMAGE', to: expect.stringMatching(/wasi-sdk-99$/) }],
      files: [
        { path: 'Containerfile', action: 'replace' },
        { path: 'README.md', action: 'replace' },
      ],
      drift: [],
    };
    const current = { directory: 'three', state: 'current', writtenBy: '99.0.0', pins: [], files: [], drift: [] };
    const projects = [{ directory: 'one', ...behind }, { directory: 'two', ...behind }, current];
    expect(JSON.parse(checked.stdout)).toMatchObject({ ok: false, version: '99.0.0', projects });
    expect(versions.fetched.slice(fetched)).toEqual([versions.old]);
    expect(await tree(folder)).toEqual(before);
    expect(await update(['three', '--check'], folder)).toMatchObject({ exitCode: 0, stdout: 'three is up to date\n' });
    // One that is broken does not hide the others.
    const missing = await update(['nowhere', 'one', '--check'], folder, env);
    expect(missing.exitCode).toBe(1);
    expect(missing.stdout).toMatch(/^nowhere failed\n[\s\S]*^one is behind\n/m);
  });

  describe('with a preset', () => {
    const TOML = `schema = 1
name = "acme"
[locked]
image = "registry.example.com/{name}:1"
[builders]
c = "registry.example.com/clang:1"
[overlay]
shared = "all"
`;

    /** A team's folder: a preset, and a project that has it. */
    async function team(by: 'old' | 'next' = 'next'): Promise<string> {
      const folder = await emptyFolder();
      await mkdir(join(folder, 'preset/all/ci'), { recursive: true });
      await writeFile(join(folder, 'preset/wasm-oci.toml'), TOML);
      await writeFile(join(folder, 'preset/all/ci/check.sh'), 'true\n');
      await writeFile(join(folder, 'preset/all/OWNERS'), 'blue\n');
      const made = await versions.run(by, ['hello', '--language', 'c', '--preset', './preset', '--yes', '--no-build'], {
        cwd: folder,
      });
      expect(made.exitCode, made.stderr).toBe(0);
      return folder;
    }

    it('passes what is as the preset has it, and fails what has drifted', async () => {
      const folder = await team();
      expect(await update(['hello', '--check'], folder)).toMatchObject({ exitCode: 0 });
      await edit(join(folder, 'hello/Containerfile'), 'registry.example.com/clang:1', 'docker.io/me/clang');
      await edit(join(folder, 'hello/.yo-rc.json'), 'registry.example.com/hello:1', 'docker.io/me/hello:1');
      const checked = await update(['hello', '--check', '--json'], folder);
      expect(checked.exitCode).toBe(2);
      const drift = [
        { key: 'image', found: 'docker.io/me/hello:1', locked: 'registry.example.com/hello:1' },
        {
          key: 'Containerfile, ARG BUILDER_IMAGE',
          found: 'docker.io/me/clang',
          locked: 'registry.example.com/clang:1',
        },
      ];
      expect(JSON.parse(checked.stdout)).toMatchObject({ projects: [{ drift }] });
    });

    it('finds a preset that has moved on, and brings its files and pins', async () => {
      const folder = await team();
      await edit(join(folder, 'preset/wasm-oci.toml'), 'clang:1', 'clang:2');
      await rm(join(folder, 'preset/all/OWNERS'));
      await writeFile(join(folder, 'preset/all/NOTICE'), 'acme\n');
      const checked = await update(['hello', '--check'], folder);
      expect(checked).toMatchObject({
        exitCode: 2,
        stdout: expect.stringMatching(/preset +acme: sha256:\w+ -> sha256:/),
      });
      const done = await update(['hello', '--yes'], folder);
      expect(done.exitCode, done.stderr).toBe(0);
      expect(await read(folder, 'hello/Containerfile')).toContain('registry.example.com/clang:2');
      expect(await readdir(join(folder, 'hello'))).toEqual(expect.not.arrayContaining(['OWNERS']));
      expect(await read(folder, 'hello/NOTICE')).toBe('acme\n');
      expect(await update(['hello', '--check'], folder)).toMatchObject({ exitCode: 0 });
    });

    it('is asked for in a terminal, and leaves everything at Ctrl-C', async () => {
      const folder = await team('old');
      await edit(join(folder, 'preset/wasm-oci.toml'), 'clang:1', 'clang:2');
      const before = await tree(folder);
      const stopped = openTerminal(['update', 'hello'], folder, versions.settings);
      await stopped.shows('Update it?');
      stopped.type(keys.CTRL_C);
      expect(await stopped.ended(), stopped.screen()).toBe(130);
      expect(stopped.screen()).toContain('Nothing was changed.');
      expect(await tree(folder)).toEqual(before);
      const agreed = openTerminal(['update', 'hello'], folder, versions.settings);
      await agreed.shows('Update it?');
      agreed.type(keys.ENTER);
      expect(await agreed.ended(), agreed.screen()).toBe(0);
      expect(await read(folder, 'hello/Containerfile')).toContain('registry.example.com/clang:2');
    });

    it('names a preset that is gone, and one whose old content is', async () => {
      const folder = await team();
      await edit(join(folder, 'preset/wasm-oci.toml'), 'clang:1', 'clang:2');
      const elsewhere = { XDG_CACHE_HOME: await emptyFolder() };
      const moved = await update(['hello', '--check'], folder, elsewhere);
      expect(moved).toMatchObject({
        exitCode: 1,
        stdout: expect.stringContaining('no longer what this project was written with'),
      });
      expect(moved.stdout).toContain('create-wasm-oci preset test FOLDER');
      await rm(join(folder, 'preset'), { recursive: true });
      const gone = await update(['hello', '--check'], folder);
      expect(gone).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('../preset') });
      const without = await update(['hello', '--yes', '--preset', 'none'], folder);
      expect(without.exitCode, without.stderr).toBe(0);
      expect(JSON.parse(await read(folder, 'hello/.yo-rc.json'))['create-wasm-oci']).not.toHaveProperty('preset');
    });
  });
});

describe('render', () => {
  it('is the interface to later versions', async () => {
    const folder = await written('hello');
    const rendered = await versions.run('old', ['render', 'hello', 'nowhere'], { cwd: folder });
    expect(rendered.exitCode).toBe(1);
    const [hello, nowhere] = rendered.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { '/.yo-rc.json': _, ...files } = await tree(join(folder, 'hello'));
    const slashed = Object.fromEntries(Object.entries(hello.files).map(([path, text]) => [`/${path}`, text]));
    expect({ ...hello, files: slashed }).toEqual({ format: 1, directory: 'hello', files });
    expect(nowhere).toMatchObject({ format: 1, directory: 'nowhere', error: { message: expect.any(String) } });
    expect((await run('ls', ['-A'], { cwd: folder })).stdout).toBe('hello\n');
  });
});
