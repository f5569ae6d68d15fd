import type { CommandHelp } from '../../core/options/command-help.js';
import { inspectFlags, stores } from './flags.js';

const LOOKED_INTO = stores.map(({ title }) => title).join(', then of ');

/** What `inspect --help` says. */
export const help: CommandHelp = {
  name: 'inspect',
  does: 'Shows the content of an image or a module, and which runtimes run it.',
  examples: [
    { does: 'an image', line: 'inspect localhost/hello:latest' },
    { does: 'a module; exit code 1 unless every runtime runs it', line: 'inspect hello.wasm --require portable' },
    { does: 'an archive, as JSON', line: 'inspect hello/hello.oci.tar --json' },
  ],
  operands: [{ usage: 'IMAGE|PATH', path: 'file' }],
  operandText: [
    `A path that exists is that file or folder: a module (.wasm), an archive (podman save, docker save, gzipped or not), or an OCI layout. Anything else is an image reference, looked for in the store of ${LOOKED_INTO}. One that is in none and names a registry is pulled for wasi/wasm. ./NAME is always a path, NAME:latest always an image.`,
  ],
  flags: inspectFlags,
  exitCodes: '0 done, 1 it cannot be read or is not as required, 130 cancelled.',
};
