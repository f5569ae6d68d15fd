import { chmod, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type Inside, insideOf } from '../../core/files/inside.js';
import { writeNew } from '../../core/files/write-whole.js';
import { type Conflict, hashOf, type NamedJournal, type Step } from '../../core/update/journal.js';
import { FOLDER, hashAt, JOURNAL, remember } from './journal-file.js';

/** What an update writes into a project. */
export interface Changes {
  write: readonly { path: string; text: string; executable: boolean }[];
  remove: readonly string[];
  conflicts: readonly Conflict[];
  /** The new `.yo-rc.json`. */
  rc: string;
}

/**
 * Decides an update: writes all that it writes beside the files, and gives that folder its name. Until then the project
 * is unchanged; from then on any process of this user can finish it.
 *
 * @param own a folder in the project that lasts as long as its lock
 */
export async function stage(
  directory: string,
  own: string,
  { write, remove, conflicts, rc }: Changes,
): Promise<NamedJournal> {
  const files = await insideOf(directory);
  const folder = join(own, 'update');
  await mkdir(folder);
  const steps: Step[] = [];
  for (const path of remove) steps.push({ path, before: await hashAt(files, path), after: undefined });
  // Last in the list, and so put in place last: until then the project says that the old version wrote it.
  for (const { path, text, executable } of [...write, { path: '.yo-rc.json', text: rc, executable: false }]) {
    const staged = join(folder, String(steps.length));
    await writeNew(staged, text);
    await chmod(staged, await modeFor(files, path, executable));
    steps.push({ path, before: await hashAt(files, path), after: hashOf(text) });
  }
  const { id, text } = await remember(directory, { steps, conflicts });
  await writeNew(join(folder, JOURNAL), text);
  await rename(folder, join(directory, FOLDER));
  return { id, steps, conflicts };
}

/** The mode that the file has; a new one gets what the umask leaves. */
async function modeFor(files: Inside, path: string, executable: boolean): Promise<number> {
  const mode = (await files.look(path))?.mode ?? 0o666 & ~process.umask();
  return executable ? mode | 0o111 : mode;
}
