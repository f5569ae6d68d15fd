import { isatty } from 'node:tty';
import { storedRun } from '../../core/project/stored-run.js';
import { createProgress } from '../../core/terminal/create-progress.js';
import { quietProgress } from '../../core/terminal/progress.js';
import { sessionLine } from '../session.js';
import { writeHelp } from '../write-help.js';
import { help } from './help.js';

/** `create-wasm-oci run [directory] [options] [-- ARGS]`: the program of a project, in this terminal. */
export async function command(argv: readonly string[]): Promise<number> {
  const line = await sessionLine(argv, help);
  if (!line) return writeHelp(help);
  const progress = await createProgress(process.stderr);
  const shown = isatty(2) ? progress : quietProgress(progress);
  const run = await storedRun(line.project, line.options, shown, 'quiet');
  await run.render();
  return run.attach(line.session);
}
