import { parseArgs } from 'node:util';
import { ExitCode, Failure } from '../failure.js';
import { behind, type Flag, helpFlag, parseTypes, type Values } from './flag.js';
import { refuseTakenByNpm } from './npm-options.js';
import { isSlipOf } from './slip.js';
import { starterOf, startLine } from './started-by.js';

/** What a command line held: the values of its flags, and the other words in order. */
export interface Parsed<Declared extends Flag> {
  values: Values<Declared | typeof helpFlag>;
  positionals: string[];
}

/**
 * Parses arguments. Flags may be anywhere, the last of two counts, and `--no-KEY` turns one off; a stray `--`, which
 * `npm init wasm-oci -- …` leaves behind in some npm versions and users write by habit, is ignored. Every command has
 * `--help`.
 *
 * @param command the subcommand whose `--help` a message points to
 * @throws Failure (wrong input) for an unknown option, a missing value, or an option that npm took for itself
 */
export function parseFlags<const Declared extends Flag>(
  argv: readonly string[],
  flags: readonly Declared[],
  command?: string,
): Parsed<Declared> {
  const all = [...flags, helpFlag];
  const args = withTheirValues(
    argv.filter((argument) => argument !== '--'),
    all,
  );
  const parsed = withValuesBehind(parseWords(namedBehind(args, flags), all, command), flags);
  refuseTakenByNpm({ args, ...parsed, flags, command }, process.env);
  return { values: parsed.values as Parsed<Declared>['values'], positionals: parsed.positionals };
}

/** `--cflags -O3`: node:util takes a value that begins with a hyphen only behind `=`. */
function withTheirValues(argv: readonly string[], flags: readonly Flag[]): string[] {
  const taking = flags.filter(({ takesFlags }) => takesFlags).map(({ key }) => `--${key}`);
  if (taking.length === 0) return [...argv];
  const own = new Set(flags.flatMap(({ key }) => [`--${key}`, `--no-${key}`]));
  const words: string[] = [];
  for (const word of argv) {
    const before = words.at(-1);
    const isValue = before !== undefined && taking.includes(before) && word.startsWith('-');
    if (isValue && !own.has(word.replace(/=.*/s, ''))) words[words.length - 1] = `${before}=${word}`;
    else words.push(word);
  }
  return words;
}

/** `--trust-preset=sha256:…`, `--artifact component`: node:util takes no value of an option that may go without. */
function namedBehind(args: readonly string[], flags: readonly Flag[]): string[] {
  const optional = flags.filter(({ valueBehind }) => valueBehind !== undefined);
  const words: string[] = [];
  for (const word of args) {
    const flag = optional.find(({ key }) => word.startsWith(`--${key}=`));
    const before = optional.find(({ key }) => words.at(-1) === `--${key}`);
    if (flag) words.push(word.replace(`--${flag.key}=`, `--${behind(flag.key)}=`));
    else if (before?.choices?.some(({ value }) => value === word)) words.push(`--${behind(before.key)}=${word}`);
    else words.push(word);
  }
  return words;
}

/** The values behind a flag in place of its being on. */
function withValuesBehind<Words extends { values: Record<string, unknown> }>(
  parsed: Words,
  flags: readonly Flag[],
): Words {
  const values = { ...parsed.values };
  for (const { key, valueBehind } of flags) {
    const given = valueBehind === undefined ? undefined : values[behind(key)];
    if (valueBehind !== undefined) delete values[behind(key)];
    if (given !== undefined && values[key] !== false) values[key] = given;
  }
  return { ...parsed, values };
}

function parseWords(args: readonly string[], flags: readonly Flag[], command: string | undefined) {
  try {
    // allowNegative gives --no-build and --no-run; in Node since 20.17 and 22.4.
    const { values, positionals, tokens } = parseArgs({
      args: [...args],
      allowPositionals: true,
      allowNegative: true,
      tokens: true,
      options: parseTypes(flags),
    });
    const free = tokens.filter(({ kind }) => kind === 'positional').map(({ index }) => index);
    return { values: values as Record<string, unknown>, positionals, places: new Set(free) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('ERR_PARSE_ARGS_')) throw error;
    // Node's first sentence says what is wrong; the rest is advice about `--`, which does not hold here.
    const [first] = message.split(/\.(?:\s|$)|\n/);
    const [, unknown] = /^Unknown option '(--[^']*)'/.exec(message) ?? [];
    const meant = unknown === undefined ? undefined : flagLike(unknown, flags);
    throw wrongOption(`${first}.${meant ? ` Did you mean ${meant}?` : ''}`, command);
  }
}

/** The flag that a mistyped one is like: a letter in three is wrong at most, or it is the beginning of one only. */
function flagLike(typed: string, flags: readonly Flag[]): string | undefined {
  const all = flags.flatMap(({ key, placeholder }) =>
    placeholder === undefined ? [`--${key}`, `--no-${key}`] : [`--${key}`],
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

/**
 * The one directory of a command line, if there is one.
 *
 * @throws Failure (wrong input) where there are two, or it is empty, as an unset variable of a script is
 */
export function oneDirectory([directory, second]: readonly string[], command?: string): string | undefined {
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
  const behind =
    starter === 'npm-init' ? [{ text: `Options go behind --: ${startLine(words, ['[options]'], starter)}` }] : [];
  const help = ['create-wasm-oci', ...words, '--help'].join(' ');
  return new Failure(message, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: `${help} lists every option.` }, ...behind],
  });
}
