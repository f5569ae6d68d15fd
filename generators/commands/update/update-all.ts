import { Cancelled } from '../../core/failure.js';
import { apply, guardReset, guardWorkTree } from './apply.js';
import { attempt, type Failed } from './attempt.js';
import type { Examined } from './examine.js';
import { type FinishedOrNot, finishAll, lookForInterrupted } from './interrupted.js';
import type { Result } from './result.js';
import { agreed, type UpdateOptions, waitingIn } from './update-options.js';

/**
 * Everything is looked at and shown before anything is written. First what an earlier update left to be finished, then
 * the projects that are behind.
 */
export async function updateAll(directories: readonly string[], options: UpdateOptions): Promise<Result[]> {
  const { examineThese, show, on, signal } = options;
  const left = await lookForInterrupted(directories, options);
  const finished: readonly FinishedOrNot[] = on['dry-run'] ? left : await finishAll(left, options);
  const rest = directories.filter((directory) => !finished.some(({ shownDirectory }) => shownDirectory === directory));
  const examined = await examineThese(rest);
  const looked = on.force || on['dry-run'] ? examined : await Promise.all(examined.map(guarded));
  const results: Result[] = [...finished, ...looked];
  show(results);
  const behind = looked.filter((result) => 'behind' in result && result.behind) as Examined[];
  if (on['dry-run'] || behind.length === 0) return results;
  await agreed(behind.length === 1 ? 'Update it?' : `Update these ${behind.length} projects?`, options);
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

/** One with changes that are not committed is unchanged; the others are updated. */
async function guarded(result: Examined | Failed): Promise<Examined | Failed> {
  if ('failure' in result || !result.behind) return result;
  return attempt(result.project.shownDirectory, async () => {
    await guardWorkTree(result.project);
    await guardReset(result);
    return result;
  });
}
