import { chalkStderr } from 'chalk';
import type { Selected } from '../engines/select.js';
import { asFailure } from '../system/disk-failure.js';
import { failureText } from '../terminal/failure-text.js';
import { writeText } from '../terminal/output.js';
import { printable, printableLine } from '../terminal/printable.js';
import type { LoopReport } from './loop.js';

/** Who hears of a development loop. */
export interface DevReport extends LoopReport {
  /** What builds and runs from now on. */
  engine(selected: Selected): void;
  /** A line of a compiler. */
  line(line: string): void;
  note(text: string): void;
  /** The program has ended by itself. */
  ended(exitCode: number): void;
  /** A build, or with `ended` the start of the program, failed. */
  failed(error: unknown, how?: { ended?: boolean }): void;
}

/**
 * The report of `dev`: lines on stderr, in between those of the program.
 *
 * @param shown a path as users type it
 */
export function devReport(stderr: NodeJS.WritableStream, shown: (path: string) => string): DevReport {
  let [lines, goesOn] = [false, false];
  const row = (text: string) => writeText(stderr, `${chalkStderr.dim(`dev: ${printable(text, 4096)}`)}\n`);
  return {
    engine: ({ engine, version }) => row(`${engine.id} ${version} builds and runs; Ctrl-C ends it`),
    changed([first, ...more]) {
      lines = false;
      if (first === undefined) return;
      row(`${shown(first)}${more.length > 0 ? ` and ${more.length} more` : ''} changed`);
    },
    line(line) {
      lines = true;
      writeText(stderr, `${printableLine(line)}\n`);
    },
    note: row,
    started(seconds) {
      goesOn = true;
      row(`built and started in ${seconds.toFixed(2)} s`);
    },
    ended(exitCode) {
      goesOn = false;
      row(exitCode === 0 ? 'the program ended' : `the program ended with exit code ${exitCode}`);
    },
    failed(error, { ended = false } = {}) {
      if (ended) goesOn = false;
      const failure = asFailure(error);
      if (!failure) throw error;
      // What a compiler printed is there already.
      writeText(stderr, failureText(lines ? failure.with({ output: [] }) : failure));
      row(goesOn ? 'the program before goes on; waiting for a change' : 'waiting for a change');
    },
  };
}
