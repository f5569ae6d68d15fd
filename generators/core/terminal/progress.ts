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
  /** Whether all of these lines stand on the screen already. */
  shows(lines: readonly string[]): boolean;
}

/** Lines that are remembered to have been shown: more than are ever told with a failure, however long a build's log is. */
const REMEMBERED = 1000;

/** Plain lines, for a log. */
export function plainProgress(stream: NodeJS.WriteStream): Progress {
  const write = (text: string) => void stream.write(`${text}\n`);
  const shown: string[] = [];
  return {
    begin: (what) => write(`${what} ...`),
    line(line) {
      write(`  ${line}`);
      shown.push(line);
      if (shown.length > REMEMBERED) shown.shift();
    },
    end: (what, ok = true) => write(`${ok ? 'ok' : 'failed'}: ${what}`),
    note: write,
    shows: (lines) => lines.every((line) => shown.includes(line)),
  };
}
