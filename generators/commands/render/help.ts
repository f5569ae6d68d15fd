import type { CommandHelp } from '../../core/options/command-help.js';
import type { Flag } from '../../core/options/flag.js';

/** The flags of `render`. */
export const renderFlags = [
  { key: 'trust-preset', help: 'let the templates and scripts of their presets run as code' },
] as const satisfies readonly Flag[];

/** What `render --help` says. */
export const help: CommandHelp = {
  name: 'render',
  does: "Renders projects again with what they store of themselves, and writes nothing. A later version's update asks this of the version that wrote a project.",
  examples: [
    { does: 'the files of a project, by their paths', line: 'render hello' },
    { does: 'two projects, whose presets bring code', line: 'render hello other --trust-preset' },
  ],
  operands: [{ usage: 'DIRECTORY...', path: 'folder' }],
  flags: renderFlags,
  text: [
    'stdout: one JSON document a line, for each directory: format (1), directory, and files (contents by path), or error (message, fix).',
  ],
  exitCodes: '0 done, 1 there is an error in a document.',
};
