import chalk from 'chalk';
import ora from 'ora';
import { stepOf } from './engine-step.js';
import { writeText } from './output.js';
import { printable, printableLine, printableParagraph } from './printable.js';
import type { Progress } from './progress.js';

/** A spinner with the step, the elapsed seconds and the last line, for a terminal that has a size. */
export function liveProgress(stream: NodeJS.WriteStream): Progress {
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
      [what, step, last, started] = [printable(text), '', '', performance.now()];
      spinner.start(what);
      clock = setInterval(draw, 1000);
    },
    line(line) {
      // Control sequences of a compiler's own progress bars would break the two lines drawn here.
      const text = printableLine(line).replaceAll('\t', ' ');
      const found = stepOf(text);
      if (found) [step, last] = [found, ''];
      else last = text.trim();
      draw();
    },
    end(text, ok = true) {
      clearInterval(clock);
      if (ok) spinner.succeed(printable(text));
      else spinner.fail(printable(text));
    },
    note(text) {
      const drawing = spinner.isSpinning;
      if (drawing) spinner.stop();
      writeText(stream, `${printableParagraph(text, '    ')}\n`);
      if (drawing) spinner.start();
    },
    // Only the last line stood there, and it is gone.
    shows: (lines) => lines.length === 0,
  };
}
