import { COLUMNS, wrapped } from './fit.js';
import { writeText } from './output.js';
import { printable, printableLine, printableParagraph } from './printable.js';

/** Shows what is under way. Everything goes to stderr: stdout is for the image reference. */
export interface Progress {
  /** Something that takes a while begins. */
  begin(what: string): void;
  /** A line of the engine's output. */
  line(line: string): void;
  /** It is done, or failed; `what` replaces the text it began with. */
  end(what: string, ok?: boolean): void;
  /** A remark, on a line of its own. */
  note(text: string): void;
  /** Whether all of these lines are on the screen already. */
  shows(lines: readonly string[]): boolean;
}

/** Longer than any step's name: an image reference has 255 characters at most. */
export const STEP_TEXT_MAX = 1000;

/** Lines that are remembered to have been shown: more than a failure ever has, however long a build's log is. */
const REMEMBERED = 1000;

/** Nothing of what goes well: the streams are those of a program that runs next. */
export function quietProgress({ note, end }: Progress): Progress {
  return {
    begin() {},
    line() {},
    end: (what, ok = true) => ok || end(what, ok),
    note,
    shows: () => false,
  };
}

/** Plain lines, for a log. */
export function plainProgress(stream: NodeJS.WriteStream): Progress {
  const write = (text: string) => writeText(stream, `${text}\n`);
  const shown: string[] = [];
  return {
    begin: (what) => write(`${wrapped(printable(what, STEP_TEXT_MAX), COLUMNS - 4)} ...`),
    line(line) {
      write(`  ${printableLine(line)}`);
      shown.push(line);
      if (shown.length > REMEMBERED) shown.shift();
    },
    end: (what, ok = true) => write(wrapped(`${ok ? 'ok' : 'failed'}: ${printable(what, STEP_TEXT_MAX)}`)),
    note: (text) => write(printableParagraph(text, '    ')),
    shows: (lines) => lines.every((line) => shown.includes(line)),
  };
}
