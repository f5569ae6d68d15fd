import type { CommandHelp } from '../../core/options/command-help.js';
import { updateFlags } from './flags.js';

/** What `update --help` says. */
export const help: CommandHelp = {
  name: 'update',
  does: "Brings projects to this version's templates and to their preset, and keeps your changes.",
  examples: [
    { does: 'report what is behind, change nothing', line: 'update --check' },
    { does: 'update two projects without questions', line: 'update hello other --yes' },
    { does: "change an answer, and merge what it changes in the project's files", line: 'update hello --wasm-opt' },
  ],
  operands: [{ usage: '[directory...]', path: 'folder' }],
  operandText: [
    'The version that wrote a project renders it again, this version renders it as well, and each file is merged. Without a directory: the project in the current one.',
  ],
  flags: updateFlags,
  exitCodes: '0 up to date, 1 wrong input, or conflicts for you to resolve, 2 --check found something, 130 cancelled.',
};
