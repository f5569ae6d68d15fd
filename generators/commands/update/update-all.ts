import { join, resolve } from 'node:path';
import { Cancelled, ExitCode, Failure } from '../../core/failure.js';
import { sweep } from '../../core/files/lock.js';
import { PROJECT_LOCK } from '../../core/files/own-names.js';
import { waitingNote } from '../../core/files/write-all.js';
import { quoted } from '../../core/system/shell.js';
import { promptModule } from '../../core/terminal/prompts.js';
import { apply, guardWorkTree } from './apply.js';
import { attempt, type Failed } from './attempt.js';
import { finishInterrupted, type Waiting } from './carry-out.js';
import type { Examined } from './examine.js';
import { interruptedIn } from './finish.js';
import { trackedOwn } from './git.js';
import { hasUpdate } from './journal-file.js';
import type { FinishedNow, Interrupted, Result } from './result.js';

/** What an update is given, and how it shows what it does. */
export interface UpdateOptions {
  examineThese(directories: readonly string[]): Promise<(Examined | Failed)[]>;
  /** Shows what is planned, and at the end the results. */
  show(results: readonly Result[]): void;
  on: Record<'dry-run' | 'yes' | 'force', boolean>;
  cwd: string;
  signal: AbortSignal;
  onNote: (text: string) => void;
}

/**
 * Everything is looked at and shown before anything is written. First what an earlier update left to be finished, then
 * the projects that are behind.
 */
export async function updateAll(directories: readonly string[], options: UpdateOptions): Promise<Result[]> {
  const { examineThese, show, on, signal } = options;
  const left = await lookForInterrupted(directories, options);
  const finished: readonly Left[] = on['dry-run'] ? left : await finishAll(left, options);
  const rest = directories.filter((directory) => !finished.some(({ shownDirectory }) => shownDirectory === directory));
  const examined = await examineThese(rest);
  const looked = on.force || on['dry-run'] ? examined : await Promise.all(examined.map(guarded));
  const results: Result[] = [...finished, ...looked];
  show(results);
  const behind = looked.filter((result) => 'behind' in result && result.behind) as Examined[];
  if (on['dry-run'] || behind.length === 0) return results;
  if (!on.yes) await confirm(behind.length === 1 ? 'Update it?' : `Update these ${behind.length} projects?`, signal);
  if (signal.aborted) throw new Cancelled('Nothing was changed.');
  const done = new Map<Result, Result>();
  // One after the other: Ctrl-C is heard between two of them, and each is whole.
  for (const examined of behind) {
    if (signal.aborted) throw new Cancelled(`${done.size} of ${behind.length} projects are updated.`);
    const { shownDirectory } = examined.project;
    const update = async () => ({
      ...examined,
      updated: { remark: await apply(examined, waitingIn(examined.project, options)) },
    });
    done.set(examined, await attempt(shownDirectory, update));
  }
  show([...done.values()]);
  return results.map((result) => done.get(result) ?? result);
}

/** The results for updates that were interrupted earlier. */
type Left = Failed | Interrupted | FinishedNow;

/** The projects that have an interrupted update, or why it cannot be finished. */
async function lookForInterrupted(
  directories: readonly string[],
  { cwd, on }: UpdateOptions,
): Promise<(Failed | Interrupted)[]> {
  const found = [];
  for (const shownDirectory of directories) {
    const directory = resolve(cwd, shownDirectory);
    if (!on['dry-run']) await sweep(join(directory, PROJECT_LOCK));
    const looked = await attempt(shownDirectory, async () => {
      if (!(await hasUpdate(directory))) return undefined;
      const tracked = await trackedOwn(directory);
      if (tracked.length > 0) throw isTracked(tracked, directory);
      const interrupted = await interruptedIn(directory);
      if (!interrupted) return undefined;
      const own = interrupted.steps.map(({ path }) => path);
      if (!on.force && !on['dry-run']) await guardWorkTree({ directory, shownDirectory }, own);
      return { directory, shownDirectory, interrupted };
    });
    if (looked) found.push(looked);
  }
  return found;
}

/** Finishes what was interrupted, once its user has seen it and said so. */
async function finishAll(left: readonly (Failed | Interrupted)[], options: UpdateOptions): Promise<Left[]> {
  const { show, on, signal } = options;
  const interrupted = left.filter((result) => 'interrupted' in result);
  if (interrupted.length === 0) return [...left];
  show(interrupted);
  if (!on.yes) await confirm(interrupted.length === 1 ? 'Finish it?' : `Finish these ${interrupted.length}?`, signal);
  const results: Left[] = [];
  for (const result of left) {
    const { shownDirectory } = result;
    if ('failure' in result) results.push(result);
    else if (signal.aborted) throw new Cancelled('What was interrupted can still be finished.');
    else {
      const finish = async () => ({
        shownDirectory,
        finished: await finishInterrupted(result.directory, waitingIn(result, options)),
      });
      results.push(await attempt(shownDirectory, finish));
    }
  }
  return results;
}

function waitingIn({ shownDirectory }: { shownDirectory: string }, { signal, onNote }: UpdateOptions): Waiting {
  return { signal, onWait: (owner) => onNote(waitingNote(owner, shownDirectory)) };
}

/** One with changes that are not committed is unchanged; the others are updated. */
async function guarded(result: Examined | Failed): Promise<Examined | Failed> {
  if ('failure' in result || !result.behind) return result;
  return attempt(result.project.shownDirectory, async () => {
    await guardWorkTree(result.project);
    return result;
  });
}

/** @throws Failure (wrong input) where nobody can be asked; Cancelled when the user says no */
async function confirm(message: string, signal: AbortSignal): Promise<void> {
  if (!(process.stdin.isTTY && process.stderr.isTTY)) {
    throw new Failure('Nothing was changed: nobody can be asked here.', {
      exitCode: ExitCode.wrongInput,
      fix: ['--yes   does it without asking; --check or --dry-run   only shows it'],
    });
  }
  const ask = promptModule(signal);
  const { go } = await ask([{ type: 'confirm', name: 'go', message, default: true }]).catch((error: Error) => {
    if (['ExitPromptError', 'AbortPromptError'].includes(error.name)) return { go: false };
    throw error;
  });
  if (go !== true) throw new Cancelled('Nothing was changed.');
}

function isTracked([first = '']: readonly string[], directory: string): Failure {
  return new Failure(`${first} is tracked by git: it came with the repository, not from an update of yours.`, {
    exitCode: ExitCode.wrongInput,
    fix: [`git -C ${quoted(directory)} rm -r ${quoted(first.split('/')[0] ?? first)}`],
  });
}
