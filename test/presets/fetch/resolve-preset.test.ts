import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fix } from '../../../generators/core/failure.js';
import { resolvePreset, resolveStoredPreset } from '../../../generators/core/presets/fetch/resolve-preset.js';
import { referenceFor } from '../../../generators/core/presets/reference.js';
import { npmCommand } from '../../../generators/core/system/npm.js';
import { write as writeFiles } from '../../support/files.js';
import { reads } from '../../support/fixes.js';
import { commitAll, presetHome } from '../../support/preset-home.js';
import { OVERLAY } from '../../support/presets.js';
import { lives } from '../../support/processes.js';

let cwd: string;

beforeEach(async () => {
  cwd = await presetHome();
});

const resolve = (given: string, how: { trust?: boolean; named?: boolean } = {}) =>
  resolvePreset(given, { cwd, from: '--preset', named: true, ...how });

/** Writes files below the test's folder. */
const write = (files: Record<string, string>) => writeFiles(cwd, files);

const plain = { 'acme/wasm-oci.toml': OVERLAY, 'acme/all/notes.txt': 'plain\n' };
const withTemplate = { ...plain, 'acme/all/title.txt.ejs': '<%- title %>\n' };

/** Makes a repository of the folder `acme`. Returns the commit. */
const commit = (folder = 'acme') => commitAll(join(cwd, folder));

function pack(): void {
  const npm = npmCommand();
  if (!npm) throw new Error('npm was not found');
  const args = [npm, 'pack', '--silent', '--pack-destination', cwd];
  execFileSync(process.execPath, args, { cwd: join(cwd, 'acme'), stdio: 'ignore' });
}

const PACKAGE = { 'acme/package.json': '{"name": "@acme/preset", "version": "1.2.3"}' };

describe('a preset is found', () => {
  it('as a folder, a file in it, an npm tarball, a repository and one of its folders: with one hash', async () => {
    await write({ ...plain, ...PACKAGE, 'mono/team/.keep': '' });
    await cp(join(cwd, 'acme'), join(cwd, 'mono/team'), { recursive: true });
    await cp(join(cwd, 'acme/wasm-oci.toml'), join(cwd, 'acme/team.toml'));
    pack();
    const head = commit();
    commit('mono');
    const url = pathToFileURL(join(cwd, 'acme')).href;
    const found = await Promise.all(
      [
        './acme',
        './acme/team.toml',
        './acme-preset-1.2.3.tgz',
        `${url}#main`,
        `git+${url}`,
        './acme#main',
        './mono#main:team',
      ].map((given) => resolve(given)),
    );
    expect(new Set(found.map(({ hash }) => hash)).size).toBe(1);
    expect(found.map(({ origin }) => origin)).toEqual([
      { source: join(cwd, 'acme'), path: join(cwd, 'acme') },
      { source: join(cwd, 'acme/team.toml'), path: join(cwd, 'acme/team.toml') },
      { source: join(cwd, 'acme-preset-1.2.3.tgz'), path: join(cwd, 'acme-preset-1.2.3.tgz'), version: '1.2.3' },
      { source: `${url}#main`, commit: head },
      { source: `git+${url}`, commit: head },
      { source: `${join(cwd, 'acme')}#main`, path: join(cwd, 'acme'), commit: head },
      { source: `${join(cwd, 'mono')}#main:team`, path: join(cwd, 'mono'), commit: expect.any(String) },
    ]);
    expect((await readdir(join(cwd, '.cache/create-wasm-oci/presets'))).length).toBe(1);
  });

  it('by half the name of a commit that is no longer the newest', async () => {
    await write(plain);
    const first = commit();
    await write({ 'acme/all/notes.txt': 'newer\n' });
    commit();
    expect((await resolve(`./acme#${first.slice(0, 9)}`)).files[0]?.contents).toBe('plain\n');
    expect((await resolve(`./acme#${first}`)).files[0]?.contents).toBe('plain\n');
    expect((await resolve('./acme#main')).files[0]?.contents).toBe('newer\n');
    const message = 'The preset ./acme#1234567890 was not fetched: it has no commit 1234567890.';
    await expect(resolve('./acme#1234567890')).rejects.toMatchObject({ exitCode: 1, message });
  });

  it('whose files are named with the folder of a repository once', async () => {
    await write({ 'mono/team/wasm-oci.toml': 'schema = 1\nname = "team"\n', 'mono/other/x': '' });
    commit('mono');
    expect((await resolve('./mono#main:team')).shownFile).toBe('./mono#main:team/wasm-oci.toml');
    expect((await resolve('./mono#main:team/')).shownFile).toBe('./mono#main:team/wasm-oci.toml');
    expect((await resolve('./mono#main')).shownFile).toBe('./mono#main/team/wasm-oci.toml');
    await expect(resolve('./mono#main:other')).rejects.toMatchObject({
      message: './mono#main:other holds no wasm-oci.toml.',
    });
  });

  it('with its scripts executable, from a folder, a tarball and a repository', async () => {
    await write({ ...plain, ...PACKAGE, 'acme/all/run.sh': 'exit 0\n' });
    await chmod(join(cwd, 'acme/all/run.sh'), 0o755);
    pack();
    commit();
    for (const given of ['./acme', './acme-preset-1.2.3.tgz', './acme#main']) {
      const { files } = await resolve(given);
      expect(
        files.map(({ path, executable }) => [path, executable]),
        given,
      ).toEqual([
        ['notes.txt', false],
        ['run.sh', true],
      ]);
    }
  });
});

