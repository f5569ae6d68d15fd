import type { Session } from '../../core/engines/session.js';
import { ExitCode, Failure } from '../../core/failure.js';
import { refuseUnknownVariables } from '../../core/options/known-variables.js';
import { parseFlags } from '../../core/options/parse.js';
import { findProject } from '../../core/project/find-project.js';
import { storedRun } from '../../core/project/stored-run.js';
import { quoted } from '../../core/system/shell.js';
import { createProgress } from '../../core/terminal/create-progress.js';
import { quietProgress } from '../../core/terminal/progress.js';
import { prefetchEngine } from '../prefetch-engine.js';
import { writeHelp } from '../write-help.js';
import { runFlags } from './flags.js';
import { help } from './help.js';

/** `create-wasm-oci run [directory] [options] [-- ARGS]`: the program of a project, in this terminal. */
export async function command(argv: readonly string[]): Promise<number> {
  const { own, passedOn } = split(argv);
  const { values, positionals } = parseFlags(own, runFlags, 'run');
  if (values.help) return writeHelp(help);
  refuseUnknownVariables(process.env);
  const [given, second] = positionals;
  if (second !== undefined) throw notBehindDashes(positionals);
  prefetchEngine(values.engine);
  const project = await findProject(process.cwd(), given, 'run').catch((error) => {
    throw error instanceof Failure && given !== undefined ? error.withFix([argumentsLine(positionals)]) : error;
  });
  const progress = await createProgress(process.stderr);
  const { env, volume, publish, ...options } = values;
  const session: Session = { args: passedOn, env: listOf(env), volumes: listOf(volume), ports: listOf(publish) };
  const run = await storedRun(project, options, process.stderr.isTTY ? progress : quietProgress(progress), 'quiet');
  await run.render();
  return run.attach(session);
}

/** The arguments of this program, and those of the one that it runs. */
function split(argv: readonly string[]): { own: readonly string[]; passedOn: readonly string[] } {
  const at = argv.indexOf('--');
  return at === -1 ? { own: argv, passedOn: [] } : { own: argv.slice(0, at), passedOn: argv.slice(at + 1) };
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value : [];
}

function argumentsLine(words: readonly string[]) {
  return {
    command: ['create-wasm-oci run --', ...words.map((word) => quoted(word))].join(' '),
    text: 'gives them to the program as arguments',
  };
}

function notBehindDashes(words: readonly string[]): Failure {
  const both = words.map((word) => JSON.stringify(word)).join(' and ');
  return new Failure(`run takes one directory, and was given ${both}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [argumentsLine(words)],
  });
}
