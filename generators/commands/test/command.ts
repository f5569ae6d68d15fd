import { storedRun } from '../../core/project/stored-run.js';
import { createQuietProgress } from '../../core/terminal/create-progress.js';
import { sessionLine } from '../session.js';
import { writeHelp } from '../write-help.js';
import { help } from './help.js';

/** `create-wasm-oci test [directory] [options] [-- ARGS]`: the project's own tests, as WebAssembly. */
export async function command(argv: readonly string[]): Promise<number> {
  const line = await sessionLine(argv, help);
  if (!line) return writeHelp(help);
  const shown = await createQuietProgress(process.stderr);
  const run = await storedRun(line.project, line.options, shown, 'quiet');
  await run.render();
  return run.test(line.session.args, process);
}
