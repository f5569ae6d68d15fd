import { type CommandName, commandNames } from './command-list.js';
import { isSlipOf } from './slip.js';

/** The subcommand of another that only this program itself types. */
const HIDDEN_COMMAND: CommandName = 'render';

/** What the first word of a command line is where it is no directory. */
export type FirstWord =
  | { kind: 'command'; name: CommandName }
  /** Close to a subcommand's name, or a word that other programs have for it: `words` is what does it here. */
  | { kind: 'near'; words: readonly string[] };

/**
 * Words that users type as a command, from cargo, npm, podman and their like, and what does it here. A project of such
 * a name is a mistake far more often than a wish.
 */
const WORDS_FOR: Readonly<Record<string, readonly string[]>> = {
  help: ['--help'],
  version: ['--version'],
  rebuild: ['build', '[DIRECTORY]'],
  start: ['run', '[DIRECTORY]'],
  watch: ['dev', '[DIRECTORY]'],
  push: ['build', '[DIRECTORY]', '--push'],
  publish: ['build', '[DIRECTORY]', '--push'],
  new: ['DIRECTORY'],
  init: ['DIRECTORY'],
  create: ['DIRECTORY'],
  generate: ['DIRECTORY'],
  adopt: ['containerfile', 'DIRECTORY'],
  container: ['containerfile', 'DIRECTORY'],
  containerize: ['containerfile', 'DIRECTORY'],
  dockerfile: ['containerfile', 'DIRECTORY'],
  check: ['doctor'],
  diagnose: ['doctor'],
  info: ['doctor'],
  verify: ['inspect', 'IMAGE'],
  validate: ['inspect', 'IMAGE'],
  upgrade: ['update'],
  presets: ['preset', 'test', 'PRESET'],
};

/** What the first word of a command line means where it is not taken for a directory; undefined where it is one. */
export function firstWord(word: string): FirstWord | undefined {
  const command = commandNames.find((name) => name === word);
  if (command) return { kind: 'command', name: command };
  const lower = word.toLowerCase();
  const words = Object.hasOwn(WORDS_FOR, lower) ? WORDS_FOR[lower] : undefined;
  if (words) return { kind: 'near', words };
  const near = commandNames.find((name) => name !== HIDDEN_COMMAND && isSlipOf(lower, name, slipsIn(name)));
  return near && { kind: 'near', words: [near] };
}

/**
 * How many wrong letters still mean a command. "vector" is two letters from "doctor", and "guild" one from "build": both
 * are a project's good name. Of a short name, neighbours that are swapped count only.
 */
function slipsIn({ length }: CommandName): number {
  if (length > 10) return 2;
  return length > 5 ? 1 : 0;
}

/** A project's folder as the first word of a command line: not a subcommand, nothing like one, and no option. */
export function asDirectory(shown: string): string {
  return shown.startsWith('-') || firstWord(shown) ? `./${shown}` : shown;
}
