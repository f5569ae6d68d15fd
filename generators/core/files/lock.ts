import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Cancelled, ExitCode, Failure } from '../failure.js';
import { removeFolder } from '../system/shell.js';
import { hasEnded, ownName, processIn } from './owner.js';

/** How a lock is waited for. */
export interface LockOptions {
  /** Told once, when another process has the lock. */
  onWait?: ((owner: string) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** Milliseconds after which waiting ends in an error. */
  patience?: number | undefined;
}

/** Longer than any run holds one, unless it asks its user something. */
const LOCK_PATIENCE = 60_000;
const PAUSE = 25;

/**
 * Does work while no other process has the lock: in this folder, or on that file. A lock is a folder, which holds one
 * folder named after its process. What makes it safe:
 *
 * - it gets its name by a rename, which fails where a folder of that name holds anything (rename(2), ENOTEMPTY);
 * - what an ended process left is taken away by that process's name, never by the lock's: whoever comes second does
 *   not remove what the first has put there;
 * - git knows no empty folders, so one that a killed process leaves changes nothing in a repository.
 *
 * @param path of the lock; its folder exists
 * @param work may put files into `own`, which lasts as long as the lock
 * @throws Failure (wrong input) when the other process does not end in time; Cancelled
 */
export async function locked<Result>(
  path: string,
  work: (own: string) => Promise<Result>,
  options: LockOptions = {},
): Promise<Result> {
  const name = ownName();
  await take(path, name, options).catch((error: unknown) => {
    throw asFolderError(error, path);
  });
  try {
    return await work(join(path, name));
  } finally {
    await rm(join(path, name), { recursive: true, force: true }).catch(() => {});
    // Not where another process has taken it by now.
    await rmdir(path).catch(() => {});
  }
}

/** Removes what ended processes left of a lock. Whoever takes it does the same. */
export async function sweep(path: string): Promise<void> {
  await removeEndedParts(path).catch(() => {});
  await ownerOf(path).catch(() => {});
  await rmdir(path).catch(() => {});
}

async function take(
  path: string,
  name: string,
  { onWait, signal, patience = LOCK_PATIENCE }: LockOptions,
): Promise<void> {
  const part = `${path}.${name}`;
  const end = Date.now() + patience;
  let told = false;
  await removeEndedParts(path);
  await mkdir(join(part, name), { recursive: true });
  try {
    while (!(await becomes(part, path))) {
      const owner = await ownerOf(path);
      if (owner !== undefined && !told) {
        onWait?.(shownOwner(owner));
        told = true;
      }
      if (Date.now() > end) throw inUse(path, owner);
      await pause(PAUSE, undefined, { signal }).catch(() => {
        throw new Cancelled('Nothing was written.');
      });
    }
  } catch (error) {
    await rm(part, { recursive: true, force: true }).catch(() => {});
    throw error;
  }
}

/** The error with the folder that its user knows, in the place of what is made in it for a moment. */
function asFolderError(error: unknown, path: string): unknown {
  return error instanceof Failure ? error : Object.assign(error as Error, { path: dirname(path) });
}

/** What a process leaves that is killed before its folder becomes the lock. */
async function removeEndedParts(path: string): Promise<void> {
  const begin = `${basename(path)}.`;
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(begin) || !hasEnded(name.slice(begin.length))) continue;
    await rm(join(dirname(path), name), { recursive: true, force: true });
  }
}

/** Gives the folder the lock's name. False when another folder has it. */
async function becomes(part: string, path: string): Promise<boolean> {
  const onWindows = process.platform === 'win32';
  // Windows replaces no folder, not even an empty one.
  if (onWindows) await rmdir(path).catch(() => {});
  try {
    await rename(part, path);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOTEMPTY', 'EEXIST'].includes(code) || (onWindows && ['EPERM', 'EBUSY', 'EACCES'].includes(code)))
      return false;
    if (code === 'ENOTDIR') throw noLock(path);
    throw error;
  }
}

/** The process that has the lock. Undefined when none has: what ended ones left is removed. */
async function ownerOf(path: string): Promise<string | undefined> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error.code === 'ENOTDIR' ? noLock(path) : error;
  });
  if (names.some((name) => processIn(name) === undefined)) throw noLock(path);
  const left = names.filter(hasEnded);
  for (const name of left) await rm(join(path, name), { recursive: true, force: true });
  return names.find((name) => !left.includes(name));
}

const shownOwner = (name: string) => `process ${processIn(name)}`;

function inUse(path: string, owner: string | undefined): Failure {
  const by = owner === undefined ? 'another process' : shownOwner(owner);
  return new Failure(`${path} is in use by ${by}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Wait until it ends, and run the command again.' }, { command: removeFolder(path) }],
  });
}

function noLock(path: string): Failure {
  return new Failure(`${path} is not a lock of create-wasm-oci.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ command: removeFolder(path) }],
  });
}