describe('a preset is refused', () => {
  it.each([
    ['./gone', '--preset: no preset: there is no ./gone'],
    ['ext::sh -c id', 'runs a program of its own'],
    ['./acme#nosuch', 'it has no such branch, tag or commit'],
    ['./empty#main', 'it has no such branch, tag or commit'],
  ])('%s', async (given, message) => {
    await write({ ...plain, 'empty/x': '' });
    commit();
    commit('empty');
    execFileSync('git', ['branch', '-m', 'other'], { cwd: join(cwd, 'empty') });
    await expect(resolve(given)).rejects.toMatchObject({ exitCode: 1, message: expect.stringContaining(message) });
  });

  it('whose repository is not there, or holds nothing', async () => {
    await expect(resolve(pathToFileURL(join(cwd, 'gone.git')).href)).rejects.toMatchObject({
      message: expect.stringContaining('there is no such repository'),
      fix: [reads(expect.stringContaining('git ls-remote file://'))],
    });
    execFileSync('git', ['init', '-q', '--bare', 'bare.git'], { cwd });
    await expect(resolve('./bare.git')).rejects.toMatchObject({
      message: expect.stringContaining('its default branch has no commit'),
    });
  });

  it('whose default branch is not the one that was pushed', async () => {
    await write(plain);
    commit('acme');
    execFileSync('git', ['init', '-q', '--bare', '--initial-branch', 'unborn', 'bare.git'], { cwd });
    execFileSync('git', ['push', '-q', '../bare.git', 'HEAD:refs/heads/main'], { cwd: join(cwd, 'acme') });
    await expect(resolve('./bare.git')).rejects.toMatchObject({
      message: expect.stringContaining('its default branch has no commit'),
      fix: [reads(expect.stringContaining('git ls-remote')), { text: expect.stringContaining('#BRANCH') }],
    });
    await expect(resolve('./bare.git#main:')).resolves.toBeDefined();
  });

  it('where there is no git, or no npm', async () => {
    await write(plain);
    vi.stubEnv('PATH', '/nowhere');
    await expect(resolve('./acme#main')).rejects.toMatchObject({
      exitCode: 1,
      message: 'The preset ./acme#main was not fetched: git was not found.',
    });
  });

  it('whose registry cannot be reached', async () => {
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9/');
    await expect(resolve('@acme/none@^1')).rejects.toMatchObject({
      exitCode: 1,
      message: 'The preset @acme/none@^1 was not fetched: the registry http://127.0.0.1:9/ cannot be reached.',
      fix: [
        reads(expect.stringContaining('npm ping --registry=http://127.0.0.1:9/ ')),
        reads(expect.stringContaining('npm config set @acme:registry=')),
        expect.any(Object),
      ],
    });
  });

  it('that is no tarball', async () => {
    await write({ 'x.tgz': 'not one' });
    await expect(resolve('./x.tgz')).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('./x.tgz cannot be read'),
    });
  });

  it('whose overlay holds a link, or is reached through one, in a folder and in a repository', async () => {
    await write({ ...plain, 'secret/key': 'secret' });
    await symlink('../../secret/key', join(cwd, 'acme/all/key'));
    commit();
    for (const given of ['./acme', './acme#main']) {
      await expect(resolve(given)).rejects.toMatchObject({ message: expect.stringContaining('all/key: it is a link') });
    }
    await rm(join(cwd, 'acme/all'), { recursive: true });
    await symlink('../secret', join(cwd, 'acme/all'));
    await expect(resolve('./acme')).rejects.toMatchObject({
      message: expect.stringContaining('all/key: it is a link'),
    });
  });

  it('whose overlay holds a repository', async () => {
    await write({ ...plain, 'acme/all/.git/config': 'x' });
    await expect(resolve('./acme')).rejects.toMatchObject({ message: expect.stringContaining("git's own folder") });
  });
});

