import type { CommandHelp } from '../../core/options/command-help.js';
import { PROJECT_DIRECTORY } from '../build/help.js';
import { testFlags } from './flags.js';

/** What `test --help` says. */
export const help: CommandHelp = {
  name: 'test',
  does: 'Runs the tests of a project as WebAssembly.',
  examples: [
    { does: 'with the fastest engine that works here', line: 'test' },
    { does: 'in a container, without a compiler on this machine', line: 'test --engine podman' },
  ],
  operands: [{ usage: '[directory]', path: 'folder' }],
  operandText: [PROJECT_DIRECTORY],
  flags: testFlags,
  behindDashes: 'ARGS...',
  text: [
    "A compiler of this machine runs them under Node's WASI; what is behind -- goes to them. A container engine builds the stage test of the Containerfile and runs its image.",
  ],
  exitCodes:
    '0 every test passed, 3 the tests were not built or run, 130 cancelled; else a test failed, or wrong input.',
};
