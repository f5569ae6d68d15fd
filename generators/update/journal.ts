import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Conflict, markConflicts } from './git.js';

/** The folder in a project that holds an update on its way. It is there only while files are put in place. */
const FOLDER = '.create-wasm-oci-update';

/** What an update writes into a project. */
export interface Changes {
  write: readonly { path: string; text: string; executable: boolean }[];
  remove: readonly string[];
  conflicts: readonly Conflict[];
  /** The new `.yo-rc.json`. */
  rc: string;
}

/** What the journal says: enough to finish in another process. */
interface Journal {
  write: string[];
  remove: string[];
  conflicts: Conflict[];
}

/**
 * Carries an update out, so that it happens as a whole: everything is written beside the files first, and from the
 * moment that folder has its name the update is decided; the rest are renames. What ends the process before leaves the
 * project as it was, what ends it after is finished by the next run (finishInterrupted).
 *
 * @returns a remark where git could not be told of the conflicts
 */
export async function carryOut(
  directory: string,
  { write, remove, conflicts, rc }: Changes,
): Promise<string | undefined> {
  const part = await mkdtemp(join(directory, `${FOLDER}.part-`));
  try {
    // Last in the list, and so put in place last: until then the project says that the old version wrote it.
    const files = [...write, { path: '.yo-rc.json', text: rc, executable: false }];
    for (const { path, text, executable } of files) {
      const place = join(part, 'files', path);
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, text);
      await chmod(place, await modeFor(join(directory, path), executable));
    }
    const journal: Journal = { write: files.map(({ path }) => path), remove: [...remove], conflicts: [...conflicts] };
    await writeFile(join(part, 'journal.json'), JSON.stringify(journal));
    await rename(part, join(directory, FOLDER));
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
  return finish(directory);
}

/**
 * Finishes an update that was interrupted, and removes what one left that was not decided yet.
 *
 * @returns the paths in conflict, and git's remark; undefined when there was none to finish
 */
export async function finishInterrupted(
  directory: string,
): Promise<{ conflicts: string[]; remark: string | undefined } | undefined> {
  for (const name of await readdir(directory)) {
    if (name.startsWith(`${FOLDER}.part-`)) await rm(join(directory, name), { recursive: true, force: true });
  }
  if (!(await isInterrupted(directory))) return undefined;
  const { conflicts } = await readJournal(directory);
  const remark = await finish(directory);
  return { conflicts: conflicts.map(({ path }) => path), remark };
}

/** Whether an update was interrupted after it was decided. */
async function isInterrupted(directory: string): Promise<boolean> {
  return (await stat(join(directory, FOLDER, 'journal.json')).catch(() => undefined)) !== undefined;
}

/** What is done already is left out: a file that was put in place is in the folder no more. */
async function finish(directory: string): Promise<string | undefined> {
  const { write, remove, conflicts } = await readJournal(directory);
  for (const path of remove) await rm(join(directory, path), { force: true });
  const rest = write.filter((path) => path !== '.yo-rc.json');
  for (const path of rest) await putInPlace(directory, path);
  const remark = conflicts.length > 0 ? await markConflicts(directory, conflicts) : undefined;
  await putInPlace(directory, '.yo-rc.json');
  // Renamed first: half removed under its name, it would look like an update without a journal.
  const done = join(directory, `${FOLDER}.part-done`);
  await rename(join(directory, FOLDER), done);
  await rm(done, { recursive: true, force: true });
  return remark;
}

async function putInPlace(directory: string, path: string): Promise<void> {
  const from = join(directory, FOLDER, 'files', path);
  if ((await lstat(from).catch(() => undefined)) === undefined) return;
  await mkdir(dirname(join(directory, path)), { recursive: true });
  await rename(from, join(directory, path));
}

async function readJournal(directory: string): Promise<Journal> {
  return JSON.parse(await readFile(join(directory, FOLDER, 'journal.json'), 'utf8'));
}

/** The mode that the file has; a new one gets what the umask leaves. */
async function modeFor(path: string, executable: boolean): Promise<number> {
  const mode = (await stat(path).catch(() => undefined))?.mode ?? 0o666 & ~process.umask();
  return executable ? mode | 0o111 : mode;
}
