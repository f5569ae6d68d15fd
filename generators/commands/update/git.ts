import { ExitCode, Failure } from '../../core/failure.js';
import { OWN_PREFIX } from '../../core/files/own-names.js';
import { isPlanted, refusePlanted } from '../../core/system/planted-repository.js';
import { startFailure } from '../../core/system/process-failure.js';
import { projectGit } from '../../core/system/project-git.js';
import type { Conflict } from '../../core/update/journal.js';

/**
 * What has changed in a directory since the last commit according to git, besides this program's own files there.
 * Undefined where there is no git, or no repository.
 *
 * @param but paths of files that may have changed
 * @throws Failure (wrong input) when there is a repository that git does not read
 */
export async function changedFiles(directory: string, but: readonly string[] = []): Promise<string[] | undefined> {
  await refusePlanted(directory);
  const inside = await projectGit(directory, ['rev-parse', '--is-inside-work-tree']);
  if (inside.missing || /not a git repository/.test(inside.stderr)) return undefined;
  const neverRan = startFailure('git', inside, ExitCode.wrongInput);
  if (neverRan) throw neverRan;
  const besides = [`:(exclude,glob)${OWN_PREFIX}*/**`, ...but.map((path) => `:(exclude,literal)${path}`)];
  const args = ['status', '--porcelain', '--untracked-files=normal', '--', '.', ...besides];
  const status = await projectGit(directory, args);
  if (status.exitCode === 0) return status.stdout.split('\n').flatMap((line) => (line ? [line.slice(3)] : []));
  throw new Failure(`git does not report whether there are uncommitted changes: ${status.stderr.split('\n')[0]}`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ command: 'git status', text: 'must work there; or update without asking git, with --force' }],
  });
}

/**
 * Which of these files of a directory git tracks: their text can be had again from a commit, unless they have changed since.
 *
 * @throws Failure (wrong input) when git must not be asked there
 */
export async function trackedAmong(directory: string, paths: readonly string[]): Promise<string[]> {
  await refusePlanted(directory);
  const args = ['ls-files', '-z', '--', ...paths.map((path) => `:(literal)${path}`)];
  const list = await projectGit(directory, args);
  return list.exitCode === 0 ? list.stdout.split('\0').filter(Boolean) : [];
}

/**
 * Which of the files that git tracks in a directory have a name that is this program's own. No commit of ours does.
 *
 * @throws Failure (wrong input) when git must not be asked there
 */
export async function trackedOwn(directory: string): Promise<string[]> {
  await refusePlanted(directory);
  const args = ['ls-files', '-z', '--', `:(glob,icase)${OWN_PREFIX}*`, `:(glob,icase)${OWN_PREFIX}*/**`];
  const list = await projectGit(directory, args);
  return list.stdout.split('\0').filter(Boolean);
}

/**
 * Puts three versions of each file into git's index, as git's own merge does: `git status` then names the conflicts,
 * `git checkout --merge` and merge tools work, and `git add` resolves them. Files that git does not track are skipped.
 *
 * @returns a remark when git cannot do it; the files have their markers in any case
 */
export async function markConflicts(directory: string, conflicts: readonly Conflict[]): Promise<string | undefined> {
  if (conflicts.length === 0 || (await isPlanted(directory))) return undefined;
  const paths = conflicts.map(({ path }) => `:(literal)${path}`);
  const list = await projectGit(directory, ['ls-files', '-z', '--stage', '--', ...paths]);
  if (list.missing || list.exitCode !== 0) return undefined;
  const entries = list.stdout.split('\0').filter(Boolean);
  const modes = new Map(entries.map((line) => [line.slice(line.indexOf('\t') + 1), line.slice(0, 6)] as const));
  try {
    const prefix = (await git(directory, ['rev-parse', '--show-prefix'])).trimEnd();
    const records: string[] = [];
    for (const { path, base, mine, theirs } of conflicts) {
      const mode = modes.get(path);
      if (mode !== undefined) records.push(...(await stages(directory, { path, base, mine, theirs }, mode, prefix)));
    }
    if (records.length > 0) await git(directory, ['update-index', '-z', '--index-info'], records.join(''));
    return undefined;
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    return `git status does not show the conflicts: ${error.message}`;
  }
}

/** Lines for `git update-index --index-info`: the merged entry goes (mode 0), a stage for each version comes. */
async function stages(directory: string, { path, base, mine, theirs }: Conflict, mode: string, prefix: string) {
  const records: string[] = [];
  for (const [index, text] of [base, mine, theirs].entries()) {
    if (text === undefined) continue;
    // With the path, for the line ends that the repository has.
    const hash = (await git(directory, ['hash-object', '-w', '--stdin', '--path', path], text)).trim();
    if (records.length === 0) records.push(`0 ${hash}\t${prefix}${path}\0`);
    records.push(`${mode} ${hash} ${index + 1}\t${prefix}${path}\0`);
  }
  return records;
}

async function git(cwd: string, args: readonly string[], input = ''): Promise<string> {
  const ran = await projectGit(cwd, args, { input });
  if (ran.exitCode === 0) return ran.stdout;
  throw new GitFailure(ran.stderr.split('\n').find(Boolean) ?? `git ${args[0]} failed (exit code ${ran.exitCode})`);
}

/** A command of git's that failed, with git's own message. */
class GitFailure extends Error {}
