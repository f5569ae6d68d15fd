import type { CommandHelp } from '../../core/options/command-help.js';
import { PROJECT_DIRECTORY } from '../build/help.js';
import { devFlags } from './flags.js';

/** What `dev --help` says. */
export const help: CommandHelp = {
  name: 'dev',
  does: 'Builds and runs a project, and again after each change of its sources, until Ctrl-C.',
  examples: [
    { does: 'with the fastest engine that works here', line: 'dev' },
    { does: 'in Podman, with arguments', line: 'dev --engine podman -- one two' },
  ],
  operands: [{ usage: '[directory]', path: 'folder' }],
  operandText: [PROJECT_DIRECTORY, 'The words behind -- are arguments of the program.'],
  flags: devFlags,
  behindDashes: 'ARGS...',
  text: [
    'A compiler of this machine is taken first. .gitignore and the ignore file of the build exclude files that are not sources. A program whose next version does not compile goes on.',
  ],
  exitCodes: '1 wrong input, 3 no engine works, 130 ended by Ctrl-C.',
};
