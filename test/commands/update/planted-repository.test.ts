import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { changedFiles, markConflicts, trackedOwn } from '../../../generators/commands/update/git.js';
import { emptyFolder } from '../../support/folder.js';

/** A clone whose folder `project` is a repository of its own to git: its config names a program for every file. */
async function cloneWith(worktree: string): Promise<{ project: string; ran: () => Promise<boolean> }> {
  const base = await emptyFolder();
  const origin = join(base, 'origin');
  const project = join(origin, 'project');
  await mkdir(project, { recursive: true });
  await writeFile(join(project, 'README.md'), 'old\n');
  await writeFile(join(project, '.gitattributes'), '* filter=x\n');
  const bare = join(base, 'bare.git');
  await execa('git', ['init', '--quiet', '--bare', bare]);
  const index = { GIT_DIR: bare, GIT_WORK_TREE: project };
  await execa('git', ['add', '.'], { cwd: project, env: index });
  for (const name of ['HEAD', 'index', 'objects', 'refs'])
    await cp(join(bare, name), join(project, name), { recursive: true });
  for (const folder of ['objects', 'refs/heads', 'refs/tags']) await writeFile(join(project, folder, '.keep'), '');
  await writeFile(
    join(project, 'config'),
    `[core]\n\tbare = false\n\tworktree = ${worktree}\n[filter "x"]\n\tclean = touch ${join(base, 'ran')}; cat\n`,
  );
  await execa('git', ['init', '--quiet'], { cwd: origin });
  await execa('git', ['add', '--all'], { cwd: origin });
  await execa('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '--quiet', '-m', 'x'], {
    cwd: origin,
  });
  const clone = join(base, 'clone');
  await execa('git', ['clone', '--quiet', origin, clone]);
  return { project: join(clone, 'project'), ran: async () => (await readdir(base)).includes('ran') };
}

describe('a folder of a clone that is a repository to git, though it has no .git', () => {
  it.each(['.', '..'])('has no program run to find out what is changed (worktree = %s)', async (worktree) => {
    const { project, ran } = await cloneWith(worktree);
    await writeFile(join(project, 'README.md'), 'new\n');
    await expect(changedFiles(project)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/project is a git repository without \.git/),
      fix: [{ text: expect.stringMatching(/--force/) }],
    });
    await mkdir(join(project, 'below'));
    await expect(changedFiles(join(project, 'below'))).rejects.toThrow(/project is a git repository without \.git/);
    expect(await ran()).toBe(false);
  });

  it('has no program run to find out what came with it, nor for conflicts, which keep their markers', async () => {
    const { project, ran } = await cloneWith('.');
    await expect(trackedOwn(project)).rejects.toThrow(/without \.git/);
    const conflict = { path: 'README.md', base: 'old\n', mine: 'new\n', theirs: 'newer\n' };
    expect(await markConflicts(project, [conflict])).toBeUndefined();
    expect(await ran()).toBe(false);
  });
});

it('a folder with a file called HEAD is like any other', async () => {
  const folder = await emptyFolder();
  await execa('git', ['init', '--quiet'], { cwd: folder });
  await writeFile(join(folder, 'HEAD'), 'x\n');
  expect(await changedFiles(folder)).toEqual(['HEAD']);
  await mkdir(join(folder, 'below'));
  await writeFile(join(folder, 'below/HEAD'), 'x\n');
  expect(await changedFiles(join(folder, 'below'))).toEqual(['below/']);
});
