import { existsSync } from 'node:fs';
import { readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../scripts/set-up.mjs';
import { emptyFolder, run } from './support/run.js';

const PROGRAMS = ['git', 'ssh', 'ssh-keygen', 'sshd'];

it('the lab has git and ssh for a Debian machine without them', async ({ skip }) => {
  if (!existsSync('/usr/bin/apt-get')) skip('the lab unpacks packages of a Debian machine');
  const [state, machine, cwd] = [await emptyFolder(), await emptyFolder(), await emptyFolder()];
  for (const name of (await readdir('/usr/bin')).filter((one) => !/^(?:git|ssh)/.test(one)))
    await symlink(join('/usr/bin', name), join(machine, name));
  for (const name of ['git', 'ssh']) expect(existsSync(join(machine, name))).toBe(false);

  const up = () => run(join(root, 'test/lab/tools-up'), [], { env: { PATH: machine, WASM_OCI_LAB: state } });
  const { exitCode, stdout, stderr } = await up();
  expect(exitCode, stderr).toBe(0);
  expect(await up(), 'nothing is done twice').toEqual({ exitCode: 0, stdout, stderr: '' });
  const bin = stdout.trim();
  expect((await readdir(bin)).every((name) => PROGRAMS.includes(name))).toBe(true);

  const env = { PATH: `${machine}:${bin}`, GIT_CONFIG_GLOBAL: '/dev/null' };
  const git = async (...args: string[]) => {
    const ran = await run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd, env });
    expect(ran, args.join(' ')).toMatchObject({ exitCode: 0 });
    return ran.stdout;
  };
  await git('init', '--quiet', '.');
  await writeFile(join(cwd, 'a.txt'), 'a\n');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'all');
  await git('clone', '--quiet', '--bare', `file://${cwd}`, 'bare.git');
  expect(await git('-C', 'bare.git', 'show', 'HEAD:a.txt')).toBe('a\n');
  expect(await run('ssh', ['-V'], { env })).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/^OpenSSH/) });
  expect(await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(cwd, 'key')], { env })).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: '',
  });
});
