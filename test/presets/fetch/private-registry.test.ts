import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchVersion } from '../../../generators/commands/update/old-version.js';
import { presetsOf } from '../../../generators/commands/update/presets.js';
import type { StoredProject } from '../../../generators/commands/update/stored-project.js';
import { Failure } from '../../../generators/core/failure.js';
import { resolvePreset } from '../../../generators/core/presets/fetch/resolve-preset.js';
import { failureText } from '../../../generators/core/terminal/failure-text.js';
import { LEAST } from '../../support/presets.js';
import { type PrivateRegistry, privateRegistry } from '../../support/private-registry.js';

let registry: PrivateRegistry;
let cwd: string;

const preset = (name: string) => ({ 'wasm-oci.toml': LEAST.replace('"acme"', `"${name}"`) });
const program = { 'package.json': '{"bin": {"create-wasm-oci": "cli.js"}}', 'cli.js': '' };

beforeAll(async () => {
  registry = await privateRegistry({
    '@acme/wasm-preset': { versions: { '1.0.0': preset('one'), '1.1.0': preset('two') } },
    '@acme/corrupt': { versions: { '1.0.0': preset('one') }, corrupt: true },
    'create-wasm-oci': { versions: { '0.0.9': program } },
  });
});
afterAll(() => registry.stop());

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'create-wasm-oci-registry-'));
  for (const folder of ['home', 'project', 'tmp']) await mkdir(join(cwd, folder));
  // A user whose settings are only those of the test.
  for (const name of Object.keys(process.env)) if (/^npm_config_|^NPM_TOKEN$/i.test(name)) vi.stubEnv(name, undefined);
  for (const name of ['HOME', 'USERPROFILE']) vi.stubEnv(name, join(cwd, 'home'));
  vi.stubEnv('TMPDIR', join(cwd, 'tmp'));
  // npm 11 has Node 22 and later keep what it compiled below TMPDIR.
  vi.stubEnv('NODE_DISABLE_COMPILE_CACHE', '1');
  vi.stubEnv('XDG_CACHE_HOME', join(cwd, 'cache'));
  registry.asked.length = 0;
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(cwd, { recursive: true, force: true });
});

const settings = (text: string, folder = 'home') => writeFile(join(cwd, folder, '.npmrc'), text);

const resolve = (given: string, signal?: AbortSignal) =>
  resolvePreset(given, { cwd: join(cwd, 'project'), from: '--preset', named: true, signal });

/** What a person reads when it fails. Nothing is left of it, and the token is nowhere. */
async function refusal(work: Promise<unknown>): Promise<string> {
  const failure = await work.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(Failure);
  const text = failureText(failure as Failure);
  expect((failure as Failure).exitCode).toBe(1);
  expect(text).not.toContain(registry.token);
  expect(text).not.toMatch(/^ +at /m);
  expect(await readdir(join(cwd, 'tmp'))).toEqual([]);
  expect((await readdir(join(cwd, 'project'))).filter((name) => name !== '.npmrc')).toEqual([]);
  expect(existsSync(join(cwd, 'cache/create-wasm-oci/presets'))).toBe(false);
  return text;
}

