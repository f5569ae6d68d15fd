import { type ParseArgsConfig, parseArgs } from 'node:util';
import { ExitCode, Failure } from '../failure.js';

/** What a command line held, by option and in order. */
export interface Options {
  values: Record<string, unknown>;
  positionals: string[];
}

/**
 * Takes arguments apart. Options stand anywhere, and `--no-KEY` turns one off; a stray `--`, which
 * `npm init wasm-oci -- …` leaves behind in some npm versions and people write by habit, is ignored.
 *
 * @param command the subcommand whose `--help` a person is pointed to
 * @throws Failure (wrong input) for an unknown option or a missing value
 */
export function parseOptions(
  argv: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
  command?: string,
): Options {
  try {
    return parseArgs({
      args: argv.filter((argument) => argument !== '--'),
      allowPositionals: true,
      // Gives --no-build and --no-run; in Node since 20.17 and 22.4.
      allowNegative: true,
      options,
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('ERR_PARSE_ARGS_')) throw error;
    // Node's first sentence says what is wrong; the rest is advice about `--`, which does not hold here.
    throw wrongOption(`${message.split(/\.(?:\s|$)|\n/)[0]}.`, command);
  }
}

/** How declared options are parsed: one with a placeholder takes a text, any other is on or off. */
export function typesOf(
  declared: readonly { key: string; placeholder?: string }[],
): Record<string, { type: 'string' | 'boolean' }> {
  return Object.fromEntries(
    declared.map(({ key, placeholder }) => [key, { type: placeholder ? 'string' : 'boolean' }]),
  );
}

/**
 * The one directory of a command line, if there is one.
 *
 * @throws Failure (wrong input) where there are two, or it is empty, as an unset variable of a script is
 */
export function directoryIn([directory, second]: readonly string[], command?: string): string | undefined {
  if (second !== undefined) {
    const both = `${JSON.stringify(directory)} and ${JSON.stringify(second)}`;
    throw wrongOption(`Two directories were given: ${both}.`, command);
  }
  if (directory === '') throw wrongOption('The directory is empty.', command);
  return directory;
}

/** Something is wrong with the command line itself. */
export function wrongOption(message: string, command?: string): Failure {
  const help = ['create-wasm-oci', command, '--help'].filter(Boolean).join(' ');
  return new Failure(message, { exitCode: ExitCode.wrongInput, fix: [`${help} lists every option.`] });
}
