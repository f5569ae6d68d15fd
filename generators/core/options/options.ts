import { type ParseArgsConfig, parseArgs } from 'node:util';
import { ExitCode, Failure } from '../failure.js';
import { refuseTakenByNpm } from './npm-options.js';
import { isSlipOf } from './slip.js';
import { starterOf, startLine } from './started-by.js';

/** What a command line held, by option and in order. */
export interface Options {
  values: Record<string, unknown>;
  positionals: string[];
}

/** Options by their name, as node:util declares them. */
export type Declared = NonNullable<ParseArgsConfig['options']>;

/**
 * Parses arguments. Options may be anywhere, the last of two counts, and `--no-KEY` turns one off; a stray `--`, which
 * `npm init wasm-oci -- …` leaves behind in some npm versions and people write by habit, is ignored. `-h` is --help
 * everywhere, and `-y` is --yes where there is one.
 *
 * @param command the subcommand whose `--help` a person is pointed to
 * @throws Failure (wrong input) for an unknown option, a missing value, or an option that npm took for itself
 */
export function parseOptions(argv: readonly string[], declared: Declared, command?: string): Options {
  const yes = declared.yes ? { yes: { ...declared.yes, short: 'y' } } : {};
  const options: Declared = { ...declared, ...yes, help: { type: 'boolean', short: 'h' } };
  const args = argv.filter((argument) => argument !== '--');
  const parsed = parse(args, options, command);
  refuseTakenByNpm({ args, ...parsed, options: declared, command }, process.env);
  return { values: parsed.values, positionals: parsed.positionals };
}

function parse(args: readonly string[], options: Declared, command: string | undefined) {
  try {
    // allowNegative gives --no-build and --no-run; in Node since 20.17 and 22.4.
    const { values, positionals, tokens } = parseArgs({
      args: [...args],
      allowPositionals: true,
      allowNegative: true,
      tokens: true,
      options,
    });
    const free = tokens.filter(({ kind }) => kind === 'positional').map(({ index }) => index);
    return { values: values as Record<string, unknown>, positionals, places: new Set(free) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('ERR_PARSE_ARGS_')) throw error;
    // Node's first sentence says what is wrong; the rest is advice about `--`, which does not hold here.
    const [first] = message.split(/\.(?:\s|$)|\n/);
    const [, unknown] = /^Unknown option '(--[^']*)'/.exec(message) ?? [];
    const meant = unknown === undefined ? undefined : optionLike(unknown, options);
    throw wrongOption(`${first}.${meant ? ` Did you mean ${meant}?` : ''}`, command);
  }
}

/** The option that a mistyped one is like: a letter in three is wrong at most, or it is the beginning of one only. */
function optionLike(typed: string, options: Declared): string | undefined {
  const all = Object.entries(options).flatMap(([key, { type }]) =>
    type === 'boolean' ? [`--${key}`, `--no-${key}`] : [`--${key}`],
  );
  // --no-language: only what is on or off can be turned off.
  const withoutNo = all.find((option) => option === typed.toLowerCase().replace(/^--no-/, '--'));
  if (withoutNo) return withoutNo;
  const begun = all.filter((option) => option.startsWith(typed) && typed.length > 3);
  if (begun.length === 1) return begun[0];
  const lower = typed.toLowerCase();
  const most = Math.max(1, Math.floor((typed.length - 2) / 3));
  for (let slips = 0; slips <= most; slips++) {
    const near = all.find((option) => isSlipOf(lower, option, slips));
    if (near) return near;
  }
  return undefined;
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
  const words = command === undefined ? [] : [command];
  const starter = starterOf(process.env);
  // A value whose option npm took is left as a word of its own.
  const behind = starter === 'npm-init' ? [`Options go behind --: ${startLine(words, ['[options]'], starter)}`] : [];
  const help = ['create-wasm-oci', ...words, '--help'].join(' ');
  return new Failure(message, { exitCode: ExitCode.wrongInput, fix: [`${help} lists every option.`, ...behind] });
}
