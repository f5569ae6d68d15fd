import { parseArgs } from 'node:util';
import { ExitCode, Failure } from '../failure.js';
import { questions } from './questions.js';
import type { Texts } from './resolve.js';
import { type Switches, switches, withDefaults } from './switches.js';

/** A command line, taken apart but not yet validated against the questions' rules. */
export interface CommandLine {
  directory?: string;
  flags: Texts;
  switches: Switches;
  help: boolean;
  version: boolean;
}

/**
 * Takes arguments (without node and script) apart. Options stand anywhere; a stray `--`, which
 * `npm init wasm-oci -- …` leaves behind in some npm versions and people write by habit, is ignored.
 *
 * @throws Failure (wrong input) for an unknown option, a missing value or a second directory
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { values, positionals } = parse(argv.filter((argument) => argument !== '--'));
  const [directory, second] = positionals;
  if (second !== undefined) {
    throw wrong(`Two directories were given: ${JSON.stringify(directory)} and ${JSON.stringify(second)}.`);
  }
  if (directory === '') throw wrong('The directory is empty.');
  if (directory?.includes('\0')) throw wrong('The directory holds a NUL character.');
  return {
    ...(directory !== undefined && { directory }),
    flags: Object.fromEntries(questions.map(({ key }) => [key, values[key] as string | undefined])),
    switches: withDefaults(values),
    help: values.help === true,
    version: values.version === true,
  };
}

function parse(args: string[]): { values: Record<string, unknown>; positionals: string[] } {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      // Gives --no-build and --no-run; in Node since 20.17 and 22.4.
      allowNegative: true,
      options: {
        ...Object.fromEntries(questions.map(({ key }) => [key, { type: 'string' as const }])),
        ...Object.fromEntries(switches.map(({ key }) => [key, { type: 'boolean' as const }])),
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('ERR_PARSE_ARGS_')) throw error;
    // Node's first sentence says what is wrong; the rest is advice about `--`, which does not hold here.
    throw wrong(`${message.split(/\.(?:\s|$)|\n/)[0]}.`);
  }
}

function wrong(message: string): Failure {
  return new Failure(message, { exitCode: ExitCode.wrongInput, fix: ['create-wasm-oci --help lists every option.'] });
}
