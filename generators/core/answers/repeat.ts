import { shell } from '../languages/escape.js';
import { type Answers, questions } from './questions.js';

/** What makes the line of a subcommand: its name, and the flags that only it has. */
export interface Subcommand {
  name: string;
  /** A flag without a value stands for itself. */
  flags: readonly (readonly [flag: string, value?: string])[];
}

/** The command line that writes the same files again, without prompts. Safe to paste into a POSIX shell. */
export function repeatLine(answers: Answers, directory: string, subcommand?: Subcommand): string {
  const flags: (readonly [flag: string, value?: string])[] = [
    ['--language', answers.language],
    ['--name', answers.name.title],
    ['--image', answers.image],
    ...(subcommand?.flags ?? []),
  ];
  if (answers.engine !== 'auto') flags.push(['--engine', answers.engine]);
  const yes = questions.filter(({ key }) => answers[key] === true).map(({ key }) => `--${key}`);
  // A value that begins with a hyphen would be taken for an option if it stood on its own.
  const given = flags.map(([flag, value]) => {
    return value === undefined ? flag : `${flag}${value.startsWith('-') ? '=' : ' '}${shell(value)}`;
  });
  const command = subcommand ? `${subcommand.name} ` : '';
  return `npm init wasm-oci ${command}${shell(directory)} -- ${[...given, ...yes].join(' ')} --yes`;
}
