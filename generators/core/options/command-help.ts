import type { CommandName } from './command-list.js';
import { type Flag, flagGroups, flagUsage, helpFlag } from './flag.js';
import { filled, leftWidth, table } from './help-layout.js';

/** A line that a user can type, and what it does. */
export interface Example {
  does: string;
  /** Words as a POSIX shell reads them, behind `create-wasm-oci`. */
  line: string;
}

/** A word of a command line that is no flag. */
export interface Operand {
  /** As `--help` shows it: `[directory]`, `PRESET`, `[directory...]`. */
  usage: string;
  /** All that it can be, where that is a closed list. */
  choices?: readonly { value: string }[];
  /** The kind of path that it can be, for the completion of shells. */
  path?: 'file' | 'folder';
}

/** What `--help` of a subcommand says. The completion of shells comes from it as well. */
export interface CommandHelp {
  name: CommandName;
  /** What it does, in a sentence or two. */
  does: string;
  examples: readonly [Example, Example, ...Example[]];
  operands?: readonly Operand[];
  /** Paragraphs on the operands. */
  operandText?: readonly string[];
  flags: readonly Flag[];
  /** What is behind `--`, where that is for another program: `ARGS...`. */
  behindDashes?: string;
  /** Paragraphs behind the flags. */
  text?: readonly string[];
  exitCodes: string;
}

/** The text of a subcommand's `--help`. */
export function commandHelp({ name, does, examples, operands = [], operandText = [], flags, ...rest }: CommandHelp) {
  const behind = rest.behindDashes === undefined ? [] : [`[-- ${rest.behindDashes}]`];
  const usage = ['create-wasm-oci', name, ...operands.map((operand) => operand.usage), '[options]', ...behind].join(
    ' ',
  );
  return paragraphs([
    filled(does),
    exampleText(examples),
    `Usage: ${usage}`,
    ...operandText.map((text) => filled(text)),
    flagText(flags, [helpFlag]),
    ...(rest.text ?? []).map((text) => filled(text)),
    filled(`Exit codes: ${rest.exitCodes}`),
  ]);
}

/** Paragraphs, with an empty line between two. */
export function paragraphs(texts: readonly string[]): string {
  return `${texts.join('\n\n')}\n`;
}

/** The examples of a help, each behind a comment that says what it does: both can be pasted. */
export function exampleText(examples: readonly Example[]): string {
  const lines = examples.map(({ does, line }) => `  # ${does}\n  create-wasm-oci ${line}`);
  return `Examples:\n${lines.join('\n')}`;
}

/** Tables of flags: those without a group, then each group. What every command has is in the first of these, or the last. */
export function flagText(flags: readonly Flag[], common: readonly Flag[]): string {
  const ungrouped = flags.filter(({ group }) => group === undefined);
  const groups = Object.entries(flagGroups).map(
    ([group, heading]) => [heading, flags.filter((flag) => flag.group === group)] as const,
  );
  const parts: (readonly [heading: string, flags: readonly Flag[]])[] =
    ungrouped.length > 0 ? [['Options', [...ungrouped, ...common]], ...groups] : [...groups, ['Other options', common]];
  const width = leftWidth([...flags, ...common].map(helpRow));
  return parts
    .filter(([, rows]) => rows.length > 0)
    .map(([heading, rows]) => `${heading}:\n${table(rows.map(helpRow), width)}`)
    .join('\n\n');
}

/** The row of a flag in a table of `--help`. */
function helpRow(flag: Flag): [usage: string, help: string] {
  return [`${flagUsage(flag)}${flag.short ? `, -${flag.short}` : ''}`, flag.help];
}
