import { type Finished, type RunOptions, run } from './process.js';

// A repository may name a program that git is to ask about changed files, and a folder of it may be a repository of its
// own (planted-repository.ts; git before 2.38 does not know the setting). Names in other scripts are shown as they are.
const PROJECT_GIT = ['-c', 'core.fsmonitor=false', '-c', 'safe.bareRepository=explicit', '-c', 'core.quotePath=false'];

// What git sets for its hooks (`git rev-parse --local-env-vars`) is about the repository it was called in: with it, a
// project's directory would be looked for in that one. And pathspecs are to mean what they say.
const CALLERS = ['DIR', 'WORK_TREE', 'INDEX_FILE', 'PREFIX', 'COMMON_DIR', 'OBJECT_DIRECTORY', 'NAMESPACE'];
const PATHSPECS = ['LITERAL_PATHSPECS', 'GLOB_PATHSPECS', 'NOGLOB_PATHSPECS', 'ICASE_PATHSPECS'];
const unset = Object.fromEntries([...CALLERS, ...PATHSPECS].map((name) => [`GIT_${name}`, undefined]));
const env = { ...unset, LC_ALL: 'C' };

/**
 * Runs git in a project's directory, which may be a clone of anybody's repository. Ask planted-repository.ts before.
 *
 * @returns how it ended, also where it failed or does not exist
 */
export function projectGit(
  directory: string,
  args: readonly string[],
  options: Pick<RunOptions, 'input' | 'signal'> = {},
): Promise<Finished> {
  return run('git', [...PROJECT_GIT, ...args], { ...options, cwd: directory, env });
}
