import { join } from 'node:path';
import { ExitCode, Failure } from '../../core/failure.js';
import { locked } from '../../core/files/lock.js';
import { PROJECT_LOCK } from '../../core/files/own-names.js';
import { finish, interruptedIn } from './finish.js';
import { hasUpdate } from './journal-file.js';
import { type Changes, stage } from './stage.js';

/** The result of an interrupted update: the paths in conflict, and a remark where git could not mark them. */
export interface FinishedUpdate {
  conflicts: string[];
  remark: string | undefined;
}

/** Who waits for another process that writes into a project. */
export interface Waiting {
  signal?: AbortSignal | undefined;
  onWait?: ((owner: string) => void) | undefined;
}

/**
 * Carries an update out, so that it happens as a whole. Everything is written beside the files first; from the moment
 * that folder has its name the update is decided, and the rest are renames. What ends the process before leaves the
 * project unchanged; what ends it after can be finished by the next run (finishInterrupted).
 *
 * @param guard asked at the last moment; what it throws leaves the project unchanged
 * @returns a remark where git could not mark the conflicts
 * @throws Failure (wrong input) when another update was left there
 */
export async function carryOut(
  directory: string,
  changes: Changes,
  guard: () => Promise<void>,
  waiting: Waiting = {},
): Promise<string | undefined> {
  return inTurn(directory, waiting, async (own) => {
    if (await hasUpdate(directory)) throw leftThere();
    await guard();
    return finish(directory, await stage(directory, own, changes), own);
  });
}

/**
 * Finishes an update that was interrupted.
 *
 * @throws Failure (wrong input) as interruptedIn does
 */
export async function finishInterrupted(directory: string, waiting: Waiting = {}): Promise<FinishedUpdate> {
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

function leftThere(): Failure {
  return new Failure('Another update of this project was interrupted in the meantime.', {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Run create-wasm-oci update again, which finishes it first.' }],
  });
}
