import type { CommandHelp } from '../../core/options/command-help.js';
import { type Flag, helpFlag, versionFlag } from '../../core/options/flag.js';
import { mainFlags } from '../../core/options/main-flags.js';

/** One completion, and what a shell shows beside it. */
export interface Item {
  value: string;
  text: string;
}

/** What can follow on a command line: these words, or a path of that kind where none of them fits. */
export interface Completions {
  items: readonly Item[];
  path?: 'file' | 'folder' | undefined;
}

/** What completion must know of a subcommand. */
export interface CompletedCommand {
  name: string;
  summary: string;
  passesOn?: boolean;
  help(): Promise<{ help: CommandHelp }>;
}

/** What one word can be. */
type Word = { choices?: readonly { value: string; name?: string }[] | undefined; path?: 'file' | 'folder' | undefined };

const NO_WORD: Word = { choices: [] };

/**
 * What the last word of a command line can become. It may be empty.
 *
 * @param typed the words behind the program's name
 * @param commands the subcommands that users type
 */
export async function completionsFor(
  typed: readonly string[],
  commands: readonly CompletedCommand[],
): Promise<Completions> {
  const words = joined(typed);
  const last = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const names = { choices: commands.map(({ name, summary }) => ({ value: name, name: summary })) };
  if (before[0] === 'help') return fitting(before.length === 1 ? names : NO_WORD, last);
  const command = commands.find(({ name }) => name === before[0]);
  if (!command) {
    const first: Word = { ...(before.length === 0 && names), path: 'folder' };
    return completeWord(last, before, [...mainFlags, helpFlag, versionFlag], () => [first]);
  }
  if (command.passesOn && before.includes('--')) return { items: [], path: 'file' };
  const { help } = await command.help();
  return completeWord(last, before.slice(1), [...help.flags, helpFlag], () => help.operands ?? []);
}

/** A bash without bash-completion gives `--option=value` as three words. */
function joined(typed: readonly string[]): string[] {
  const words: string[] = [];
  for (const word of typed) {
    const before = words.at(-1) ?? '';
    const isSplit = /^--[^=]+$/.test(before) ? word === '=' : /^--[^=]+=$/.test(before);
    words.push((isSplit ? words.pop() : '') + word);
  }
  return words;
}

function completeWord(
  last: string,
  before: readonly string[],
  flags: readonly Flag[],
  operands: () => readonly (Word & { usage?: string })[],
): Completions {
  const [, option, typed] = /^(--[^=]+)=(.*)$/s.exec(last) ?? [];
  if (option !== undefined && typed !== undefined) return fitting(flagOf(option, flags) ?? NO_WORD, typed);
  const waiting = valueFlag(before.at(-1), flags);
  if (waiting) return fitting(waiting, last);
  if (last.startsWith('-')) return fitting({ choices: options(flags, before) }, last);
  const isValue = (word: string, index: number) =>
    valueFlag(before[index - 1], flags) || choicesBehind(before[index - 1], flags).some(({ value }) => value === word);
  const done = before.filter((word, index) => !word.startsWith('-') && !isValue(word, index)).length;
  const all = operands();
  const repeated = all.at(-1)?.usage?.includes('...') ? all.at(-1) : undefined;
  const operand = all[done] ?? repeated;
  const optional = choicesBehind(before.at(-1), flags);
  if (optional.length > 0) return fitting({ ...operand, choices: [...optional, ...(operand?.choices ?? [])] }, last);
  // A word that can only be an option begins as one.
  return fitting(operand ?? { choices: last === '' ? options(flags, before) : [] }, last);
}

/** The flag that takes the next word for its value. */
function valueFlag(word: string | undefined, flags: readonly Flag[]): Flag | undefined {
  const flag = word === undefined ? undefined : flagOf(word, flags);
  return flag?.placeholder === undefined ? undefined : flag;
}

/** What may follow a flag that takes a value or none. */
function choicesBehind(word: string | undefined, flags: readonly Flag[]): NonNullable<Word['choices']> {
  const flag = word === undefined ? undefined : flagOf(word, flags);
  return flag?.valueBehind === undefined ? [] : (flag.choices ?? []);
}

function flagOf(word: string, flags: readonly Flag[]): Flag | undefined {
  return flags.find(({ key, short }) => word === `--${key}` || (short !== undefined && word === `-${short}`));
}

/** Every option that was not given yet. Of those that are on or off, the one that changes something comes first. */
function options(flags: readonly Flag[], before: readonly string[]): { value: string; name: string }[] {
  return flags
    .filter(({ key, repeats }) => repeats || !before.some((word) => word === `--${key}` || word === `--no-${key}`))
    .flatMap(({ key, placeholder, on, help }) => {
      if (on) return [{ value: `--no-${key}`, name: help }];
      const value = { value: `--${key}`, name: help };
      return placeholder === undefined && isAnswer(key)
        ? [value, { value: `--no-${key}`, name: `not: ${help}` }]
        : [value];
    });
}

/** A question of yes or no can be answered with no. */
function isAnswer(key: string): boolean {
  return mainFlags.some((flag) => flag.key === key && 'parse' in flag);
}

function fitting({ choices, path }: Word, typed: string): Completions {
  const items = (choices ?? [])
    .filter(({ value }) => value.startsWith(typed))
    .map(({ value, name = '' }) => ({ value, text: name }));
  return { items, path };
}
