import { ExitCode } from '../../core/failure.js';
import type { Journal } from '../../core/update/journal.js';
import type { Failed } from './attempt.js';
import type { FinishedUpdate } from './carry-out.js';
import type { Examined } from './examine.js';

/** The result for one project. */
export type Result = Failed | (Examined & { updated?: { remark: string | undefined } }) | Interrupted | FinishedNow;

/** An update that was interrupted earlier, and finished now. */
export interface FinishedNow {
  shownDirectory: string;
  finished: FinishedUpdate;
}

/** An update that was interrupted earlier, and what is left of it to do. */
export interface Interrupted {
  directory: string;
  shownDirectory: string;
  interrupted: Journal;
}

/** The one word for it: also the `state` in the JSON document. */
export type State = 'current' | 'behind' | 'interrupted' | 'drifted' | 'updated' | 'conflicts' | 'error';

export function stateOf(result: Result): State {
  if ('failure' in result) return 'error';
  if ('finished' in result) return result.finished.conflicts.length > 0 ? 'conflicts' : 'updated';
  if ('interrupted' in result) return 'interrupted';
  if (result.updated) return result.actions.some(({ kind }) => kind === 'conflict') ? 'conflicts' : 'updated';
  if (result.behind || result.newer) return 'behind';
  return result.drift.length > 0 ? 'drifted' : 'current';
}

/** The exit code for all of them: the gravest. What is behind or drifted counts where that was the question. */
export function exitCodeFor(results: readonly Result[], check: boolean): ExitCode {
  const states = results.map(stateOf);
  if (states.includes('error') || states.includes('conflicts')) return ExitCode.wrongInput;
  return check && states.some((state) => state !== 'current') ? ExitCode.drift : ExitCode.done;
}
