import type { CommandHelp } from '../../core/options/command-help.js';
import { doctorFlags } from './flags.js';

/** What `doctor --help` says. */
export const help: CommandHelp = {
  name: 'doctor',
  does: 'Checks whether this machine builds and runs images for wasi/wasm, and prints what is missing and how to fix it.',
  examples: [
    { does: 'check every engine', line: 'doctor' },
    { does: 'one engine, as JSON', line: 'doctor --engine podman --json' },
  ],
  flags: doctorFlags,
  text: ['The check of an engine builds a tiny module into an image, runs it and removes it.'],
  exitCodes: '0 building and running works (auto: with some engine), 1 it does not, 130 cancelled.',
};
