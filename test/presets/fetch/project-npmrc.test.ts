import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchVersion } from '../../../generators/commands/update/old-version.js';
import type { Fix } from '../../../generators/core/failure.js';
import { readStoredPreset } from '../../../generators/core/options/stored.js';
import {
  npmVariables,
  projectRegistry,
  projectsAround,
  userSettings,
} from '../../../generators/core/presets/fetch/npm-settings.js';
import { projectNpmrc } from '../../../generators/core/presets/fetch/npmrc.js';
import { resolvePreset, resolveStoredPreset } from '../../../generators/core/presets/fetch/resolve-preset.js';
import { LEAST } from '../../support/presets.js';
import { type PrivateRegistry, privateRegistry } from '../../support/private-registry.js';

/** How an .npmrc names the variable. */
const SECRET = '$' + '{SECRET}';

let registry: PrivateRegistry;
let cwd: string;

beforeAll(async () => {
  const program = { 'package.json': '{"bin": {"create-wasm-oci": "cli.js"}}', 'cli.js': '' };
  registry = await privateRegistry({
    '@acme/wasm-preset': { versions: { '1.0.0': { 'wasm-oci.toml': LEAST } } },
    'create-wasm-oci': { versions: { '0.0.9': program } },
  });
});
afterAll(() => registry.stop());

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'create-wasm-oci-npmrc-'));
  for (const folder of ['home', 'project']) await mkdir(join(cwd, folder));
  for (const name of Object.keys(process.env)) if (/^npm_config_|^NPM_TOKEN$/i.test(name)) vi.stubEnv(name, undefined);
  for (const name of ['HOME', 'USERPROFILE']) vi.stubEnv(name, join(cwd, 'home'));
  vi.stubEnv('NODE_DISABLE_COMPILE_CACHE', '1');
  vi.stubEnv('XDG_CACHE_HOME', join(cwd, 'cache'));
  // What a thief would like to have.
  vi.stubEnv('SECRET', 'the-secret');
  await writeFile(join(cwd, 'project/package.json'), '{}');
  await writeFile(join(cwd, 'evil.sh'), `#!/bin/sh\ntouch '${join(cwd, 'ran')}'\n`);
  await chmod(join(cwd, 'evil.sh'), 0o755);
  await writeFile(join(cwd, 'evil.cjs'), `require('node:fs').writeFileSync(${JSON.stringify(join(cwd, 'ran'))}, '')\n`);
  registry.asked.length = 0;
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(cwd, { recursive: true, force: true });
});

const npmrc = (text: string, folder = 'project') => writeFile(join(cwd, folder, '.npmrc'), text);
const account = (token: string) => `//${registry.host}/:_authToken=${token}\n`;
const scope = () => `@acme:registry=${registry.url}\n`;
const resolve = () => resolvePreset('@acme/wasm-preset', { cwd: join(cwd, 'project'), from: '--preset', named: true });
const sent = () => JSON.stringify(registry.asked);

