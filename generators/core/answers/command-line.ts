import { parseOptions, wrongOption } from './options.js';
import { presetOption } from './preset-option.js';
import { questions } from './questions.js';
import type { Texts } from './resolve.js';
import { type Switches, switches, withDefaults } from './switches.js';

/** A command line, taken apart but not yet validated against the questions' rules. */
export interface CommandLine {
  directory?: string;
  flags: Texts;
  switches: Switches;
  help: boolean;
  version: boolean;
}

/** The options that take a text. */
const TEXTS: readonly string[] = [...questions.map(({ key }) => key), presetOption.key];

/**
 * Takes the arguments of the main job (without node and script) apart.
 *
 * @throws Failure (wrong input) for an unknown option, a missing value or a second directory
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { values, positionals } = parseOptions(argv, {
    ...Object.fromEntries(TEXTS.map((key) => [key, { type: 'string' as const }])),
    ...Object.fromEntries(switches.map(({ key }) => [key, { type: 'boolean' as const }])),
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean', short: 'v' },
  });
  const [directory, second] = positionals;
  if (second !== undefined) {
    throw wrongOption(`Two directories were given: ${JSON.stringify(directory)} and ${JSON.stringify(second)}.`);
  }
  if (directory === '') throw wrongOption('The directory is empty.');
  if (directory?.includes('\0')) throw wrongOption('The directory holds a NUL character.');
  return {
    ...(directory !== undefined && { directory }),
    flags: Object.fromEntries(TEXTS.map((key) => [key, values[key] as string | undefined])),
    switches: withDefaults(values),
    help: values.help === true,
    version: values.version === true,
  };
}
