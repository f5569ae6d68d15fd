import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { fetchVersion } from '../../../generators/commands/update/old-version.js';
import type { Fix } from '../../../generators/core/failure.js';
import { write } from '../../support/files.js';
import { useFolder } from '../../support/update-project.js';

const folder = useFolder();
const at = (path: string) => join(folder.path, path);
const cached = (path = '') => at(join('XDG_CACHE_HOME/create-wasm-oci/versions', path));
const notes: string[] = [];
const controller = () => new AbortController();

/** npm's place is taken by a script: it notes how it was called, then does what the test says. */
async function npm(code: string): Promise<void> {
  await write(folder.path, {
    'npm-cli.js': `const fs = require('node:fs'), path = require('node:path');
      const args = process.argv.slice(2);
      const folder = args[args.indexOf('--prefix') + 1];
      const called = { args, cwd: process.cwd(), registry: process.env.npm_config_registry, shell: process.env.npm_config_script_shell };
      fs.writeFileSync(${JSON.stringify(at('called.json'))}, JSON.stringify(called));
      function install(version, text = 'one', name = 'create-wasm-oci') {
        const to = path.join(folder, 'node_modules', name);
        fs.mkdirSync(to, { recursive: true });
        fs.writeFileSync(path.join(to, 'package.json'), JSON.stringify({ version, bin: { 'create-wasm-oci': 'dist/cli.js' } }));
        fs.writeFileSync(path.join(to, 'text'), text);
      }
      ${code}`,
  });
  vi.stubEnv('npm_execpath', at('npm-cli.js'));
}

const fetch = (options: { from?: string; signal?: AbortSignal } = {}) =>
  fetchVersion('0.0.9', { onNote: (text) => notes.push(text), signal: controller().signal, ...options });
const called = async () => JSON.parse(await readFile(at('called.json'), 'utf8'));

beforeEach(() => {
  notes.length = 0;
});

