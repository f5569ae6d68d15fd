import { ExitCode, Failure } from '../../core/failure.js';
import { lineEndOf, withLineEnd } from '../../core/project/line-ends.js';
import type { Conflict } from '../../core/update/journal.js';
import { carryOut, type Waiting } from './carry-out.js';
import type { Examined } from './examine.js';
import { changedFiles, trackedAmong } from './git.js';
import { readFiles } from './project-files.js';
import type { StoredProject } from './stored-project.js';

/**
 * Changes that are not committed cannot be recovered once they are merged.
 *
 * @param but paths of files that may have changed
 * @throws Failure (wrong input) that names the files
 */
export async function guardWorkTree(
  { directory, shownDirectory }: Pick<StoredProject, 'directory' | 'shownDirectory'>,
  but: readonly string[] = [],
): Promise<void> {
  const changed = await changedFiles(directory, but);
  if (!changed || changed.length === 0) return;
  const more = changed.length > 5 ? ` and ${changed.length - 5} more` : '';
  throw new Failure(`${shownDirectory} has changes that are not committed: ${changed.slice(0, 5).join(', ')}${more}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'git commit, or git stash; or update anyway with --force' }],
  });
}

/**
 * What is reset cannot be recovered unless a commit has it.
 *
 * @throws Failure (wrong input) that names the files
 */
export async function guardReset({ project, actions }: Pick<Examined, 'project' | 'actions'>): Promise<void> {
  const paths = actions.filter(({ kind }) => kind === 'reset').map(({ path }) => path);
  if (paths.length === 0) return;
  const tracked = await trackedAmong(project.directory, paths);
  const lost = paths.filter((path) => !tracked.includes(path));
  if (lost.length === 0) return;
  throw new Failure(`${project.shownDirectory}: no commit of git has your text of ${lost.join(', ')}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'git add and git commit, or copy it elsewhere; or reset it anyway with --force' }],
  });
}

/**
 * Carries out what was planned for a project. Returns a remark where git could not mark the conflicts.
 *
 * @throws Failure (wrong input) when its files are no longer what the plan was made of
 */
export async function apply(examined: Examined, waiting: Waiting): Promise<string | undefined> {
  const { project, rendered, base, mine, actions } = examined;
  const written = actions.flatMap((action) => ('text' in action ? [action] : []));
  const inConflict = written.filter(({ kind }) => kind === 'conflict').map(({ path }) => path);
  const changes = {
    write: written.map(({ path, text }) => ({ path, text, executable: rendered.executables.has(path) })),
    remove: actions.filter(({ kind }) => kind === 'remove').map(({ path }) => path),
    conflicts: inConflict.map((path): Conflict => {
      const own = mine.get(path) ?? '';
      const like = (text: string | undefined) => (text === undefined ? undefined : withLineEnd(text, lineEndOf(own)));
      return { path, base: like(base.get(path)), mine: own, theirs: like(rendered.files.get(path)) ?? '' };
    }),
    rc: withLineEnd(rendered.rc, lineEndOf(project.rc)),
  };
  const touched = [...changes.write.map(({ path }) => path), ...changes.remove];
  return carryOut(project.directory, changes, () => guardUnchanged(examined, touched), waiting);
}

/** While the user read the summary, an editor, or an update in another terminal, may have written these files. */
async function guardUnchanged({ project, mine }: Examined, touched: readonly string[]): Promise<void> {
  const now = await readFiles(project.directory, ['.yo-rc.json', ...touched]);
  const seen = new Map([...mine, ['.yo-rc.json', project.rc]]);
  const other = ['.yo-rc.json', ...touched].filter((path) => now.get(path) !== seen.get(path));
  if (other.length === 0) return;
  throw new Failure(`${project.shownDirectory} was not updated: ${other.join(', ')} changed in the meantime.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ command: 'create-wasm-oci update', text: 'again, to merge with the new contents' }],
  });
}
