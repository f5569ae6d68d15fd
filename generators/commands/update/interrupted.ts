import { join, resolve } from 'node:path';
import { Cancelled, ExitCode, Failure } from '../../core/failure.js';
import { sweep } from '../../core/files/lock.js';
import { PROJECT_LOCK } from '../../core/files/own-names.js';
import { quoted } from '../../core/system/shell.js';
import { guardWorkTree } from './apply.js';
import { attempt, type Failed } from './attempt.js';
import { finishInterrupted } from './carry-out.js';
import { interruptedIn } from './finish.js';
import { trackedOwn } from './git.js';
import { hasUpdate } from './journal-file.js';
import type { FinishedNow, Interrupted } from './result.js';
import { agreed, type UpdateOptions, waitingIn } from './update-options.js';

/** The results for updates that were interrupted earlier. */
export type FinishedOrNot = Failed | Interrupted | FinishedNow;

/** The projects that have an interrupted update, or why it cannot be finished. */
export async function lookForInterrupted(
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
export async function finishAll(
  left: readonly (Failed | Interrupted)[],
  options: UpdateOptions,
): Promise<FinishedOrNot[]> {
  const { show, signal } = options;
  const interrupted = left.filter((result) => 'interrupted' in result);
  if (interrupted.length === 0) return [...left];
  show(interrupted);
  await agreed(interrupted.length === 1 ? 'Finish it?' : `Finish these ${interrupted.length}?`, options);
  const results: FinishedOrNot[] = [];
  for (const result of left) {
    const { shownDirectory } = result;
    if ('failure' in result) results.push(result);
    else if (signal.aborted) throw new Cancelled('The interrupted update can still be finished.');
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

function isTracked([first = '']: readonly string[], directory: string): Failure {
  return new Failure(`${first} is tracked by git: it came with the repository, not from an update of yours.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ command: `git -C ${quoted(directory)} rm -r ${quoted(first.split('/')[0] ?? first)}` }],
  });
}
