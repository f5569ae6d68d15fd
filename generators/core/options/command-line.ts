import { ExitCode, Failure, type Fix } from '../failure.js';
import { quoted } from '../system/shell.js';
import { type FirstWord, firstWord } from './command-names.js';
import { type Flag, versionFlag } from './flag.js';
import { shown } from './invalid.js';
import { type Flags, withDefaults } from './job-flags.js';
import { refuseUnknownVariables } from './known-variables.js';
import { answerFlags, mainFlags } from './main-flags.js';
import { oneDirectory, parseFlags, wrongOption } from './parse.js';

/** A command line, taken apart but not yet validated against the questions' rules. */
export interface CommandLine {
  directory?: string;
  /** What answers a question: a text, or on or off for a question of yes or no. */
  answers: Record<string, string | boolean>;
  flags: Flags;
  help: boolean;
  version: boolean;
}

/**
 * Takes the arguments of the main job (without node and script) apart.
 *
 * @throws Failure (wrong input) for an unknown option, a missing value, a second directory, or a command's name (or one
 *   like it) in the place of the directory
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  refuseUnknownVariables(process.env);
  const { values, positionals } = parseFlags<Flag>(argv, [...mainFlags, versionFlag]);
  const [word] = positionals;
  const meant = word === undefined ? undefined : firstWord(word);
  if (meant && word !== undefined) throw notADirectory(word, meant, positionals.slice(1), argv);
  const directory = oneDirectory(positionals);
  if (directory?.includes('\0')) throw wrongOption('The directory holds a NUL character.');
  return {
    ...(directory !== undefined && { directory }),
    answers: Object.fromEntries(
      answerFlags.flatMap(({ key }) => (values[key] === undefined ? [] : [[key, values[key]]])),
    ),
    flags: withDefaults(values),
    help: values.help === true,
    version: values.version === true,
  };
}

/** A word that is no directory: a command behind its options, or what looks like a command and is none. */
function notADirectory(word: string, meant: FirstWord, more: readonly string[], argv: readonly string[]): Failure {
  const folder: Fix = { text: `For a project in a folder of that name: create-wasm-oci ./${word}` };
  if (meant.kind === 'command') {
    const rest = argv.filter((argument) => argument !== word && argument !== '--');
    return new Failure(`${word} is a command, and a command comes first.`, {
      exitCode: ExitCode.wrongInput,
      fix: [{ command: ['create-wasm-oci', word, ...rest.map((word) => quoted(word))].join(' ') }, folder],
    });
  }
  const words = meant.words.flatMap((part) => {
    if (part === '[DIRECTORY]') return more.slice(0, 1).map((directory) => quoted(directory));
    return part === 'DIRECTORY' ? [quoted(more[0] ?? part)] : [part];
  });
  const line = ['create-wasm-oci', ...words].join(' ');
  return new Failure(
    `${shown(word)} is not a command. Did you mean ${words.length > 1 || meant.words[0] === 'DIRECTORY' ? line : words[0]}?`,
    {
      exitCode: ExitCode.wrongInput,
      fix: [{ command: line }, folder],
    },
  );
}
