import AppGenerator from './app/index.js';
import type { CommandLine } from './core/answers/command-line.js';
import { runGenerator } from './run-generator.js';

/** Runs the app generator with a command line. */
export async function runApp({ directory, flags, switches }: CommandLine): Promise<void> {
  const options = { ...flags, ...switches, ...(directory !== undefined && { directory }) };
  await runGenerator(AppGenerator, 'wasm-oci:app', options);
}
