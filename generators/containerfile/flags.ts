import { buildSystems } from '../core/languages/recognise/c.js';

/** An option that only this command has: it names what a project leaves ambiguous. */
export interface Flag {
  key: 'package' | 'bin' | 'build-system';
  placeholder: string;
  help: string;
}

/** Every such option, in the order `--help` shows them. */
export const flags: readonly Flag[] = [
  { key: 'package', placeholder: 'NAME', help: 'Rust: the package; Go: the folder of the main package, ./cmd/NAME' },
  {
    key: 'bin',
    placeholder: 'NAME',
    help: 'Rust: the binary; C: the CMake target, what make links, or the file of main()',
  },
  { key: 'build-system', placeholder: buildSystems.join('|'), help: 'C: what builds it, where there is more than one' },
];
