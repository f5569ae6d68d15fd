import { askPodmanEarly } from './core/engines/podman/prefetch-version.js';
import type { CommandLine } from './core/options/command-line.js';

/** Runs the main job with a command line: in Yeoman, unless there is nothing to write and nobody to ask. */
export async function runApp(commandLine: CommandLine): Promise<void> {
  const { directory, answers, flags } = commandLine;
  const { build, write } = flags;
  if (wantsPodman(commandLine, process.env)) askPodmanEarly();
  const asked = process.stdin.isTTY === true && process.stderr.isTTY === true && !flags.yes;
  if (!write && build && !asked) {
    const { rebuild } = await import('./app/rebuild.js');
    return rebuild(commandLine);
  }
  const [{ default: AppGenerator }, { runGenerator }] = await Promise.all([
    import('./app/index.js'),
    import('./run-generator.js'),
  ]);
  const options = { ...answers, ...flags, ...(directory !== undefined && { directory }) };
  await runGenerator(AppGenerator, 'wasm-oci:app', options);
}

/** Whether Podman is the first that this run asks for, as far as the command line and the variables tell. */
export function wantsPodman({ answers, flags }: CommandLine, environment: NodeJS.ProcessEnv): boolean {
  const engine = answers.engine ?? (environment.WASM_OCI_ENGINE || 'auto');
  return flags.build && !flags['dry-run'] && (engine === 'auto' || engine === 'podman');
}
