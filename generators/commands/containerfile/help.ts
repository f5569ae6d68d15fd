import { helpFlag, helpRows } from '../../core/options/flag.js';
import { filled, table } from '../../core/options/help-layout.js';
import { containerfileFlags } from '../../core/options/main-flags.js';

/** The text of `create-wasm-oci containerfile --help`. */
export function containerfileHelp(): string {
  return `${filled('Writes the container files of a project that exists already (a Rust crate or workspace, a C project, a Go module), builds the image, checks it and runs it once. Sources and manifests are never changed.')}

Usage: create-wasm-oci containerfile [directory] [options]

${filled("The directory is the build context: the one with the manifest (of a workspace, the workspace's own). Default: this one.")}

Options:
${table(helpRows([...containerfileFlags, helpFlag]))}

${filled('What is ambiguous is asked; without a terminal, or with --yes, it is an error that names the flag and what there is. A program may want arguments or input, or be a server: how it ended is told, and fails nothing.')}

${filled('Exit codes: 0 done, 1 wrong input, 3 files written but image not built, verified or run, 130 cancelled.')}
`;
}
