import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExitCode, Failure } from '../core/failure.js';
import { folderPath } from '../core/preset/overlay-path.js';
import type { Conflict } from './git.js';
import { checkPlaces } from './project-files.js';

/** The folder in a project that holds an update on its way. It is there only while files are put in place. */
export const FOLDER = '.create-wasm-oci-update';

const FILE = 'journal.json';

/** What the journal says: enough to finish in another process. */
export interface Journal {
  write: string[];
  remove: string[];
  conflicts: Conflict[];
}

/** Whether an update was interrupted after it was decided. */
export async function isInterrupted(directory: string): Promise<boolean> {
  return (await stat(join(directory, FOLDER, FILE)).catch(() => undefined)) !== undefined;
}

/** Writes the journal into the folder that is to become FOLDER. */
export async function writeJournal(folder: string, journal: Journal): Promise<void> {
  await writeFile(join(folder, FILE), JSON.stringify(journal));
}

/**
 * Reads the journal of a project. It need not be ours: a repository may hold a folder of that name, and what it names
 * is written and removed. So nothing in it may lead out of the project, into git, or through a link.
 *
 * @throws Failure (wrong input) when it is none that an update wrote here
 */
export async function readJournal(directory: string): Promise<Journal> {
  const text = await readFile(join(directory, FOLDER, FILE), 'utf8');
  const journal = parseJournal(text);
  if (!journal) throw notOurs('its journal is none that an update wrote');
  const { write, remove, conflicts } = journal;
  await checkPlaces(directory, [...write, ...remove, ...conflicts.map(({ path }) => path)]);
  return journal;
}

/** The journal in a text; undefined where it is none that an update wrote: other types, or a path that leads elsewhere. */
export function parseJournal(text: string): Journal | undefined {
  try {
    const { write, remove, conflicts } = JSON.parse(text) as Journal;
    if (![write, remove, conflicts].every(Array.isArray) || !conflicts.every(isConflict)) return undefined;
    for (const path of [...write, ...remove, ...conflicts.map(({ path }) => path)]) folderPath(path);
    return { write, remove, conflicts };
  } catch {
    return undefined;
  }
}

function isConflict({ path, base, mine, theirs }: Conflict): boolean {
  return (
    [path, mine, theirs].every((text) => typeof text === 'string') && ['string', 'undefined'].includes(typeof base)
  );
}

function notOurs(why: string): Failure {
  return new Failure(`${FOLDER} holds no update that can be finished: ${why}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [`rm -r ${FOLDER}   takes it away; git status then shows what is changed`],
  });
}
