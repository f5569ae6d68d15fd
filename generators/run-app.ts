import { QueuedAdapter, TerminalAdapter } from '@yeoman/adapter';
import { createEnv } from 'yeoman-environment';
import AppGenerator from './app/index.js';
import type { CommandLine } from './core/answers/command-line.js';
import { Cancelled } from './core/failure.js';
import { promptModule } from './core/terminal/prompts.js';

/** Runs the app generator in a Yeoman environment of its own, with everything for people on stderr. */
export async function runApp({ directory, flags, switches }: CommandLine): Promise<void> {
  const streams = { stdin: process.stdin, stdout: process.stderr, stderr: process.stderr };
  const aborted = new AbortController();
  const terminal = new TerminalAdapter({ ...streams, promptModule: promptModule(aborted.signal) as never });
  // Yeoman announces an error by the name of its task; what the person is told stands below it (fatal.ts).
  terminal.log.error = () => terminal.log;
  terminal.signal.addEventListener('abort', () => aborted.abort(terminal.signal.reason));
  const environment = createEnv({ adapter: new QueuedAdapter({ ...streams, adapter: terminal }) as never });
  environment.register(AppGenerator, {
    namespace: 'wasm-oci:app',
    resolved: import.meta.filename ?? 'create-wasm-oci',
  });
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  const generatorOptions = { ...given, ...switches, ...(directory !== undefined && { directory }) };
  const options = { generatorOptions: generatorOptions as object };
  const generator = await environment.create<AppGenerator>('wasm-oci:app', options);
  try {
    await environment.runGenerator(generator);
  } catch (error) {
    if (!isCancelled(error)) throw error;
    throw new Cancelled(generator.writes ? 'Only files you had agreed to were written.' : 'Nothing was written.');
  }
}

/** Inquirer's words for Ctrl-C, and what Yeoman's conflict prompt throws for "abort". */
function isCancelled(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ['ExitPromptError', 'AbortPromptError'].includes(error.name) || error.message === 'Process aborted by user';
}
