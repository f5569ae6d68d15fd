import chalk from 'chalk';
import ora from 'ora';

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
export function createProgress(stream: NodeJS.WriteStream): Progress {
  // In a dumb terminal and in CI, ora draws nothing live: the engine's lines would be lost.
  const moves = process.env.TERM !== 'dumb' && !('CI' in process.env);
  // A terminal that nobody gave a size (`docker run -t`, `script`) has no columns, and ora would count lines without end.
  return moves && stream.isTTY && stream.columns > 0 ? liveProgress(stream) : plainProgress(stream);
}

/** Podman's and buildah's way to announce a step, with a stage in front when there are several. */
const STEP = /^(?:\[(\d+)\/(\d+)\] )?STEP (\d+)\/(\d+): (.*)$/;

/** Docker's (BuildKit's): steps are numbered in their stage, and stages have names. */
const BUILDKIT_STEP = /^#\d+ \[(?:(?<stage>\S.*) )?(?<step>\d+)\/(?<steps>\d+)\] (?<command>.*)$/;

/** `STEP 3/9: RUN make` of stage 1/2, as people read it; undefined for any other line. */
export function stepOf(line: string): string | undefined {
  const match = STEP.exec(line);
  if (match) {
    const [, stage, stages, step, steps, command] = match;
    return `${stage ? `stage ${stage} of ${stages}, ` : ''}step ${step} of ${steps}: ${command}`;
  }
  const { stage, step, steps, command } = BUILDKIT_STEP.exec(line)?.groups ?? {};
  return step && `${stage ? `stage ${stage}, ` : ''}step ${step} of ${steps}: ${command}`;
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

function liveProgress(stream: NodeJS.WriteStream): Progress {
  const spinner = ora({ stream, discardStdin: false });
  let what = '';
  let step = '';
  let last = '';
  let started = 0;
  const draw = () => {
    const seconds = Math.round((performance.now() - started) / 1000);
    const columns = (stream.columns ?? 80) - 4;
    const text = [what, `${seconds} s`, step || last].filter(Boolean).join(' · ').slice(0, columns);
    const detail = step && last ? `\n  ${chalk.dim(last.slice(0, columns))}` : '';
    spinner.text = text + detail;
  };
  let clock: NodeJS.Timeout | undefined;
  return {
    begin(text) {
      [what, step, last, started] = [text, '', '', performance.now()];
      spinner.start(what);
      clock = setInterval(draw, 1000);
    },
    line(line) {
      const found = stepOf(line);
      // Control sequences of a compiler's own progress bars would break the two lines drawn here.
      if (found) [step, last] = [found, ''];
      else last = line.replace(/[\p{Cc}]+(?:\[[0-9;]*[A-Za-z])?/gu, ' ').trim();
      draw();
    },
    end(text, ok = true) {
      clearInterval(clock);
      if (ok) spinner.succeed(text);
      else spinner.fail(text);
    },
    note(text) {
      const drawing = spinner.isSpinning;
      if (drawing) spinner.stop();
      stream.write(`${text}\n`);
      if (drawing) spinner.start();
    },
    // Only the last line stood there, and it is gone.
    shows: (lines) => lines.length === 0,
  };
}
