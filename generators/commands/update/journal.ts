import { chmod, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { ExitCode, Failure } from '../../core/failure.js';
import { type Inside, inside } from '../../core/files/inside.js';
import { locked } from '../../core/files/lock.js';
import { PROJECT_LOCK } from '../../core/files/own-names.js';
import { writeNew } from '../../core/files/write-whole.js';
import { type Conflict, markConflicts } from './git.js';
import {
  type Bound,
  bind,
  FOLDER,
  hashOf,
  holdsUpdate,
  JOURNAL,
  readJournal,
  type Step,
  unbind,
} from './journal-file.js';

/** What an update writes into a project. */
export interface Changes {
  write: readonly { path: string; text: string; executable: boolean }[];
  remove: readonly string[];
  conflicts: readonly Conflict[];
  /** The new `.yo-rc.json`. */
  rc: string;
}

/** What came of an interrupted update: the paths in conflict, and a remark where git could not be told of them. */
export interface Finished {
  conflicts: string[];
  remark: string | undefined;
}

/** Who waits for another process that writes into a project. */
export interface Waiting {
  signal?: AbortSignal | undefined;
  onWait?: ((owner: string) => void) | undefined;
}

/**
 * Carries an update out, so that it happens as a whole: everything is written beside the files first, and from the
 * moment that folder has its name the update is decided; the rest are renames. What ends the process before leaves the
 * project as it was, what ends it after can be finished by the next run (finishInterrupted).
 *
 * @param guard asked at the last moment; what it throws leaves the project as it is
 * @returns a remark where git could not be told of the conflicts
 * @throws Failure (wrong input) when another update was left there
 */
export async function carryOut(
  directory: string,
  { write, remove, conflicts, rc }: Changes,
  guard: () => Promise<void>,
  waiting: Waiting = {},
): Promise<string | undefined> {
  return inTurn(directory, waiting, async (own) => {
    if (await holdsUpdate(directory)) throw leftThere();
    await guard();
    const files = await inside(directory);
    // Last in the list, and so put in place last: until then the project says that the old version wrote it.
    const stage = join(own, 'update');
    await mkdir(stage);
    const texts = [...write, { path: '.yo-rc.json', text: rc, executable: false }];
    const steps: Step[] = [];
    for (const path of remove) steps.push({ path, before: await hashAt(files, path), after: undefined });
    for (const { path, text, executable } of texts) {
      const staged = join(stage, String(steps.length));
      await writeNew(staged, text);
      await chmod(staged, await modeFor(files, path, executable));
      steps.push({ path, before: await hashAt(files, path), after: hashOf(text) });
    }
    const { id, text } = await bind(directory, { steps, conflicts });
    await writeNew(join(stage, JOURNAL), text);
    await rename(stage, join(directory, FOLDER));
    return finish(directory, { id, steps, conflicts }, own);
  });
}

/**
 * What an interrupted update of this user still has to do. Undefined when there is none.
 *
 * @throws Failure (wrong input) when what is there was not left by one, or a file was changed since
 */
export async function interruptedIn(directory: string): Promise<Bound | undefined> {
  if (!(await holdsUpdate(directory))) return undefined;
  const journal = await readJournal(directory);
  await refuseChanged(directory, journal);
  return journal;
}

/**
 * Finishes an update that was interrupted.
 *
 * @throws Failure (wrong input) as interruptedIn does
 */
export async function finishInterrupted(directory: string, waiting: Waiting = {}): Promise<Finished> {
  return inTurn(directory, waiting, async (own) => {
    // Another process may have finished it by now.
    const journal = await interruptedIn(directory);
    const remark = journal && (await finish(directory, journal, own));
    return { conflicts: journal?.conflicts.map(({ path }) => path) ?? [], remark };
  });
}

function inTurn<Result>(directory: string, waiting: Waiting, work: (own: string) => Promise<Result>): Promise<Result> {
  return locked(join(directory, PROJECT_LOCK), work, waiting);
}

/**
 * Files that are neither as they were when the update was decided, nor as it writes them: they hold something that
 * nobody has seen.
 */
async function refuseChanged(directory: string, { steps }: Bound): Promise<void> {
  const files = await inside(directory);
  const changed: string[] = [];
  for (const { path, before, after } of steps) {
    const now = await hashAt(files, path);
    if (now !== before && now !== after) changed.push(path);
  }
  if (changed.length === 0) return;
  throw new Failure(`An update was interrupted, and ${changed.join(', ')} changed since.`, {
    exitCode: ExitCode.wrongInput,
    fix: [
      'Put the files back as they were, and update again.',
      `Or remove ${FOLDER}, which holds the rest of the update.`,
    ],
  });
}

/** What is done already is skipped: a file that was put in place is in the folder no more. */
async function finish(directory: string, { id, steps, conflicts }: Bound, own: string): Promise<string | undefined> {
  const files = await inside(directory);
  const rest = steps.slice(0, -1);
  for (const [index, { path, after }] of rest.entries()) {
    if (after === undefined) await files.remove(path);
    else await files.move(`${FOLDER}/${index}`, path);
  }
  const remark = conflicts.length > 0 ? await markConflicts(directory, conflicts) : undefined;
  const [rc] = steps.slice(-1);
  if (rc) await files.move(`${FOLDER}/${rest.length}`, rc.path);
  // Renamed first: half removed under its name, it would look like an update without a journal.
  await rename(join(directory, FOLDER), join(own, 'done'));
  await unbind(id);
  return remark;
}

async function hashAt(files: Inside, path: string): Promise<string | undefined> {
  const bytes = await files.read(path);
  return bytes && hashOf(bytes);
}

/** The mode that the file has; a new one gets what the umask leaves. */
async function modeFor(files: Inside, path: string, executable: boolean): Promise<number> {
  const mode = (await files.look(path))?.mode ?? 0o666 & ~process.umask();
  return executable ? mode | 0o111 : mode;
}

function leftThere(): Failure {
  return new Failure('An update that was interrupted was left here in the meantime.', {
    exitCode: ExitCode.wrongInput,
    fix: ['Run create-wasm-oci update again, which finishes it first.'],
  });
}
