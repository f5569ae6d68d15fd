import type { CommandHelp } from '../../core/options/command-help.js';
import { buildFlags } from './flags.js';

/** What the help of every command in a project says of its directory. */
export const PROJECT_DIRECTORY =
  "The directory is the project's. Default: the current folder, or the nearest folder above it with a project.";

/** What `build --help` says. */
export const help: CommandHelp = {
  name: 'build',
  does: 'Builds the image of a project and checks it. No file of the project is written.',
  examples: [
    { does: 'the project of this folder', line: 'build' },
    { does: 'another tag, pushed to its registry', line: 'build --image quay.io/you/hello:1.0 --push' },
  ],
  operands: [{ usage: '[directory]', path: 'folder' }],
  operandText: [PROJECT_DIRECTORY],
  flags: buildFlags,
  exitCodes: '0 done, 1 wrong input, 3 image not built, verified or pushed, 130 cancelled.',
};
