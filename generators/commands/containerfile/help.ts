import type { CommandHelp } from '../../core/options/command-help.js';
import { containerfileFlags } from '../../core/options/main-flags.js';

/** What `containerfile --help` says. */
export const help: CommandHelp = {
  name: 'containerfile',
  does: 'Writes container files for an existing project: a Rust crate or workspace, a C or C++ project, a Go module. Then builds the image, checks it and runs it once. Sources and manifests are never changed.',
  examples: [
    { does: 'the project in this folder', line: 'containerfile' },
    { does: 'one binary of a workspace, without questions', line: 'containerfile . --yes --package cli --bin tool' },
    { does: 'list what would be written', line: 'containerfile app --dry-run' },
  ],
  operands: [{ usage: '[directory]', path: 'folder' }],
  operandText: [
    "The directory is the build context: the one with the manifest (of a workspace, the workspace's own). Default: the current one.",
  ],
  flags: containerfileFlags,
  text: [
    'A choice between several programs is asked; without a terminal, or with --yes, it is an error that names the flag and its values. A program may need arguments or input, or be a server: how it ended is printed, and is no failure.',
  ],
  exitCodes: '0 done, 1 wrong input, 3 files written but image not built, verified or run, 130 cancelled.',
};
