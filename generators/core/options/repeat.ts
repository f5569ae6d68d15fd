import { quoted } from '../system/shell.js';
import { asDirectory } from './command-names.js';
import { type Answers, questions } from './questions.js';
import type { Texts } from './resolve.js';
import { type Starter, startLine } from './started-by.js';

/** What makes the line of a subcommand: its name, and the flags that only it has. */
export interface Subcommand {
  name: string;
  /** A flag without a value stands for itself. */
  flags: readonly (readonly [flag: string, value?: string])[];
}

/** What a line holds beside the answers. */
export interface Besides {
  subcommand?: Subcommand | undefined;
  /** A preset's source, as it is reached from where the line is typed, and its default answers. */
  preset?: { source: string; defaults: Texts } | undefined;
  /** Whether the preset's templates were allowed to run by this run's own word. */
  trust?: boolean;
  /** What the line begins with: as this run was started. */
  starter?: Starter;
}

/** The command line that writes the same files again, without prompts. Safe to paste into the user's shell. */
export function repeatLine(
  answers: Answers,
  directory: string,
  { subcommand, preset, trust, starter }: Besides = {},
): string {
  const flags: (readonly [flag: string, value?: string])[] = [
    ['--language', answers.language],
    ['--name', answers.name.title],
    ['--image', answers.image],
    ...(subcommand?.flags ?? []),
  ];
  if (answers.engine !== 'auto') flags.push(['--engine', answers.engine]);
  if (preset !== undefined) flags.push(['--preset', preset.source]);
  const yes = questions.filter(({ key }) => answers[key] === true).map(({ key }) => `--${key}`);
  // Without a word the preset would have it otherwise.
  const no = questions.filter(({ key }) => answers[key] === false && preset?.defaults[key] === 'yes');
  // A value that begins with a hyphen would be taken for an option if it stood on its own.
  const given = flags.map(([flag, value]) => {
    return value === undefined ? flag : `${flag}${value.startsWith('-') ? '=' : ' '}${quoted(value)}`;
  });
  const words = [...(subcommand ? [subcommand.name] : []), quoted(asDirectory(directory))];
  const trusted = preset !== undefined && trust ? ['--trust-preset'] : [];
  const all = [...given, ...yes, ...no.map(({ key }) => `--no-${key}`), ...trusted, '--yes'];
  return startLine(words, all, starter);
}
