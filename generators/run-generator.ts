import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { QueuedAdapter, TerminalAdapter } from '@yeoman/adapter';
import { EnvironmentBase } from 'yeoman-environment';
import type Generator from 'yeoman-generator';
import { Cancelled } from './core/failure.js';
import { safeStream } from './core/terminal/output.js';
import { promptModule } from './core/terminal/prompts.js';

/** A generator of ours: it knows whether files may have been written. */
interface Writes extends Generator {
  writes: boolean;
}

/** A generator's class, as Yeoman takes it. */
// biome-ignore lint/suspicious/noExplicitAny: Yeoman's constructors differ only in their options
type GeneratorClass = new (...args: any[]) => Writes;

/** Runs a generator in a Yeoman environment of its own, with everything for users on stderr. */
export async function runGenerator(Class: GeneratorClass, namespace: string, options: object): Promise<void> {
  // Yeoman prints file names, and in its conflict prompt the contents of files.
  const printed = safeStream(process.stderr) as unknown as NodeJS.WriteStream;
  const streams = { stdin: process.stdin, stdout: printed, stderr: printed };
  const aborted = new AbortController();
  const terminal = new TerminalAdapter({ ...streams, promptModule: promptModule(aborted.signal) as never });
  // Yeoman announces an error by the name of its task; what is shown to the user comes after it (fatal.ts).
  terminal.log.error = () => terminal.log;
  // It never asks about a .yo-rc.json, and calls it forced where there was none to be overwritten.
  const { log } = terminal;
  const { force, create } = log;
  log.force = (path, ...rest) => (existsSync(resolve(path)) ? force : create).call(log, path, ...rest);
  terminal.signal.addEventListener('abort', () => aborted.abort(terminal.signal.reason));
  const environment = new EnvironmentBase({ adapter: new QueuedAdapter({ ...streams, adapter: terminal }) as never });
  environment.register(Class as never, { namespace, resolved: import.meta.filename });
  const generator = await environment.create<Writes>(namespace, { generatorOptions: options });
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
