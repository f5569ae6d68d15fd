import type { CommandHelp } from '../../core/options/command-help.js';
import { PROJECT_DIRECTORY } from '../build/help.js';
import { runFlags } from './flags.js';

/** What `run --help` says. */
export const help: CommandHelp = {
  name: 'run',
  does: 'Builds the image of a project where something changed, and runs it in this terminal.',
  examples: [
    { does: 'with arguments', line: 'run -- one two' },
    { does: 'with a variable and a folder', line: 'run -e LANG=de -v ./data:/data:ro' },
  ],
  operands: [{ usage: '[directory]', path: 'folder' }],
  operandText: [PROJECT_DIRECTORY, 'The words behind -- are arguments of the program.'],
  flags: runFlags,
  behindDashes: 'ARGS...',
  text: [
    'stdin, stdout and stderr are those of the program. A module handles no signal: Ctrl-C removes its container.',
  ],
  exitCodes:
    'that of the program, where the engine knows it (crun with WasmEdge: 0, and 1 for a trap). Before it starts: 1 wrong input, 3 not built or run, 130 cancelled.',
};
