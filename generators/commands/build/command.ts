import { ExitCode } from '../../core/failure.js';
import { refuseUnknownVariables } from '../../core/options/known-variables.js';
import { oneDirectory, parseFlags } from '../../core/options/parse.js';
import { findProject } from '../../core/project/find-project.js';
import { storedRun } from '../../core/project/stored-run.js';
import { createProgress } from '../../core/terminal/create-progress.js';
import { prefetchEngine } from '../prefetch-engine.js';
import { writeHelp } from '../write-help.js';
import { buildFlags } from './flags.js';
import { help } from './help.js';

/** `create-wasm-oci build [directory] [options]`: the image of a project whose files are written, built and checked. */
export async function command(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(argv, buildFlags, 'build');
  if (values.help) return writeHelp(help);
  refuseUnknownVariables(process.env);
  prefetchEngine(values.engine);
  const progress = await createProgress(process.stderr);
  const project = await findProject(process.cwd(), oneDirectory(positionals, 'build'), 'build');
  const run = await storedRun(project, { ...values, run: false }, progress);
  await run.render();
  await run.check();
  await run.build();
  run.present(process);
  return ExitCode.done;
}
