import { createHash, randomBytes } from 'node:crypto';
import { lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { ExitCode, Failure } from '../../core/failure.js';
import type { Inside } from '../../core/files/inside.js';
import { inside } from '../../core/files/inside.js';
import { OWN_PREFIX, PROJECT_LOCK } from '../../core/files/own-names.js';
import { folderPath } from '../../core/presets/overlay-path.js';
import { type OwnState, ownState } from '../../core/system/own-state.js';
import { removeFolder } from '../../core/system/shell.js';
import type { Conflict } from './git.js';

/** The folder in a project that holds an update on its way. It exists only while files are put in place. */
export const FOLDER: string = `${OWN_PREFIX}-update`;

const FILE = 'journal.json';

/** A change to one file, by hashes of its contents: of those it has before and after. Undefined: there is no such file. */
export interface Step {
  path: string;
  before: string | undefined;
  after: string | undefined;
}

/** What an update does to a project: enough to finish it in another process. */
export interface Journal {
  /** In the order in which they are done. What a step writes is in the folder, by the step's number. */
  steps: readonly Step[];
  conflicts: readonly Conflict[];
}

/** A journal, and the name under which this machine remembers that it wrote it. */
export interface Bound extends Journal {
  id: string;
}

/** The hash of a file's contents. */
export function hashOf(contents: string | Uint8Array): string {
  return createHash('sha256').update(contents).digest('hex');
}

/** Whether a project holds an update on its way, whoever put it there. */
export async function holdsUpdate(directory: string): Promise<boolean> {
  return isThere(join(directory, FOLDER));
}

/**
 * The text of a journal's file. From now on this machine remembers that it wrote it, for this project and this run.
 *
 * @returns the id to forget it by
 */
export async function bind(directory: string, journal: Journal): Promise<{ id: string; text: string }> {
  const id = randomBytes(16).toString('hex');
  const text = JSON.stringify({ id, ...journal });
  const state = await ownState();
  await forgetOthers(state);
  await state.remember(nameOf(id), JSON.stringify({ directory: await realpath(directory), journal: hashOf(text) }));
  return { id, text };
}

/** Once the update is done, a copy of its journal is worth nothing. */
export async function unbind(id: string): Promise<void> {
  await (await ownState()).forget(nameOf(id));
}

/** The name of a journal's file, in the folder that becomes FOLDER. */
export const JOURNAL: string = FILE;

/**
 * Reads the journal of a project. Only one that an update of this user wrote on this machine, for this project, and did
 * not finish: a repository or a preset may bring a folder of that name, and what it names is overwritten and removed.
 *
 * @throws Failure (wrong input) for any other
 */
export async function readJournal(directory: string): Promise<Bound> {
  const files = await inside(directory);
  const text = (await files.read(`${FOLDER}/${FILE}`))?.toString();
  const journal = text === undefined ? undefined : parseJournal(text);
  if (text === undefined || !journal) throw notOurs(directory, 'it has no journal of an update');
  const written = await (await ownState()).recall(nameOf(journal.id));
  const same = JSON.stringify({ directory: await realpath(directory), journal: hashOf(text) });
  if (written !== same) throw notOurs(directory, 'no update of yours on this machine wrote it');
  await checkStaged(directory, files, journal);
  return journal;
}

/** What a step writes is as it was when the update was decided. A file that is in place is not in the folder any more. */
async function checkStaged(directory: string, files: Inside, { steps }: Journal): Promise<void> {
  for (const [index, { after }] of steps.entries()) {
    const staged = after === undefined ? undefined : await files.read(`${FOLDER}/${index}`);
    if (staged && hashOf(staged) !== after) throw notOurs(directory, 'its files were changed');
  }
}

const nameOf = (id: string) => `updates/${id}`;

/** The journal in a text; undefined where it is none that an update wrote: other types, or a path that leads elsewhere. */
export function parseJournal(text: string): Bound | undefined {
  try {
    const { id, steps, conflicts } = JSON.parse(text) as Bound;
    if (!/^[0-9a-f]{32}$/.test(id) || !steps.every(isStep) || !conflicts.every(isConflict)) return undefined;
    for (const { path } of [...steps, ...conflicts]) folderPath(path);
    return { id, steps, conflicts };
  } catch {
    return undefined;
  }
}

function isStep({ before, after }: Step): boolean {
  return [before, after].every(
    (hash) => hash === undefined || (typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash)),
  );
}

function isConflict({ base, mine, theirs }: Conflict): boolean {
  return [mine, theirs].every((text) => typeof text === 'string') && ['string', 'undefined'].includes(typeof base);
}

/** An update that was killed before it was decided leaves a line of its own: nothing holds its journal. */
async function forgetOthers(state: OwnState): Promise<void> {
  for (const id of await state.names('updates')) {
    const directory = directoryIn(await state.recall(nameOf(id)));
    // Who is about to begin one has the lock.
    const needed = directory && ((await holdsUpdate(directory)) || (await isThere(join(directory, PROJECT_LOCK))));
    if (!needed) await state.forget(nameOf(id));
  }
}

async function isThere(path: string): Promise<boolean> {
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
  return new Failure(`${FOLDER} holds no update that can be finished: ${why}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [removeFolder(`${directory}/${FOLDER}`), 'git status   shows what is changed'],
  });
}
