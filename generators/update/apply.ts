import { ExitCode, Failure } from '../core/failure.js';
import { lineEndOf, withLineEnd } from '../core/update/line-ends.js';
import type { Examined } from './examine.js';
import { type Conflict, changedFiles } from './git.js';
import { carryOut } from './journal.js';
import { readFiles } from './project-files.js';

/**
 * What is not committed cannot be brought back once it is merged.
 *
 * @throws Failure (wrong input) that names the files
 */
export async function guardWorkTree({ project }: Examined): Promise<void> {
  const changed = await changedFiles(project.directory);
  if (!changed || changed.length === 0) return;
  const more = changed.length > 5 ? ` and ${changed.length - 5} more` : '';
  throw new Failure(
    `${project.shownDirectory} has changes that are not committed: ${changed.slice(0, 5).join(', ')}${more}.`,
    {
      exitCode: ExitCode.wrongInput,
      fix: ['git commit, or git stash; or update all the same with --force'],
    },
  );
}

/** Carries out what was planned for a project. Returns a remark where git could not be told of the conflicts. */
export async function apply({ project, rendered, base, actions }: Examined): Promise<string | undefined> {
  const { directory } = project;
  const written = actions.flatMap((action) => ('text' in action ? [action] : []));
  const inConflict = written.filter(({ kind }) => kind === 'conflict').map(({ path }) => path);
  const mine = await readFiles(directory, inConflict);
  return carryOut(directory, {
    write: written.map(({ path, text }) => ({ path, text, executable: rendered.executables.has(path) })),
    remove: actions.filter(({ kind }) => kind === 'remove').map(({ path }) => path),
    conflicts: inConflict.map((path): Conflict => {
      const own = mine.get(path) ?? '';
      const like = (text: string | undefined) => (text === undefined ? undefined : withLineEnd(text, lineEndOf(own)));
      return { path, base: like(base.get(path)), mine: own, theirs: like(rendered.files.get(path)) ?? '' };
    }),
    rc: rendered.rc,
  });
}
