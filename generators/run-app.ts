import { QueuedAdapter, TerminalAdapter } from '@yeoman/adapter';
import { createEnv } from 'yeoman-environment';
import AppGenerator from './app/index.js';
import type { CommandLine } from './core/answers/command-line.js';
import { promptModule } from './core/terminal/prompts.js';

/** Runs the app generator in a Yeoman environment of its own, with everything for people on stderr. */
export async function runApp({ directory, flags, switches }: CommandLine): Promise<void> {
  const streams = { stdin: process.stdin, stdout: process.stderr, stderr: process.stderr };
  const aborted = new AbortController();
  const terminal = new TerminalAdapter({ ...streams, promptModule: promptModule(aborted.signal) as never });
  terminal.signal.addEventListener('abort', () => aborted.abort(terminal.signal.reason));
  const environment = createEnv({ adapter: new QueuedAdapter({ ...streams, adapter: terminal }) as never });
  environment.register(AppGenerator, {
    namespace: 'wasm-oci:app',
    resolved: import.meta.filename ?? 'create-wasm-oci',
  });
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  const generatorOptions = { ...given, ...switches, ...(directory !== undefined && { directory }) };
  await environment.runGenerator(
    await environment.create('wasm-oci:app', { generatorOptions: generatorOptions as object }),
  );
}
