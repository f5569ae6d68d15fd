import { helpFlag, helpRows } from '../../core/options/flag.js';
import { filled, table } from '../../core/options/help-layout.js';
import { doctorFlags } from './flags.js';

/** The text of `doctor --help`. */
export function doctorHelp(): string {
  return `${filled('Checks whether this machine builds and runs images for wasi/wasm, and says what is missing and what mends it.')}

Usage: create-wasm-oci doctor [options]

Options:
${table(helpRows([...doctorFlags, helpFlag]))}

${filled('An engine is tried for real: a tiny module is built into an image, run and removed again.')}

${filled('Exit codes: 0 building and running works (auto: with some engine), 1 it does not, 130 cancelled.')}
`;
}