describe.skipIf(process.platform === 'win32')('a host that says nothing', () => {
  it('ends when the user cancels, with all that git started', async () => {
    // It is a child of git's own, as ssh is. Nobody can answer what it might ask in the terminal.
    const script = `echo "$$ $SSH_ASKPASS_REQUIRE" > '${join(cwd, 'said')}'; exec sleep 600`;
    await writeFile(join(cwd, 'silent'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    vi.stubEnv('GIT_SSH_COMMAND', join(cwd, 'silent'));
    const controller = new AbortController();
    const how = { cwd, from: '--preset', named: true, signal: controller.signal };
    const ended = resolvePreset('git@127.0.0.1:preset.git', how).catch((error: unknown) => error);
    const said = () => readFile(join(cwd, 'said'), 'utf8');
    await vi.waitFor(async () => expect(await said()).toMatch(/^\d+ force\n/), { timeout: 20_000 });
    controller.abort();
    expect(await ended).toMatchObject({ exitCode: 130, message: 'Cancelled. Nothing was written.' });
    const [pid = ''] = (await said()).split(' ');
    await vi.waitFor(async () => expect(await lives(pid)).toBe(false), 20_000);
  });
});

describe('templates', () => {
  const trusted = () => readFile(join(cwd, '.config/create-wasm-oci/trusted-presets.json'), 'utf8');

  it('of a path that the user names are trusted', async () => {
    await write(withTemplate);
    const { hash } = await resolve('./acme');
    expect(await trusted()).toContain(hash);
  });

  it('from elsewhere are refused until they are trusted, and again when they change', async () => {
    await write({ ...withTemplate, ...PACKAGE });
    pack();
    commit();
    const refused = {
      exitCode: 1,
      message: expect.stringContaining('run as code on this machine: all/title.txt.ejs (a template)'),
    };
    await expect(resolve('./acme-preset-1.2.3.tgz')).rejects.toMatchObject(refused);
    const failure = await resolve('./acme#main').catch((error: { fix: Fix[] }) => error);
    expect(failure).toMatchObject({
      ...refused,
      fix: [
        reads(expect.stringMatching(/^Read them: /)),
        expect.any(Object),
        {
          text: expect.stringMatching(
            /^Add --trust-preset=sha256:[0-9a-f]{64} to let them run only with this content\.$/,
          ),
        },
      ],
    });
    const place = (failure as { fix: Fix[] }).fix[0]?.text?.slice('Read them: '.length) ?? '';
    expect(await readFile(join(place, 'all/title.txt.ejs'), 'utf8')).toBe('<%- title %>\n');

    await resolve('./acme#main', { trust: true });
    // The same content from another place is the same.
    await resolve('./acme-preset-1.2.3.tgz');
    await write({ 'acme/all/notes.txt': 'changed\n' });
    commit();
    await expect(resolve('./acme#main')).rejects.toMatchObject(refused);
  });

  it('of a path that only a repository names are not trusted', async () => {
    await write(withTemplate);
    await expect(resolve('./acme', { named: false })).rejects.toMatchObject({ exitCode: 1 });
  });

  it('are not needed: plain files come from anywhere', async () => {
    await write(plain);
    commit();
    expect((await resolve('./acme#main')).files).toHaveLength(1);
    expect(existsSync(join(cwd, '.config'))).toBe(false);
  });

  it('are trusted by nobody when the list is broken', async () => {
    await write({ ...withTemplate, '.config/create-wasm-oci/trusted-presets.json': '{' });
    commit();
    await expect(resolve('./acme#main')).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('trusted-presets.json is not a valid list'),
    });
  });
});

