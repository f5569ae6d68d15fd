import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { resolvePreset } from '../../../generators/core/presets/fetch/resolve-preset.js';
import { LEAST } from '../../support/presets.js';

/** OpenSSH's server is not everywhere, and not on PATH where it is. */
const SSHD = [...(process.env.PATH ?? '').split(':'), '/usr/sbin'].map((folder) => `${folder}/sshd`).find(existsSync);

let folder: string;
let port: number;
let server: ChildProcess | undefined;
let said = '';
let unfit: string | undefined;
let head: string;

const at = (...path: string[]) => join(folder, ...path);
const url = (path = 'preset.git') => `git+ssh://${userInfo().username}@127.0.0.1:${port}${at(path)}`;

/** A server with a key of its own, that lets the user of this test in with theirs. */
beforeAll(async () => {
  if (SSHD === undefined) {
    unfit = 'there is no sshd';
    return;
  }
  folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-ssh-'));
  for (const name of ['host', 'other-host', 'key', 'wrong', 'locked'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', name === 'locked' ? 'secret' : '', '-f', at(name)]);
  await writeFile(
    at('authorized'),
    (await readFile(at('key.pub'), 'utf8')) + (await readFile(at('locked.pub'), 'utf8')),
  );
  port = await freePort();
  const settings = [`Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${at('host')}`, 'PidFile none', 'UsePAM no'];
  const access = [`AuthorizedKeysFile ${at('authorized')}`, 'StrictModes no', 'PasswordAuthentication no'];
  await writeFile(at('sshd_config'), [...settings, ...access, 'KbdInteractiveAuthentication no', ''].join('\n'));
  await publish();
  server = spawn(SSHD, ['-D', '-e', '-f', at('sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  server.stderr?.on('data', (text) => {
    said += text;
  });
  // As root it wants a user and a folder of its own, which a machine that merely has the program lacks.
  if (!(await listens())) unfit = `sshd does not start here: ${said.trim()}`;
});

afterAll(async () => {
  server?.kill();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

beforeEach((test) => {
  if (unfit !== undefined) test.skip(unfit);
  vi.stubEnv('XDG_CACHE_HOME', at('cache'));
  vi.stubEnv('GIT_CONFIG_GLOBAL', at('gitconfig'));
  vi.stubEnv('SSH_AUTH_SOCK', undefined);
  vi.stubEnv('SSH_ASKPASS', '/nowhere/ssh-askpass');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

async function publish(): Promise<void> {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: at('work'),
      encoding: 'utf8',
      env: { ...process.env, GIT_CONFIG_GLOBAL: at('gitconfig') },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  await mkdir(at('work'));
  await writeFile(at('work/wasm-oci.toml'), LEAST);
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', 'x');
  git('tag', 'v1');
  head = git('rev-parse', 'HEAD');
  git('clone', '-q', '--bare', '.', at('preset.git'));
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => probe.once('listening', listening));
  const { port: free } = probe.address() as { port: number };
  await new Promise((closed) => probe.close(closed));
  return free;
}

/** Waits until the server listens, or has ended. */
async function listens(): Promise<boolean> {
  const begun = () => said.includes('Server listening');
  await vi.waitUntil(() => begun() || server?.exitCode !== null, { timeout: 10_000 }).catch(() => undefined);
  return begun();
}

/** The person's ssh: with one key, and the keys of one host, or of none. */
async function ssh({ key = 'key', host = 'host' }: { key?: string; host?: string }): Promise<string> {
  const known = host === 'none' ? '' : `[127.0.0.1]:${port} ${await readFile(at(`${host}.pub`), 'utf8')}`;
  await writeFile(at('known'), known);
  const options = [`UserKnownHostsFile=${at('known')}`, 'GlobalKnownHostsFile=/dev/null', 'IdentitiesOnly=yes'];
  return ['ssh -F none', ...[...options, `IdentityFile=${at(key)}`].map((option) => `-o ${option}`)].join(' ');
}

const resolve = (given: string) => resolvePreset(given, { cwd: folder, from: '--preset', named: true });

describe.skipIf(process.platform === 'win32')('a preset over ssh', () => {
  it('is found by its default branch, a branch, a tag and a commit', async () => {
    vi.stubEnv('GIT_SSH_COMMAND', await ssh({}));
    for (const ref of ['', '#main', '#v1', `#${head}`, `#${head.slice(0, 9)}`])
      expect((await resolve(url() + ref)).origin).toEqual({ source: url() + ref, commit: head });
  });

  it('is found where the settings of git put ssh in the place of https, and name the program', async () => {
    vi.stubEnv('GIT_SSH_COMMAND', undefined);
    const settings = { [`url.${url('').replace('git+', '')}/.insteadOf`]: 'https://git.example.com/' };
    for (const [key, value] of Object.entries({ ...settings, 'core.sshCommand': await ssh({}) }))
      execFileSync('git', ['config', '--file', at('gitconfig'), key, value]);
    expect((await resolve('git+https://git.example.com/preset.git#v1')).origin.commit).toBe(head);
    await rm(at('gitconfig'));
  });

  it.each<[string, Parameters<typeof ssh>[0], string, string]>([
    ['its host is not known', { host: 'none' }, 'preset.git', 'ssh does not know its host key yet'],
    ['its host has another key', { host: 'other-host' }, 'preset.git', 'its host key differs'],
    ['the key is a wrong one', { key: 'wrong' }, 'preset.git', 'its host rejected your ssh keys'],
    ['the key has a passphrase', { key: 'locked' }, 'preset.git', 'ssh needs a passphrase'],
    ['there is none', {}, 'gone.git', 'there is no such repository'],
  ])('is refused without a question where %s', async (_, how, path, why) => {
    vi.stubEnv('GIT_SSH_COMMAND', await ssh(how));
    await expect(resolve(url(path))).rejects.toMatchObject({ exitCode: 1, message: expect.stringContaining(why) });
  });
});
