import { resolve } from 'node:path';
import { Cancelled, ExitCode, Failure } from '../core/failure.js';
import { promptModule } from '../core/terminal/prompts.js';
import { apply, guardWorkTree } from './apply.js';
import { attempt, type Failed } from './attempt.js';
import type { Examined } from './examine.js';
import { finishInterrupted } from './journal.js';
import type { Result } from './result.js';

/** What an update is told, and what it tells. */
export interface UpdateOptions {
  examineThese(directories: readonly string[]): Promise<(Examined | Failed)[]>;
  /** Shows what is planned, and at the end what became of it. */
  show(results: readonly Result[]): void;
  on: Record<'dry-run' | 'yes' | 'force', boolean>;
  cwd: string;
  signal: AbortSignal;
}

/** Everything is looked at and shown before anything is written. */
export async function updateAll(directories: readonly string[], options: UpdateOptions): Promise<Result[]> {
  const { examineThese, show, on, signal } = options;
  const finished = on['dry-run'] ? [] : await finishAll(directories, options.cwd);
  const rest = directories.filter((directory) => !finished.some(({ shownDirectory }) => shownDirectory === directory));
  const examined = await examineThese(rest);
  const looked = on.force || on['dry-run'] ? examined : await Promise.all(examined.map(guarded));
  const results: Result[] = [...finished, ...looked];
  show(results);
  const behind = looked.filter((result) => 'behind' in result && result.behind) as Examined[];
  if (on['dry-run'] || behind.length === 0) return results;
  if (!on.yes) await confirm(behind, signal);
  if (signal.aborted) throw new Cancelled('Nothing was changed.');
  const done = new Map<Result, Result>();
  // One after the other: Ctrl-C is heard between two of them, and each is whole.
  for (const examined of behind) {
    if (signal.aborted) throw new Cancelled(`${done.size} of ${behind.length} projects are updated.`);
    const { shownDirectory } = examined.project;
    done.set(
      examined,
      await attempt(shownDirectory, async () => ({ ...examined, updated: { remark: await apply(examined) } })),
    );
  }
  show([...done.values()]);
  return results.map((result) => done.get(result) ?? result);
}

/** The projects with an update that was interrupted: finished now, or why not. */
async function finishAll(
  directories: readonly string[],
  cwd: string,
): Promise<(Failed | Extract<Result, { finished: object }>)[]> {
  const results = [];
  for (const shownDirectory of directories) {
    const finished = await attempt(shownDirectory, () => finishInterrupted(resolve(cwd, shownDirectory)));
    if (finished) results.push('failure' in finished ? finished : { shownDirectory, finished });
  }
  return results;
}

/** One with changes that are not committed is left alone; the others are updated. */
async function guarded(result: Examined | Failed): Promise<Examined | Failed> {
  if ('failure' in result || !result.behind) return result;
  return attempt(result.project.shownDirectory, async () => {
    await guardWorkTree(result);
    return result;
  });
}

/** @throws Failure (wrong input) where nobody can be asked; Cancelled when the person says no */
async function confirm(behind: readonly Examined[], signal: AbortSignal): Promise<void> {
  if (!(process.stdin.isTTY && process.stderr.isTTY)) {
    throw new Failure('Nothing was changed: nobody can be asked here.', {
      exitCode: ExitCode.wrongInput,
      fix: ['--yes   does it without asking; --check or --dry-run   only shows it'],
    });
  }
  const message = behind.length === 1 ? 'Update it?' : `Update these ${behind.length} projects?`;
  const ask = promptModule(signal);
  const { go } = await ask([{ type: 'confirm', name: 'go', message, default: true }]).catch((error: Error) => {
    if (['ExitPromptError', 'AbortPromptError'].includes(error.name)) return { go: false };
    throw error;
  });
  if (go !== true) throw new Cancelled('Nothing was changed.');
}
