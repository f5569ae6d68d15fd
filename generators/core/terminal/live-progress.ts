import chalk from 'chalk';
import ora from 'ora';
import { stepOf } from './engine-step.js';
import { COLUMNS, shortened, wrapped } from './fit.js';
import { writeText } from './output.js';
import { printable, printableLine, printableParagraph } from './printable.js';
import { type Progress, STEP_TEXT_MAX } from './progress.js';

/** A spinner with the step, the elapsed seconds and the last line, for a terminal that has a size. */
export function liveProgress(stream: NodeJS.WriteStream): Progress {
  const spinner = ora({ stream, discardStdin: false });
  let what = '';
  let step = '';
  let last = '';
  let started = 0;
  // The spinner and its space, and as much at the end.
  const room = () => (stream.columns ?? COLUMNS) - 4;
  /** What is under way, for how long, and how far: a long name gives way, so that all three are seen. */
  const line = (seconds: number) => {
    const behind = [`${seconds} s`, step || last].filter(Boolean).join(' · ');
    const name = shortened(what, Math.max(room() - behind.length - 3, Math.floor(room() / 2)));
    return shortened(`${name} · ${behind}`, room());
  };
  const draw = () => {
    const seconds = Math.round((performance.now() - started) / 1000);
    spinner.text = [line(seconds), ...(step && last ? [`  ${chalk.dim(shortened(last, room()))}`] : [])].join('\n');
  };
  let clock: NodeJS.Timeout | undefined;
  return {
    begin(text) {
      [what, step, last, started] = [printable(text), '', '', performance.now()];
      spinner.start(shortened(what, room()));
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
      const whole = wrapped(printable(text, STEP_TEXT_MAX), room());
      if (ok) spinner.succeed(whole);
      else spinner.fail(whole);
    },
    note(text) {
      const drawing = spinner.isSpinning;
      if (drawing) spinner.stop();
      writeText(stream, `${printableParagraph(text, '    ')}\n`);
      if (drawing) spinner.start();
    },
    // Only the last line was shown, and it is gone.
    shows: (lines) => lines.length === 0,
  };
}
