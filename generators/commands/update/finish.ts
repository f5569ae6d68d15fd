import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { ExitCode, Failure } from '../../core/failure.js';
import { insideOf } from '../../core/files/inside.js';
import type { NamedJournal } from '../../core/update/journal.js';
import { markConflicts } from './git.js';
import { FOLDER, forget, hashAt, hasUpdate, readJournal } from './journal-file.js';

/**
 * The rest of an interrupted update of this user. Undefined when there is none.
 *
 * @throws Failure (wrong input) when the folder was not left by one, or a file was changed since
 */
export async function interruptedIn(directory: string): Promise<NamedJournal | undefined> {
  if (!(await hasUpdate(directory))) return undefined;
  const journal = await readJournal(directory);
  await refuseChanged(directory, journal);
  return journal;
}

/**
 * Puts what was decided in place. A step that is done already is skipped: its file is in the folder no more.
 *
 * @param own a folder in the project that lasts as long as its lock
 * @returns a remark where git could not mark the conflicts
 */
export async function finish(
  directory: string,
  { id, steps, conflicts }: NamedJournal,
  own: string,
): Promise<string | undefined> {
  const files = await insideOf(directory);
  for (const [index, { path, after }] of steps.entries()) {
    if (after === undefined) await files.remove(path);
    else await files.move(`${FOLDER}/${index}`, path);
  }
  const remark = await markConflicts(directory, conflicts);
  // Renamed first: half removed under its name, it would look like an update without a journal.
  await rename(join(directory, FOLDER), join(own, 'done'));
  await forget(id);
  return remark;
}

/** Files that are neither as they were when the update was decided, nor as it writes them: nobody has seen their contents. */
async function refuseChanged(directory: string, { steps }: NamedJournal): Promise<void> {
  const files = await insideOf(directory);
  const changed: string[] = [];
  for (const { path, before, after } of steps) {
    const now = await hashAt(files, path);
    if (now !== before && now !== after) changed.push(path);
  }
  if (changed.length === 0) return;
  throw new Failure(`An update was interrupted, and ${changed.join(', ')} changed since.`, {
    exitCode: ExitCode.wrongInput,
    fix: [
      { text: 'Restore the files, and update again.' },
      { text: `Or remove ${FOLDER}, which holds the rest of the update.` },
    ],
  });
}
