import { askPodmanEarly } from './core/engines/podman/prefetch-version.js';
import type { CommandLine } from './core/options/command-line.js';

/** Runs the main job with a command line: in Yeoman, unless there is nothing to write and nobody to ask. */
export async function runApp(commandLine: CommandLine): Promise<void> {
  const { directory, flags, switches } = commandLine;
  const { build, write } = switches;
  if (wantsPodman(commandLine, process.env)) askPodmanEarly();
  const asked = process.stdin.isTTY === true && process.stderr.isTTY === true && !switches.yes;
  if (!write && build && !asked) {
    const { rebuild } = await import('./app/rebuild.js');
    return rebuild(commandLine);
  }
  const [{ default: AppGenerator }, { runGenerator }] = await Promise.all([
    import('./app/index.js'),
    import('./run-generator.js'),
  ]);
  const options = { ...flags, ...switches, ...(directory !== undefined && { directory }) };
  await runGenerator(AppGenerator, 'wasm-oci:app', options);
}

/** Whether Podman is the first that this run asks for, as far as the command line and the variables tell. */
export function wantsPodman({ flags, switches }: CommandLine, environment: NodeJS.ProcessEnv): boolean {
  const engine = flags.engine ?? (environment.WASM_OCI_ENGINE || 'auto');
  return switches.build && !switches['dry-run'] && (engine === 'auto' || engine === 'podman');
}
