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

/** Live in a terminal (step, elapsed seconds, last line), plain lines elsewhere. */
export async function createProgress(stream: NodeJS.WriteStream): Promise<Progress> {
  // In a dumb terminal and in CI, ora draws nothing live: the engine's lines would be lost.
  const moves = process.env.TERM !== 'dumb' && !('CI' in process.env);
  // A terminal that nobody gave a size (`docker run -t`, `script`) has no columns, and ora would count lines without end.
  if (!moves || !stream.isTTY || !(stream.columns > 0)) return plainProgress(stream);
  // V8 works 20 ms on the pattern of all emoji that measures the spinner's lines: only those wait for it who see one.
  const { liveProgress } = await import('./live-progress.js');
  return liveProgress(stream);
}

/** Lines that are remembered to have been shown: more than are ever told with a failure, however long a build's log is. */
const REMEMBERED = 1000;

function plainProgress(stream: NodeJS.WriteStream): Progress {
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
