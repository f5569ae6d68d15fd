import { randomBytes } from 'node:crypto';
import { lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { ExitCode, Failure } from '../../core/failure.js';
import { type Inside, insideOf } from '../../core/files/inside.js';
import { OWN_PREFIX, PROJECT_LOCK } from '../../core/files/own-names.js';
import { type OwnState, ownState } from '../../core/system/own-state.js';
import { removeFolder } from '../../core/system/shell.js';
import { hashOf, type Journal, type NamedJournal, parseJournal } from '../../core/update/journal.js';

/** The folder in a project that holds an update that is decided. It exists only while files are put in place. */
export const FOLDER: string = `${OWN_PREFIX}-update`;

/** The name of the journal's file in it. */
export const JOURNAL = 'journal.json';

/** Whether a project has the folder of an update, from any source. */
export async function hasUpdate(directory: string): Promise<boolean> {
  return isInPlace(join(directory, FOLDER));
}

/**
 * The text of a journal's file. From now on this machine remembers that it wrote it, for this project and this run.
 *
 * @returns the id to forget it by
 */
export async function remember(directory: string, journal: Journal): Promise<{ id: string; text: string }> {
  const id = randomBytes(16).toString('hex');
  const text = JSON.stringify({ id, ...journal });
  const state = await ownState();
  await forgetOthers(state);
  await state.remember(
    updateFolder(id),
    JSON.stringify({ directory: await realpath(directory), journal: hashOf(text) }),
  );
  return { id, text };
}

/** Once the update is done, a copy of its journal cannot be finished. */
export async function forget(id: string): Promise<void> {
  await (await ownState()).forget(updateFolder(id));
}

/**
 * Reads the journal of a project. Only one that an update of this user wrote on this machine, for this project, and did
 * not finish. A repository or a preset may bring a folder of that name, and an update overwrites and removes the files
 * it names.
 *
 * @throws Failure (wrong input) for any other
 */
export async function readJournal(directory: string): Promise<NamedJournal> {
  const files = await insideOf(directory);
  const text = (await files.read(`${FOLDER}/${JOURNAL}`))?.toString();
  const journal = text === undefined ? undefined : parseJournal(text);
  if (text === undefined || !journal) throw notOurs(directory, 'it has no journal of an update');
  const written = await (await ownState()).recall(updateFolder(journal.id));
  const same = JSON.stringify({ directory: await realpath(directory), journal: hashOf(text) });
  if (written !== same) throw notOurs(directory, 'no update of yours on this machine wrote it');
  await checkStaged(directory, files, journal);
  return journal;
}

/** What a step writes is unchanged since the update was decided. A file that is in place is not in the folder any more. */
async function checkStaged(directory: string, files: Inside, { steps }: Journal): Promise<void> {
  for (const [index, { after }] of steps.entries()) {
    const staged = after === undefined ? undefined : await files.read(`${FOLDER}/${index}`);
    if (staged && hashOf(staged) !== after) throw notOurs(directory, 'its files were changed');
  }
}

const updateFolder = (id: string) => `updates/${id}`;

/** An update that was killed before it was decided leaves a name of its own: no project has its journal. */
async function forgetOthers(state: OwnState): Promise<void> {
  for (const id of await state.names('updates')) {
    const directory = directoryIn(await state.recall(updateFolder(id)));
    // Who is about to begin one has the lock.
    const needed = directory && ((await hasUpdate(directory)) || (await isInPlace(join(directory, PROJECT_LOCK))));
    if (!needed) await state.forget(updateFolder(id));
  }
}

/** The hash of a file of a project. Undefined when there is no such file. */
export async function hashAt(files: Inside, path: string): Promise<string | undefined> {
  const bytes = await files.read(path);
  return bytes && hashOf(bytes);
}

async function isInPlace(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

function directoryIn(text: string | undefined): string | undefined {
  try {
    return (JSON.parse(text ?? '') as { directory: string }).directory;
  } catch {
    return undefined;
  }
}

function notOurs(directory: string, why: string): Failure {
  return new Failure(`${FOLDER} is not an update that can be finished: ${why}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [
      { command: removeFolder(`${directory}/${FOLDER}`) },
      { command: 'git status', text: 'shows what is changed' },
    ],
  });
}
