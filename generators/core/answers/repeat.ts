import { shell } from '../languages/escape.js';
import { type Answers, questions } from './questions.js';

/**
 * The command line that writes the same project again, without prompts. Safe to paste into a POSIX shell.
 *
 * @param preset the preset's source, as it is reached from where the line is typed
 */
export function repeatLine(answers: Answers, directory: string, preset?: string): string {
  const flags: [string, string][] = [
    ['--language', answers.language],
    ['--name', answers.name.title],
    ['--image', answers.image],
  ];
  if (answers.engine !== 'auto') flags.push(['--engine', answers.engine]);
  if (preset !== undefined) flags.push(['--preset', preset]);
  const yes = questions.filter(({ key }) => answers[key] === true).map(({ key }) => `--${key}`);
  // A value that begins with a hyphen would be taken for an option if it stood on its own.
  const given = flags.map(([flag, value]) => `${flag}${value.startsWith('-') ? '=' : ' '}${shell(value)}`);
  return `npm init wasm-oci ${shell(directory)} -- ${[...given, ...yes].join(' ')} --yes`;
}
