import { filled, table } from '../../core/options/help-layout.js';
import { updateRows } from './flags.js';

/** The text of `update --help`. */
export function updateHelp(): string {
  return `${filled("Brings projects to this version's templates and to their preset, and keeps what you changed.")}

Usage: create-wasm-oci update [directory...] [options]

${filled('The version that wrote a project renders it again, this version renders it as well, and each file is merged. Without a directory: the project in the current one.')}

Options:
${table(updateRows)}

${filled('Exit codes: 0 up to date, 1 wrong input, or conflicts for you to resolve, 2 --check found something, 130 cancelled.')}
`;
}
