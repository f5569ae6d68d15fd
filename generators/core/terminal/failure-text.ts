import { type ChalkInstance, chalkStderr } from 'chalk';
import type { Failure } from '../failure.js';
import { printableLine, printableParagraph } from './printable.js';
import { fixLine } from './shown-fix.js';

/** How a failure is shown. */
interface FailureLayout {
  /** The colors of the stream. */
  color?: ChalkInstance;
  /** In front of output and fixes. */
  indent?: string;
  /** In front of the message; without one, the message is indented like the fixes. */
  label?: string;
}

const ALONE: FailureLayout = { label: 'error:' };

/** A failure as lines for users: the last output of the program that failed, the message, and the fixes. */
export function failureLines(
  { message, fix, output }: Pick<Failure, 'message' | 'fix' | 'output'>,
  { color = chalkStderr, indent = '  ', label }: FailureLayout = ALONE,
): string[] {
  const head = label === undefined ? indent : `${color.red(label)} `;
  return [
    ...output.map((line) => color.dim(`${indent}| ${printableLine(line)}`)),
    `${head}${printableParagraph(message, `${indent}     `)}`,
    ...fix.map((one) => fixRow(fixLine(one), { color, indent })),
  ];
}

/** What to do, as a row of a report: `fix: git status`. */
export function fixRow(
  line: string,
  { color = chalkStderr, indent = '  ' }: Pick<FailureLayout, 'color' | 'indent'>,
): string {
  return `${indent}${color.cyan('fix:')} ${printableParagraph(line, `${indent}     `)}`;
}

/** A failure on its own, as text for users. */
export function failureText(failure: Pick<Failure, 'message' | 'fix' | 'output'>): string {
  return `${failureLines(failure).join('\n')}\n`;
}