describe('the preset that a project stores', () => {
  const stored = (given: string, project = join(cwd, 'project')) =>
    resolve(given).then((preset) => referenceFor(preset, project));
  const again = (reference: Awaited<ReturnType<typeof stored>>) =>
    resolveStoredPreset(reference, { cwd: join(cwd, 'project'), from: '.yo-rc.json', named: false });
  const forget = () => rm(join(cwd, '.cache'), { recursive: true });

  it('is named from the project, and comes back as it was', async () => {
    await write(plain);
    const head = commit();
    const folder = await stored('./acme');
    expect(folder).toEqual({ source: '../acme', name: 'acme', hash: expect.any(String) });
    const git = await stored('./acme#main');
    expect(git).toEqual({ source: '../acme#main', name: 'acme', commit: head, hash: folder.hash });
    await write({ 'acme/all/notes.txt': 'newer\n' });
    commit();
    expect((await again(folder)).files[0]?.contents).toBe('plain\n');
    expect(referenceFor(await again(git), join(cwd, 'project'))).toEqual(git);
    // Without the cache, git still has it; a folder has not.
    await forget();
    expect((await again(git)).files[0]?.contents).toBe('plain\n');
    await forget();
    await expect(again(folder)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('is no longer what this project was written with'),
    });
  });

  it('is not taken from a cache that was tampered with', async () => {
    await write(plain);
    const reference = await stored('./acme');
    const kept = join(cwd, '.cache/create-wasm-oci/presets', reference.hash.slice('sha256:'.length));
    await writeFile(join(kept, 'all/notes.txt'), 'evil\n');
    expect((await again(reference)).files[0]?.contents).toBe('plain\n');
  });

  it('is written into the cache again where that was changed: from there the old content comes back, and a user reads it', async () => {
    await write(withTemplate);
    const reference = await stored('./acme');
    const kept = join(cwd, '.cache/create-wasm-oci/presets', reference.hash.slice('sha256:'.length));
    for (const damage of [
      () => writeFile(join(kept, 'all/title.txt.ejs'), 'harmless\n'),
      () => writeFile(join(kept, 'all/more.txt'), 'more\n'),
      () => rm(join(kept, 'wasm-oci.toml')),
    ]) {
      await damage();
      await resolve('./acme');
      expect(await readFile(join(kept, 'all/title.txt.ejs'), 'utf8')).toBe('<%- title %>\n');
      expect((await readdir(join(kept, 'all'))).sort()).toEqual(['notes.txt', 'title.txt.ejs']);
    }
    await write({ 'acme/all/notes.txt': 'newer\n' });
    expect((await again(reference)).files.map(({ contents }) => contents).sort()).toEqual([
      '<%- title %>\n',
      'plain\n',
    ]);
  });
});
