import { dirname } from 'node:path';
import { FOR_TEMPORARY_FILES, REFUSALS } from '../../system/disk-failure.js';
import { type Finished, lastLines } from '../../system/process.js';
import type { GitError } from './git-errors.js';

/** What a disk that takes nothing makes git say of this machine (strerror(3)); what a host says begins with `remote:`. */
const SAID: readonly [RegExp, string | undefined][] = [
  [/^(?!remote:).*: No space left on device$/m, REFUSALS.ENOSPC],
  [/^(?!remote:).*: Disk quota exceeded$/m, REFUSALS.EDQUOT],
  [/^(?!remote:).*: Read-only file system$/m, REFUSALS.EROFS],
];

/** The error of a git that found no room for what it fetched into a folder. Undefined where it failed for something else. */
export function gitDiskFull(folder: string, { stderr }: Finished): GitError | undefined {
  const why = SAID.find(([said]) => said.test(stderr))?.[1];
  if (why === undefined) return undefined;
  const output = lastLines(stderr);
  return { why: `git cannot write into ${dirname(folder)}: ${why}`, fix: [FOR_TEMPORARY_FILES], output };
}

/** The error of a git that could not make the repository that it is to fetch into. */
export function gitNotMade(folder: string, made: Finished): GitError {
  const { exitCode, signal, stderr } = made;
  const end = exitCode === undefined ? `was killed (${signal ?? 'by a signal'})` : `failed (exit code ${exitCode})`;
  const why = `git cannot make a repository in ${dirname(folder)}: git init ${end}`;
  const output = stderr.trim() ? lastLines(stderr) : [];
  return gitDiskFull(folder, made) ?? { why, fix: [FOR_TEMPORARY_FILES], output };
}
