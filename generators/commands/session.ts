import type { Session } from '../core/engines/session.js';
import { ExitCode, Failure } from '../core/failure.js';
import type { CommandHelp } from '../core/options/command-help.js';
import type { Values } from '../core/options/flag.js';
import { refuseUnknownVariables } from '../core/options/known-variables.js';
import { parseFlags } from '../core/options/parse.js';
import { type FoundProject, findProject } from '../core/project/find-project.js';
import { quoted } from '../core/system/shell.js';
import { prefetchEngine } from './prefetch-engine.js';
import type { runFlags } from './run/flags.js';

/** A command line that runs a program of a project. */
export interface SessionLine {
  project: FoundProject;
  session: Session;
  /** The options for the build. */
  options: Record<string, unknown>;
}

/**
 * Takes a command line apart whose words behind `--` are the program's.
 *
 * @returns undefined where it asks for help
 * @throws Failure (wrong input)
 */
export async function sessionLine(
  argv: readonly string[],
  { name, flags }: CommandHelp,
): Promise<SessionLine | undefined> {
  const at = argv.indexOf('--');
  const [own, args] = at === -1 ? [argv, []] : [argv.slice(0, at), argv.slice(at + 1)];
  const { values, positionals } = parseFlags(own, flags, name);
  if (values.help) return undefined;
  refuseUnknownVariables(process.env);
  const [given, second] = positionals;
  if (second !== undefined) throw notBehindDashes(name, positionals);
  prefetchEngine(values.engine);
  const project = await findProject(process.cwd(), given, name).catch((error) => {
    throw error instanceof Failure && given !== undefined ? error.withFix([argumentsLine(name, positionals)]) : error;
  });
  const { env = [], volume = [], publish = [], ...options } = values as Values<(typeof runFlags)[number]> & Lists;
  return { project, options, session: { args, env, volumes: volume, ports: publish } };
}

type Lists = Partial<Record<'env' | 'volume' | 'publish', readonly string[]>>;

function argumentsLine(name: string, words: readonly string[]) {
  return {
    command: [`create-wasm-oci ${name} --`, ...words.map((word) => quoted(word))].join(' '),
    text: 'gives them to the program as arguments',
  };
}

function notBehindDashes(name: string, words: readonly string[]): Failure {
  const both = words.map((word) => JSON.stringify(word)).join(' and ');
  return new Failure(`${name} takes one directory, and was given ${both}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [argumentsLine(name, words)],
  });
}
