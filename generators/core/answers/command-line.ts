import { directoryIn, parseOptions, typesOf, wrongOption } from './options.js';
import { presetOption } from './preset-option.js';
import { questions } from './questions.js';
import { type Switches, switches, withDefaults } from './switches.js';

/** A command line, taken apart but not yet validated against the questions' rules. */
export interface CommandLine {
  directory?: string;
  /** What answers a question: a text, or on or off for a question of yes or no. */
  flags: Record<string, string | boolean>;
  switches: Switches;
  help: boolean;
  version: boolean;
}

/**
 * Takes the arguments of the main job (without node and script) apart.
 *
 * @throws Failure (wrong input) for an unknown option, a missing value or a second directory
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { values, positionals } = parseOptions(argv, {
    ...typesOf([...questions, presetOption, ...switches]),
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean', short: 'v' },
  });
  const directory = directoryIn(positionals);
  if (directory?.includes('\0')) throw wrongOption('The directory holds a NUL character.');
  const given = values as Record<string, string | boolean | undefined>;
  return {
    ...(directory !== undefined && { directory }),
    flags: Object.fromEntries(
      [...questions, presetOption].flatMap(({ key }) => (given[key] === undefined ? [] : [[key, given[key]]])),
    ),
    switches: withDefaults(values),
    help: values.help === true,
    version: values.version === true,
  };
}
