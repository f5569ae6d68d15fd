import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ExitCode, Failure } from '../failure.js';

/**
 * Whether git takes a directory for part of a repository that has no `.git`. Files called HEAD, objects and config can
 * be committed in any folder, so a clone can bring them. git then does what that config says, and a filter in it is a
 * program. Git's own answer, safe.bareRepository, is off by default, and older than 2.38 does not have it.
 *
 * @param directory absolute; the folders above it are looked at up to the one that has a `.git`
 */
export async function isPlanted(directory: string): Promise<boolean> {
  return (await plantedAt(directory)) !== undefined;
}

/** @throws Failure (wrong input) where git must not be asked, naming the folder */
export async function refusePlanted(directory: string): Promise<void> {
  const folder = await plantedAt(directory);
  if (folder === undefined) return;
  throw new Failure(`${folder} is a git repository without .git: git would run programs that its config names.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Remove HEAD, config, objects and refs there; or update without asking git, with --force.' }],
  });
}

async function plantedAt(directory: string): Promise<string | undefined> {
  for (let folder = directory; !(await exists(folder, '.git')); folder = dirname(folder)) {
    if (await isGitDirectory(folder)) return folder;
    if (folder === dirname(folder)) return undefined;
  }
  return undefined;
}

/** As git finds out (setup.c, is_git_directory): a HEAD, beside objects or what names another folder that has them. */
async function isGitDirectory(folder: string): Promise<boolean> {
  return (await exists(folder, 'HEAD')) && ((await exists(folder, 'objects')) || (await exists(folder, 'commondir')));
}

async function exists(folder: string, name: string): Promise<boolean> {
  return (await lstat(join(folder, name)).catch(() => undefined)) !== undefined;
}