describe("a project's .npmrc", () => {
  it("names the registry of the preset's scope, which gets the user's own account", async () => {
    await npmrc(scope());
    await npmrc(account(registry.token), 'home');
    expect((await resolve()).origin.version).toBe('1.0.0');
  });

  it('names it from the folder above that npm takes for the root of the project', async () => {
    await npmrc(scope());
    await npmrc(account(registry.token), 'home');
    await mkdir(join(cwd, 'project/sub'));
    const how = { cwd: join(cwd, 'project/sub'), from: '--preset', named: true };
    expect((await resolvePreset('@acme/wasm-preset', how)).origin.version).toBe('1.0.0');
  });

  it.each<[string, () => string]>([
    ['a variable as a token', () => scope() + account(SECRET)],
    [
      'a variable as a password',
      () => `${scope()}//${registry.host}/:username=x\n//${registry.host}/:_password=${SECRET}\n`,
    ],
    ['a token of its own', () => scope() + account(registry.token)],
    ['another file as the settings of the user', () => `${scope()}userconfig=${join(cwd, 'evil.npmrc')}\n`],
  ])('sends nothing else: %s', async (_, text) => {
    await npmrc(text());
    await writeFile(join(cwd, 'evil.npmrc'), account(SECRET));
    await expect(resolve()).rejects.toMatchObject({ message: expect.stringContaining('authentication required') });
    expect(registry.asked.length).toBeGreaterThan(0);
    expect(registry.asked.map(({ token }) => token).filter(Boolean)).toEqual([]);
    expect(sent()).not.toContain('the-secret');
  });

  it('that holds an account says where the account belongs', async () => {
    await npmrc(scope() + account(registry.token));
    const failure = await resolve().catch((error: { fix: Fix[] }) => error);
    expect(failure).toMatchObject({
      fix: expect.arrayContaining([
        {
          text: `${join(cwd, 'project/.npmrc')} holds an account for ${registry.host}, and only your own settings count: move it to ~/.npmrc.`,
        },
      ]),
    });
  });

  it.each<[string, () => string, string]>([
    ['a variable', () => `${registry.url}${SECRET}/`, 'it holds a variable'],
    ['a password', () => registry.url.replace('://', '://me:pw@'), 'it holds a user name or password'],
    ['plain HTTP', () => 'http://registry.example.com/', 'http:// does not tell who answers'],
    ['a file', () => 'file:///etc/', 'file:// does not tell who answers'],
    ['nonsense', () => './registry', 'it is no URL'],
  ])('with %s in the registry is refused, and nothing is asked', async (_, url, why) => {
    await npmrc(`@acme:registry=${url()}\n`);
    await npmrc(account(registry.token), 'home');
    await expect(resolve()).rejects.toMatchObject({
      exitCode: 1,
      message: `${join(cwd, 'project/.npmrc')}: @acme:registry is not taken from a project: ${why}.`,
    });
    expect(registry.asked).toEqual([]);
  });

  it('with a registry that is refused does not stop a user who has named another', async () => {
    await npmrc('@acme:registry=http://registry.example.com/\n');
    await npmrc(scope() + account(registry.token), 'home');
    expect((await resolve()).origin.version).toBe('1.0.0');
  });

  it.skipIf(process.platform === 'win32')('names no program that npm runs', async () => {
    const evil = join(cwd, 'evil.sh');
    const settings = ['git', 'script-shell', 'shell', 'editor', 'node-gyp'].map((key) => `${key}=${evil}\n`).join('');
    await npmrc(`${scope()}${settings}node-options=--require ${join(cwd, 'evil.cjs')}\nignore-scripts=false\n`);
    await npmrc(account(registry.token), 'home');
    expect((await resolve()).origin.version).toBe('1.0.0');
    expect(existsSync(join(cwd, 'ran'))).toBe(false);
  });

  it
    .skipIf(process.platform === 'win32')
    .each([
      'git+file:///x',
      'file:../evil',
      '1.0.0 || git+file:///x',
      'latest',
      '^1.0.0',
      ' 1.0.0',
      'v1.0.0',
      'https://127.0.0.1/x.tgz',
      '1.0.0\n',
    ])('runs no program by the stored version %j', async (version) => {
    await npmrc(`git=${join(cwd, 'evil.sh')}\n`);
    const preset = { source: '@acme/wasm-preset', name: 'acme', hash: `sha256:${'0'.repeat(64)}`, version };
    const how = { cwd: join(cwd, 'project'), from: '.yo-rc.json', named: false };
    const work = (async () => {
      const stored = readStoredPreset(JSON.stringify({ 'create-wasm-oci': { preset } }));
      return stored && (await resolveStoredPreset(stored, how));
    })();
    await expect(work).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('.yo-rc.json, "preset.version"'),
    });
    expect(existsSync(join(cwd, 'ran'))).toBe(false);
    expect(registry.asked).toEqual([]);
  });
});

describe('settings that npm hands on to what it starts', () => {
  it('do not choose where an older version of this program comes from, where a project set them', async () => {
    await npmrc(`registry=${registry.url}\n${account(registry.token)}`, 'home');
    await npmrc('registry=http://127.0.0.1:9/\nuserconfig=./.npmrc\n');
    // As npm sets them for `npm init` in the project.
    vi.stubEnv('npm_config_local_prefix', join(cwd, 'project'));
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9/');
    vi.stubEnv('npm_config_userconfig', join(cwd, 'project/.npmrc'));
    vi.spyOn(process, 'cwd').mockReturnValue(join(cwd, 'project'));
    const signal = new AbortController().signal;
    expect(await fetchVersion('0.0.9', { onNote: () => {}, signal })).toContain('versions/0.0.9');
  });

  it('are gone, unless they say where packages are and no project set them', () => {
    const project = { file: 'x', values: { registry: 'https://evil.example', cafile: './ca.pem' } };
    const env = {
      npm_config_git: './evil.sh',
      NPM_CONFIG_SCRIPT_SHELL: './evil.sh',
      npm_config_node_options: '--require=x',
      npm_config_registry: 'https://evil.example/',
      npm_config_cafile: '/project/ca.pem',
      npm_config_proxy: 'http://proxy.example/',
      'npm_config_//host/:_authToken': 'x',
      'npm_config_@acme:registry': 'https://host/',
      PATH: '/bin',
    };
    expect(npmVariables(env, [project])).toEqual({
      npm_config_git: undefined,
      NPM_CONFIG_SCRIPT_SHELL: undefined,
      npm_config_node_options: undefined,
      npm_config_registry: undefined,
      npm_config_cafile: undefined,
    });
    expect(npmVariables({ npm_config_registry: 'https://own.example/' }, [project])).toEqual({});
  });
});

describe("a project's registry", () => {
  it("is one of the user's own where their settings name it, and only then gets a client certificate", async () => {
    await npmrc(scope());
    const found = async () => {
      const [project, projects] = [
        await projectNpmrc(join(cwd, 'project')),
        await projectsAround(join(cwd, 'project')),
      ];
      return projectRegistry('@acme/x', project, await userSettings(projects));
    };
    expect(await found()).toMatchObject({ url: registry.url, own: false });
    await npmrc(`registry=${registry.url.replace(/\/$/, '')}\n`, 'home');
    expect(await found()).toMatchObject({ own: true });
  });
});
