import { Cancelled } from '../../core/failure.js';
import { waitingNote } from '../../core/files/write-all.js';
import type { Failed } from './attempt.js';
import type { Waiting } from './carry-out.js';
import type { Examined } from './examine.js';
import type { Result } from './result.js';

/** What an update is given, and how it shows what it does. */
export interface UpdateOptions {
  examineThese(directories: readonly string[]): Promise<(Examined | Failed)[]>;
  /** Shows what is planned, and at the end the results. */
  show(results: readonly Result[]): void;
  on: Record<'dry-run' | 'yes' | 'force', boolean>;
  cwd: string;
  signal: AbortSignal;
  onNote: (text: string) => void;
  /** Asks the user; throws where nobody can be asked. */
  confirm(message: string): Promise<boolean>;
}

/** @throws Cancelled unless the user agrees, now or by --yes */
export async function agreed(
  message: string,
  { on, signal, confirm }: Pick<UpdateOptions, 'on' | 'signal' | 'confirm'>,
): Promise<void> {
  const go = on.yes || (await confirm(message));
  if (!go || signal.aborted) throw new Cancelled('Nothing was changed.');
}

/** How a project's lock is waited for. */
export function waitingIn({ shownDirectory }: { shownDirectory: string }, { signal, onNote }: UpdateOptions): Waiting {
  return { signal, onWait: (owner) => onNote(waitingNote(owner, shownDirectory)) };
}
