import type { CommandLine } from '../core/answers/command-line.js';
import { createProgress } from '../core/terminal/progress.js';
import { prepare } from './prepare.js';
import { present, presentDryRun } from './present.js';
import { settle } from './settle.js';

/**
 * `--no-write` where nobody is asked: builds the project that is there. Nothing is written, so Yeoman, which
 * writes files and settles conflicts, is not loaded.
 */
export async function rebuild({ directory, flags, switches }: CommandLine): Promise<void> {
  const job = await settle({
    options: { ...flags, ...switches, ...(directory !== undefined && { directory }) },
    cwd: process.cwd(),
    environment: process.env,
    terminal: false,
    ask: () => Promise.reject(new Error('nobody is asked')),
  });
  const prepared = prepare(job);
  if (switches['dry-run']) return presentDryRun(await prepared, job, process);
  const { ship } = await import('./ship.js');
  present(await ship(job, prepared, createProgress(process.stderr)), job, process);
}
