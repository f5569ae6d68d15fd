import { firstChoice } from './core/engines/engines.js';
import type { CommandLine } from './core/options/command-line.js';
import type { Flags } from './core/options/job-flags.js';
import { variableOf } from './core/options/variables.js';
import { isFresh } from './core/project/fresh-folder.js';
import { givenDirectory } from './core/project/given-directory.js';

// With what runs it: one file less to load (scripts/bundle/bundle.mjs).
export { parseCommandLine } from './core/options/command-line.js';

/** Runs the main job with a command line: in Yeoman, unless nothing is asked and no file is in the way. */
export async function runApp(commandLine: CommandLine): Promise<void> {
  const { directory, answers, flags } = commandLine;
  if (wantsFirstChoice(commandLine, process.env)) firstChoice.prefetch();
  if (!asks(flags) && (!flags.write || (await isFreshProject(directory)))) {
    const { runUnattended } = await import('./core/project/new/unattended.js');
    return runUnattended(commandLine);
  }
  const [{ default: AppGenerator }, { runGenerator }] = await Promise.all([
    import('./app/index.js'),
    import('./run-generator.js'),
  ]);
  const options = { ...answers, ...flags, ...(directory !== undefined && { directory }) };
  await runGenerator(AppGenerator, 'wasm-oci:app', options);
}

/** Whether there is a terminal to draw prompts in, and the user did not refuse prompts. */
function asks({ yes }: Flags): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true && !yes;
}

/** Whether the project goes into a folder of its own that is empty, or does not exist yet. */
async function isFreshProject(directory: string | undefined): Promise<boolean> {
  return directory !== undefined && isFresh(givenDirectory(process.cwd(), directory));
}

/** Whether the first choice is the first engine that this run asks for, as far as the command line and the variables tell. */
export function wantsFirstChoice({ answers, flags }: CommandLine, environment: NodeJS.ProcessEnv): boolean {
  const engine = answers.engine ?? (environment[variableOf({ key: 'engine' })] || 'auto');
  return flags.build && !flags['dry-run'] && (engine === 'auto' || engine === firstChoice.id);
}
