import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { command } from '../../../generators/commands/update/command.js';
import { Failure } from '../../../generators/core/failure.js';
import { resolvePreset } from '../../../generators/core/presets/fetch/resolve-preset.js';
import { write } from '../../support/files.js';
import { commitAll, gitIn } from '../../support/preset-home.js';
import { LEAST } from '../../support/presets.js';
import { type PrivateRegistry, privateRegistry } from '../../support/private-registry.js';
import { catchOutput } from '../../support/terminal.js';
import { project, useFolder, written } from '../../support/update-project.js';

const said = catchOutput();
const folder = useFolder();
const at = (path: string) => join(folder.path, path);

/** A project that was started with this preset. */
async function start(name: string, source: string, cwd = folder.path): Promise<void> {
  const preset = await resolvePreset(source, { cwd, from: '--preset', named: true });
  await project(at(name), await written(at(name), { name, preset }));
}

/** Runs `update --check --newer`: its exit code, and its document. */
async function check(...args: string[]) {
  said.stdout = '';
  const code = await command([...args, '--check', '--newer', '--json']);
  return { code, ...JSON.parse(said.stdout) };
}

describe('a preset of a repository', () => {
  let repository: string;
  let url: string;

  beforeEach(async () => {
    // The repository that the tests run in has no say.
    repository = at('acme');
    url = `git+${pathToFileURL(repository)}`;
    await mkdir(repository);
    await release('v1.0.0', '# one\n');
  });

  /** @param options of `git tag`: an annotated tag is an object of its own */
  async function release(tag: string, text: string, ...options: string[]): Promise<void> {
    await write(repository, { 'wasm-oci.toml': LEAST + text });
    commitAll(repository);
    gitIn(repository, 'tag', ...options, tag);
  }

  it('is behind where a tag is newer, with the line that takes it', async () => {
    await start('hello', `${url}#v1.0.0`);
    expect(await check('hello')).toMatchObject({ code: 0, projects: [{ state: 'current' }] });
    await release('v1.1.0-rc.1', '# two\n');
    expect(await check('hello')).toMatchObject({ code: 0, projects: [{ state: 'current' }] });
    await release('v1.10.0', '# three\n', '-a', '-m', 'x');
    await release('v1.9.0', '# four\n');
    expect(await check('hello')).toMatchObject({
      code: 2,
      exitCode: 2,
      projects: [
        {
          state: 'behind',
          newer: { from: 'v1.0.0', to: 'v1.10.0', source: `${url}#v1.10.0` },
          fix: [{ command: `create-wasm-oci update hello --preset '${url}#v1.10.0' --yes` }],
        },
      ],
    });
    said.stdout = '';
    await command(['hello', '--check', '--newer']);
    expect(said.stdout.replace(/\u001b\[\d+m/g, '')).toBe(
      `hello is behind\n  newer preset     v1.0.0 -> v1.10.0\n  fix: create-wasm-oci update hello --preset '${url}#v1.10.0' --yes\n`,
    );
    said.stdout = '';
    expect(await command(['hello', '--check'])).toBe(0);
    expect(await command(['hello', '--preset', `${url}#v1.10.0`, '--yes'])).toBe(0);
    expect(await check('hello')).toMatchObject({ code: 0, projects: [{ state: 'current' }] });
  });

  it('keeps the folder in its source', async () => {
    await write(repository, { 'c/wasm-oci.toml': LEAST });
    await release('c-v1', '# two\n');
    await start('hello', `${url}#c-v1:c`);
    await release('c-v2', '# three\n');
    expect(await check('hello')).toMatchObject({ projects: [{ newer: { source: `${url}#c-v2:c` } }] });
  });

  it('is behind by its commits where its source is a branch, and never where it is a commit', async () => {
    const before = gitIn(repository, 'rev-parse', 'HEAD');
    await start('branch', `${url}#main`);
    await start('commit', `${url}#${before}`);
    await start('none', url);
    await release('v2.0.0', '# two\n');
    const after = gitIn(repository, 'rev-parse', 'HEAD');
    const { code, projects } = await check('branch', 'commit', 'none');
    const commit = { from: before, to: after };
    expect(code).toBe(2);
    expect(projects).toMatchObject([
      { state: 'behind', preset: { name: 'acme', source: `${url}#main`, commit } },
      { state: 'current' },
      { state: 'behind', preset: { source: url, commit } },
    ]);
    expect(projects.filter((one: object) => 'newer' in one)).toEqual([]);
  });

  it('is asked once for its tags, for all projects of a run', async () => {
    await start('hello', `${url}#v1.0.0`);
    await start('other', `${url}#v1.0.0`);
    await release('v2', '# two\n');
    const trace = at('trace');
    vi.stubEnv('GIT_TRACE', trace);
    expect(await check('hello', 'other')).toMatchObject({ projects: [{ state: 'behind' }, { state: 'behind' }] });
    const asked = execFileSync('grep', ['-c', 'built-in: git.* ls-remote', trace], { encoding: 'utf8' });
    expect(asked.trim()).toBe('1');
  });

  it('whose tags cannot be read is an error of its project, and the others are checked', async () => {
    await start('hello', `${url}#v1.0.0`);
    await project(at('other'), await written(at('other'), { name: 'other' }));
    // The preset itself is a tag that a server still has.
    gitIn(repository, 'tag', '-d', 'v1.0.0');
    expect(await check('hello', 'other')).toMatchObject({
      code: 1,
      projects: [
        { state: 'error', error: { message: expect.stringContaining('no such branch') } },
        { state: 'current' },
      ],
    });
  });
});

describe('a preset of a package', () => {
  let registry: PrivateRegistry;

  beforeEach(async () => {
    const preset = (text: string) => ({ 'wasm-oci.toml': LEAST + text });
    const versions = { '1.0.0': preset(''), '1.1.0': preset('# two\n'), '2.0.0-rc.1': preset('# three\n') };
    registry = await privateRegistry({
      '@acme/preset': { versions: { ...versions, '2.0.0': preset('# four\n') } },
      '@acme/only': { versions: { '1.0.0': preset('') } },
    });
    for (const name of Object.keys(process.env))
      if (/^npm_config_|^NPM_TOKEN$/i.test(name)) vi.stubEnv(name, undefined);
    await write(folder.path, { 'home/.npmrc': registry.npmrc(registry.token) });
    vi.stubEnv('HOME', at('home'));
    vi.stubEnv('USERPROFILE', at('home'));
  });
  afterEach(() => registry.stop());

  it('is behind where a version is newer than its range takes', async () => {
    await start('exact', '@acme/preset@1.0.0');
    await start('range', '@acme/preset@^1');
    await start('latest', '@acme/preset');
    await start('only', 'npm:@acme/only@1.0.0');
    const { code, projects } = await check('exact', 'range', 'latest', 'only');
    expect(code).toBe(2);
    expect(projects).toMatchObject([
      { state: 'behind', newer: { from: '1.0.0', to: '2.0.0', source: '@acme/preset@2.0.0' } },
      {
        newer: { from: '^1', to: '2.0.0', source: '@acme/preset@^2.0.0' },
        fix: [{ command: "create-wasm-oci update range --preset '@acme/preset@^2.0.0' --yes" }],
      },
      { state: 'current' },
      { state: 'current' },
    ]);
  });

  it('is an error where the registry does not answer', async () => {
    await start('hello', '@acme/preset@1.0.0');
    registry.stop();
    expect(await check('hello')).toMatchObject({
      code: 1,
      projects: [{ state: 'error', error: { message: expect.stringContaining('cannot be reached') } }],
    });
  });
});

it('a folder has nothing newer, and without --check the flag is refused', async () => {
  await write(at('acme'), { 'wasm-oci.toml': LEAST });
  await start('hello', './acme');
  expect(await check('hello')).toMatchObject({ code: 0, projects: [{ state: 'current' }] });
  await expect(command(['hello', '--newer'])).rejects.toThrow(Failure);
  await expect(command(['hello', '--newer'])).rejects.toThrow('--newer is for --check');
});
