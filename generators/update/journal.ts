import { chmod, lstat, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ExitCode, Failure } from '../core/failure.js';
import { type Conflict, markConflicts } from './git.js';
import { FOLDER, isInterrupted, type Journal, readJournal, writeJournal } from './journal-file.js';

/** An update is written into a folder of this name and the process's id, until it is decided. */
const PART = `${FOLDER}.part-`;

/** What an update writes into a project. */
export interface Changes {
  write: readonly { path: string; text: string; executable: boolean }[];
  remove: readonly string[];
  conflicts: readonly Conflict[];
  /** The new `.yo-rc.json`. */
  rc: string;
}

/**
 * Carries an update out, so that it happens as a whole: everything is written beside the files first, and from the
 * moment that folder has its name the update is decided; the rest are renames. What ends the process before leaves the
 * project as it was, what ends it after is finished by the next run (finishInterrupted).
 *
 * @param guard asked at the last moment; what it throws leaves the project as it is
 * @returns a remark where git could not be told of the conflicts
 * @throws Failure (wrong input) when another update is under way there
 */
export async function carryOut(
  directory: string,
  { write, remove, conflicts, rc }: Changes,
  guard: () => Promise<void>,
): Promise<string | undefined> {
  const part = await mkdtemp(join(directory, `${PART}${process.pid}-`));
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
    await writeJournal(part, journal);
    await guard();
    await rename(part, join(directory, FOLDER)).catch((error: NodeJS.ErrnoException) => {
      // A folder that holds something is not replaced: who has the name first has the project.
      throw ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code ?? '') ? underWay(directory) : error;
    });
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
 * @throws Failure (wrong input) when what is there was not left by an update
 */
export async function finishInterrupted(
  directory: string,
): Promise<{ conflicts: string[]; remark: string | undefined } | undefined> {
  for (const name of await namesIn(directory)) {
    // What a process that still runs is writing is not taken from under it.
    const left = name.startsWith(PART) && !isRunning(Number.parseInt(name.slice(PART.length), 10));
    if (left) await rm(join(directory, name), { recursive: true, force: true });
  }
  if (!(await isInterrupted(directory))) return undefined;
  const { conflicts } = await readJournal(directory);
  const remark = await finish(directory);
  return { conflicts: conflicts.map(({ path }) => path), remark };
}

/** What is no folder holds no update; that it holds no project either is said by who reads it. */
async function namesIn(directory: string): Promise<string[]> {
  return readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (['ENOENT', 'ENOTDIR'].includes(error.code ?? '')) return [];
    throw error;
  });
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
  const done = join(directory, `${PART}${process.pid}-done`);
  await renameIfThere(join(directory, FOLDER), done);
  await rm(done, { recursive: true, force: true });
  return remark;
}

async function putInPlace(directory: string, path: string): Promise<void> {
  const from = join(directory, FOLDER, 'files', path);
  if ((await lstat(from).catch(() => undefined)) === undefined) return;
  await mkdir(dirname(join(directory, path)), { recursive: true });
  await renameIfThere(from, join(directory, path));
}

/** Another process that finishes the same update may have been faster. */
async function renameIfThere(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process may not be asked, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function underWay(directory: string): Failure {
  return new Failure(`Another update is under way in ${directory}.`, {
    exitCode: ExitCode.wrongInput,
    fix: ['Wait for it, and look at what it did: create-wasm-oci update --check'],
  });
}

/** The mode that the file has; a new one gets what the umask leaves. */
async function modeFor(path: string, executable: boolean): Promise<number> {
  const mode = (await stat(path).catch(() => undefined))?.mode ?? 0o666 & ~process.umask();
  return executable ? mode | 0o111 : mode;
}
