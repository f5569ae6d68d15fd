import { storedRun } from '../../core/project/stored-run.js';
import { createProgress } from '../../core/terminal/create-progress.js';
import { sessionLine } from '../session.js';
import { writeHelp } from '../write-help.js';
import { help } from './help.js';

/** `create-wasm-oci dev [directory] [options] [-- ARGS]`: build and run, again after each change. */
export async function command(argv: readonly string[]): Promise<number> {
  const line = await sessionLine(argv, help);
  if (!line) return writeHelp(help);
  const run = await storedRun(line.project, line.options, await createProgress(process.stderr), 'quiet');
  await run.render();
  return run.develop(line.session, process.stderr);
}