describe('a preset from a private registry', () => {
  it.each([
    ['@acme/wasm-preset', '1.1.0'],
    ['@acme/wasm-preset@1.0.0', '1.0.0'],
    ['@acme/wasm-preset@stable', '1.0.0'],
    ['@acme/wasm-preset@^1.0.0', '1.1.0'],
    ['@acme/wasm-preset@>=1 <1.1', '1.0.0'],
  ])('%s is fetched with the account of ~/.npmrc', async (given, version) => {
    await settings(registry.npmrc(registry.token));
    const { origin, files } = await resolve(given);
    expect({ origin, files }).toEqual({ origin: { source: given, version }, files: [] });
  });

  it.each<[string, () => Promise<void>]>([
    [
      'a variable that ~/.npmrc names',
      async () => {
        await settings(registry.npmrc(`\${NPM_TOKEN}`));
        vi.stubEnv('NPM_TOKEN', registry.token);
      },
    ],
    [
      'variables alone',
      async () => {
        vi.stubEnv('npm_config_registry', registry.url);
        vi.stubEnv(`npm_config_//${registry.host}/:_authToken`, registry.token);
      },
    ],
    [
      'the file that NPM_CONFIG_USERCONFIG names',
      async () => {
        await writeFile(join(cwd, 'other.npmrc'), registry.npmrc(registry.token));
        vi.stubEnv('NPM_CONFIG_USERCONFIG', join(cwd, 'other.npmrc'));
      },
    ],
  ])('is fetched with the account of %s', async (_, setUp) => {
    await setUp();
    expect((await resolve('@acme/wasm-preset')).origin.version).toBe('1.1.0');
    // No part of it is kept with the content.
    for (const path of await readdir(join(cwd, 'cache'), { recursive: true })) expect(path).not.toContain('npm_0123');
  });

  it.each<[string, string, string[]]>([
    [
      '@acme/none',
      'the registry URL has no @acme/none, or this account has no access to it.',
      ['npm config set @acme:registry=', 'npm whoami --registry=URL '],
    ],
    [
      '@acme/wasm-preset@7',
      'the registry URL has no such version or tag of it.',
      ['npm view @acme/wasm-preset versions dist-tags --registry=URL '],
    ],
    ['@acme/secret', 'the registry URL: this account has no access to @acme/secret.', ['npm whoami --registry=URL ']],
    ['@acme/corrupt', 'the registry URL: the package does not match its published checksum.', ['Publish it again']],
  ])('%s is refused, and the fix is named', async (given, why, fixes) => {
    await settings(registry.npmrc(registry.token));
    const text = await refusal(resolve(given));
    for (const part of [why, ...fixes.map((fix) => `  fix: ${fix}`)])
      expect(text).toContain(part.replace('URL', registry.url));
  });

  it('is not fetched without an account, or with a wrong one', async () => {
    for (const token of ['', 'npm_wrong']) {
      await settings(registry.npmrc(token));
      const text = await refusal(resolve('@acme/wasm-preset'));
      expect(text).toContain(`the registry ${registry.url}: authentication required; npm's credentials were rejected.`);
      expect(text).toContain(`  fix: npm login --registry=${registry.url} `);
    }
  });

  it('is not fetched with a variable that is not set, in ~/.npmrc', async () => {
    await settings(registry.npmrc(`\${NPM_TOKEN}`));
    const text = await refusal(resolve('@acme/wasm-preset'));
    const file = join(cwd, 'home/.npmrc');
    expect(text).toContain(
      `  fix: Set NPM_TOKEN: ${file} takes the token for ${registry.host} from it, and it is empty.`,
    );
    expect(text).not.toContain('npm login');
  });

  it('whose proxy is gone says so', async () => {
    await settings(registry.npmrc(registry.token));
    vi.stubEnv('http_proxy', 'http://me:secret@127.0.0.1:9/');
    vi.stubEnv('no_proxy', '');
    const text = await refusal(resolve('@acme/wasm-preset'));
    expect(text).toContain(`the registry ${registry.url} cannot be reached through the proxy 127.0.0.1:9.`);
    expect(text).not.toContain('secret');
  });

  it('that does not answer is given up when the user does', async () => {
    await settings(registry.npmrc(registry.token));
    const controller = new AbortController();
    const ended = resolve('@acme/silent', controller.signal).catch((error: unknown) => error);
    await vi.waitFor(() => expect(registry.asked.length).toBeGreaterThan(0), { timeout: 20_000 });
    controller.abort();
    expect(await ended).toMatchObject({ exitCode: 130, message: 'Cancelled. Nothing was written.' });
    expect(await readdir(join(cwd, 'tmp'))).toEqual([]);
  });
});

describe('update', () => {
  const signal = new AbortController().signal;
  const old = () => fetchVersion('0.0.9', { onNote: () => {}, signal });

  it('fetches the old version with the account of the user, whatever a project says', async () => {
    await settings(registry.npmrc(registry.token));
    await settings('registry=http://127.0.0.1:9/\n', 'project');
    vi.spyOn(process, 'cwd').mockReturnValue(join(cwd, 'project'));
    const script = await old();
    vi.restoreAllMocks();
    expect(script).toBe(join(cwd, 'cache/create-wasm-oci/versions/0.0.9/cli.js'));
    expect(await readFile(script, 'utf8')).toBe('');
  });

  it('names what the account lacks', async () => {
    await settings(registry.npmrc(`\${NPM_TOKEN}`));
    const text = await refusal(old());
    expect(text).toContain(
      `which wrote the project, was not fetched: the registry ${registry.url}: authentication required`,
    );
    expect(text).toContain('  fix: Set NPM_TOKEN: ');
    expect(text).toContain('npm pack create-wasm-oci@0.0.9');
    expect(await readdir(join(cwd, 'cache/create-wasm-oci/versions'))).toEqual([]);
  });

  it('fetches a preset once for projects with the same settings, and again for those with others', async () => {
    await settings(`//${registry.host}/:_authToken=${registry.token}\n`);
    const presets = presetsOf({ requested: undefined, trust: false, cwd, onNote: () => {}, signal });
    const today = (directory: string) => {
      const reference = { source: '@acme/wasm-preset', name: 'x', hash: 'sha256:0' };
      return presets.current({ directory: join(cwd, directory), preset: reference } as StoredProject);
    };
    for (const root of ['one', 'two']) {
      for (const folder of ['a', 'b']) await mkdir(join(cwd, root, folder), { recursive: true });
      await writeFile(join(cwd, root, 'package.json'), '{}');
      await settings(root === 'one' ? `registry=${registry.url}\n` : 'registry=http://127.0.0.1:9/\n', root);
    }
    const [a, b] = [today('one/a'), today('one/b')];
    expect((await a)?.name).toBe('two');
    expect(await b).toBe(await a);
    await expect(today('two/a')).rejects.toThrow('the registry http://127.0.0.1:9/ cannot be reached');
  });
});