describe('an older version', () => {
  it('is fetched once, by npm in a folder of its own, without its scripts', async () => {
    await npm("install('0.0.9')");
    vi.stubEnv('npm_config_registry', 'https://registry.example.com/');
    vi.stubEnv('npm_config_script_shell', '/bin/evil');
    const script = await fetch();
    expect(script).toBe(cached('0.0.9/dist/cli.js'));
    expect(notes).toEqual(['Fetching create-wasm-oci 0.0.9, which wrote the project, with npm']);
    const { args, cwd, registry, shell } = await called();
    expect(args.slice(0, 2)).toEqual(['install', '--ignore-scripts']);
    expect(args).toEqual(expect.arrayContaining(['--no-save', '--no-package-lock', '--no-global', '--install-links']));
    expect(args.slice(-2)).toEqual(['--', 'create-wasm-oci@0.0.9']);
    expect(cwd).toMatch(/versions\/0\.0\.9\.part-/);
    expect({ registry, shell }).toEqual({ registry: 'https://registry.example.com/' });
    expect(await readdir(cached())).toEqual(['0.0.9']);
    expect((await stat(cached())).mode & 0o777).toBe(0o700);
    await rm(at('called.json'));
    expect(await fetch()).toBe(script);
    expect(existsSync(at('called.json'))).toBe(false);
    expect(notes).toHaveLength(1);
  });

  it('is fetched again where the cached copy has changed', async () => {
    await npm("install('0.0.9')");
    await fetch();
    await write(cached('0.0.9'), { text: 'two' });
    await fetch();
    expect(notes[1]).toMatch(/with npm again: the cached copy has changed$/);
    expect(await readFile(cached('0.0.9/text'), 'utf8')).toBe('one');
    expect(await readdir(cached())).toEqual(['0.0.9']);
  });

  it('is not run where the registry now has another of its number', async () => {
    await npm("install('0.0.9')");
    await fetch();
    await rm(cached(), { recursive: true });
    await npm("install('0.0.9', 'two')");
    await expect(fetch()).rejects.toMatchObject({
      exitCode: 1,
      message: 'create-wasm-oci 0.0.9 differs from the package that was fetched before, so it was not run.',
      fix: [expect.any(Object), { command: `rm ${at('XDG_STATE_HOME/create-wasm-oci/versions/0.0.9')}` }],
    });
    expect(await readdir(cached())).toEqual([]);
  });

  it('is taken from a tarball', async () => {
    await npm("install('0.0.9')");
    await writeFile(at('old.tgz'), '');
    await fetch({ from: at('old.tgz') });
    expect((await called()).args.at(-1)).toBe(at('old.tgz'));
  });

  it.each<[string, string, string, RegExp, (string | RegExp)[]]>([
    [
      'npm fails',
      'console.error("npm error code E404"); process.exit(1)',
      '',
      /was not fetched: .+\.$/,
      [/npm pack create-wasm-oci@0\.0\.9\), and give the tarball/],
    ],
    ['npm fails with a tarball', 'process.exit(1)', 'old.tgz', /was not fetched: .+\.$/, []],
    [
      'there is no tarball',
      '',
      'none.tgz',
      /was not fetched: there is no .*none\.tgz\.$/,
      ['Give the tarball with --from.'],
    ],
    [
      'npm installs another version',
      "install('0.0.8')",
      '',
      /create-wasm-oci@0\.0\.9 holds create-wasm-oci 0\.0\.8\.$/,
      [],
    ],
    [
      'npm installs another package',
      "install('0.0.9', '', 'other')",
      'old.tgz',
      /old\.tgz holds another package\.$/,
      [],
    ],
  ])('is not fetched where %s, and leaves nothing in the cache', async (_, code, from, message, fix) => {
    await npm(code);
    await writeFile(at('old.tgz'), '');
    const failed = await fetch(from === '' ? {} : { from: at(from) }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ name: 'Failure', exitCode: 1, message: expect.stringMatching(message) });
    const last = (failed as { fix: Fix[] }).fix.slice(-1);
    expect(last).toEqual(fix.map((text) => ({ text: expect.stringMatching(text) })));
    expect(await readdir(cached())).toEqual([]);
  });

  it('is not fetched without npm, nor into a cache that is a file', async () => {
    vi.stubEnv('npm_execpath', undefined);
    vi.stubEnv('PATH', at('nowhere'));
    const { execPath } = process;
    process.execPath = at('bin/node');
    onTestFinished(() => {
      process.execPath = execPath;
    });
    await expect(fetch()).rejects.toMatchObject({ message: expect.stringContaining('npm was not found') });
    await rm(at('XDG_CACHE_HOME'), { recursive: true });
    await writeFile(at('XDG_CACHE_HOME'), '');
    await expect(fetch()).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/was not fetched: .*a file is where a folder is needed\.$/),
      fix: [{ command: 'XDG_CACHE_HOME=/absolute/folder', text: 'names another place for what is fetched' }],
    });
  });

  it('is not fetched once the user has stopped the run', async () => {
    await npm("require('node:fs').writeFileSync(path.join(folder, '../../started'), ''); setInterval(() => {}, 1000)");
    const stop = controller();
    const fetching = expect(fetch({ signal: stop.signal })).rejects.toMatchObject({
      message: 'Cancelled. Nothing was changed.',
      exitCode: 130,
    });
    await vi.waitFor(() => expect(existsSync(at('XDG_CACHE_HOME/create-wasm-oci/started'))).toBe(true), {
      timeout: 20_000,
    });
    stop.abort();
    await fetching;
    expect(await readdir(cached())).toEqual([]);
  });

  it('that another process put there meanwhile is taken where it is the same, and an error where it is not', async () => {
    const other = (text: string) => `install('0.0.9');
      const to = path.join(folder, '..', '0.0.9');
      fs.mkdirSync(to);
      fs.writeFileSync(path.join(to, 'package.json'), JSON.stringify({ version: '0.0.9', bin: { 'create-wasm-oci': 'dist/cli.js' } }));
      fs.writeFileSync(path.join(to, 'text'), '${text}');`;
    await npm(other('one'));
    expect(await fetch()).toBe(cached('0.0.9/dist/cli.js'));
    await rm(cached(), { recursive: true });
    await npm(other('two'));
    await expect(fetch()).rejects.toMatchObject({ code: 'ENOTEMPTY' });
  });
});
