import { helpFlag, helpRows } from '../../core/options/flag.js';
import { filled, table } from '../../core/options/help-layout.js';
import { buildFlags } from './flags.js';

/** The text of `build --help`. */
export function buildHelp(): string {
  return `${filled('Builds the image of a project and checks it. No file of the project is written.')}

Usage: create-wasm-oci build [directory] [options]

${filled("The directory is the project's. Default: the one of the current folder, or of the nearest folder above it.")}

Options:
${table(helpRows([...buildFlags, helpFlag]))}

Examples:
  create-wasm-oci build
  create-wasm-oci build --image quay.io/you/hello:1.0 --push

${filled('Exit codes: 0 done, 1 wrong input, 3 image not built, verified or pushed, 130 cancelled.')}
`;
}
