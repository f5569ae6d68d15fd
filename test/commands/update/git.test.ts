import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { changedFiles, markConflicts, trackedOwn } from '../../../generators/commands/update/git.js';
import { write } from '../../support/files.js';
import { commit, project, useFolder } from '../../support/update-project.js';

const folder = useFolder();
const git = async (...args: string[]) => (await execa('git', args, { cwd: folder.path })).stdout;
let repository: string;

beforeEach(async () => {
  repository = await project(join(folder.path, 'repository'), { a: 'a\n', b: 'b\n', 'below/c': 'c\n' });
});

describe('the changed files of a directory', () => {
  it('are those that git reports, with new ones, besides this program’s own and those that may have changed', async () => {
    expect(await changedFiles(repository)).toEqual([]);
    await write(repository, { a: 'x\n', 'below/c': 'x\n', é: '', '.create-wasm-oci-update/1': '' });
    expect(await changedFiles(repository)).toEqual(['a', 'below/c', 'é']);
    expect(await changedFiles(repository, ['a', 'é'])).toEqual(['below/c']);
    expect(await changedFiles(join(repository, 'below'))).toEqual(['below/c']);
  });

  it('are exempt by their names only, not by patterns', async () => {
    await write(repository, { a: 'x\n', 'a*': 'x\n' });
    expect(await changedFiles(repository, ['a*'])).toEqual(['a']);
    vi.stubEnv('GIT_LITERAL_PATHSPECS', '1');
    expect(await changedFiles(repository, ['a*'])).toEqual(['a']);
  });

  it('are those of the directory, also where a hook of another repository calls', async () => {
    const other = await project(join(folder.path, 'other'), { z: '' });
    await write(repository, { a: 'x\n' });
    vi.stubEnv('GIT_DIR', join(other, '.git'));
    vi.stubEnv('GIT_WORK_TREE', other);
    expect(await changedFiles(repository)).toEqual(['a']);
  });

  it('are unknown outside a repository, and without git', async () => {
    await mkdir(join(folder.path, 'plain'));
    expect(await changedFiles(join(folder.path, 'plain'))).toBeUndefined();
    vi.stubEnv('PATH', join(folder.path, 'plain'));
    expect(await changedFiles(repository)).toBeUndefined();
    expect(await trackedOwn(repository)).toEqual([]);
    expect(await markConflicts(repository, [{ path: 'a', base: 'a', mine: 'b', theirs: 'c' }])).toBeUndefined();
  });

  it('are a failure where git cannot read its repository, or does not start', async () => {
    await writeFile(join(repository, '.git/index'), 'broken');
    await expect(changedFiles(repository)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/^git does not report whether there are uncommitted changes: \S.*$/),
      fix: [{ command: 'git status', text: 'must work there; or update without asking git, with --force' }],
    });
    const bin = join(folder.path, 'bin');
    await write(bin, { git: '#!/nowhere/at/all\n' });
    await chmod(join(bin, 'git'), 0o755);
    vi.stubEnv('PATH', bin);
    await expect(changedFiles(repository)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/git/),
    });
  });

  it('are found without a program that the repository names', async () => {
    await git('-C', repository, 'config', 'core.fsmonitor', `touch ${join(folder.path, 'ran')}; false`);
    await write(repository, { a: 'x\n' });
    expect(await changedFiles(repository)).toEqual(['a']);
    await expect(readFile(join(folder.path, 'ran'))).rejects.toThrow('ENOENT');
  });
});

describe('tracked files with this program’s own names', () => {
  it('are found in any case, and none of them elsewhere', async () => {
    expect(await trackedOwn(repository)).toEqual([]);
    await write(repository, { '.create-wasm-oci-update/1': '', '.Create-Wasm-OCI.lock': '', '.create': '' });
    expect(await trackedOwn(repository)).toEqual([]);
    await commit(repository);
    expect(await trackedOwn(repository)).toEqual(['.Create-Wasm-OCI.lock', '.create-wasm-oci-update/1']);
  });
});

describe('conflicts', () => {
  const conflict = { path: 'c', base: 'c\n', mine: 'mine\n', theirs: 'theirs\n' };
  const below = () => join(repository, 'below');
  const unmerged = () => git('-C', repository, 'ls-files', '--unmerged', '--full-name');

  it('are three versions in git’s index, which git add resolves', async () => {
    await write(repository, { 'below/c': '<<<<<<< yours\n' });
    await chmod(join(repository, 'below/c'), 0o755);
    await commit(repository);
    expect(await markConflicts(below(), [conflict])).toBeUndefined();
    const hash = (text: string) =>
      execa('git', ['hash-object', '--stdin'], { input: text }).then(({ stdout }) => stdout);
    expect(await unmerged()).toBe(
      [
        `100755 ${await hash('c\n')} 1\tbelow/c`,
        `100755 ${await hash('mine\n')} 2\tbelow/c`,
        `100755 ${await hash('theirs\n')} 3\tbelow/c`,
      ].join('\n'),
    );
    expect(await git('-C', repository, 'status', '--porcelain')).toBe('UU below/c');
    await git('-C', repository, 'checkout', '--merge', 'below/c');
    expect(await readFile(join(repository, 'below/c'), 'utf8')).toMatch(
      /^<<<<<<< ours\nmine\n=+\ntheirs\n>>>>>>> theirs\n$/,
    );
    await git('-C', repository, 'add', 'below/c');
    expect(await unmerged()).toBe('');
  });

  it('without a base are two versions', async () => {
    expect(await markConflicts(below(), [{ ...conflict, base: undefined }])).toBeUndefined();
    expect((await unmerged()).split('\n').map((line) => line.slice(48))).toEqual(['2\tbelow/c', '3\tbelow/c']);
    expect(await git('-C', repository, 'status', '--porcelain')).toBe('AA below/c');
  });

  it('are not for files that git does not track, nor outside a repository', async () => {
    await write(repository, { untracked: 'x\n' });
    const untracked = { ...conflict, path: 'untracked' };
    expect(await markConflicts(repository, [untracked])).toBeUndefined();
    expect(await unmerged()).toBe('');
    await mkdir(join(folder.path, 'plain'));
    expect(await markConflicts(join(folder.path, 'plain'), [conflict])).toBeUndefined();
  });

  it('are named literally', async () => {
    await write(repository, { '*': 'x\n' });
    await commit(repository);
    expect(await markConflicts(repository, [{ ...conflict, path: '*' }])).toBeUndefined();
    expect((await unmerged()).split('\n').map((line) => line.slice(50))).toEqual(['*', '*', '*']);
  });

  it('that git cannot mark are a remark with its first line', async () => {
    await writeFile(join(repository, '.git/index.lock'), '');
    expect(await markConflicts(below(), [conflict])).toMatch(
      /^git status does not show the conflicts: fatal: [^\n]*index\.lock[^\n]*$/,
    );
  });

  it('that git refuses without a word are a remark with its command', async () => {
    const bin = join(folder.path, 'bin');
    const real = (await execa('which', ['git'])).stdout;
    await write(bin, { git: `#!/bin/sh\ncase "$*" in *hash-object*) exit 7;; esac\nexec ${real} "$@"\n` });
    await chmod(join(bin, 'git'), 0o755);
    vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
    expect(await markConflicts(below(), [conflict])).toBe(
      'git status does not show the conflicts: git hash-object failed (exit code 7)',
    );
  });
});
