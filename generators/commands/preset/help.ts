import { helpFlag, helpRows } from '../../core/options/flag.js';
import { filled, table } from '../../core/options/help-layout.js';
import { presetTestFlags } from './flags.js';

/** The text of `preset --help`. */
export function presetHelp(): string {
  return `${filled('Tests a preset: renders a project of every language with it, and checks what came out.')}

Usage: create-wasm-oci preset test PRESET [options]

PRESET is a path, an npm package or a git URL, as --preset takes it.

Options:
${table(helpRows([...presetTestFlags, helpFlag]))}

${filled('Exit codes: 0 every language passed, 1 the preset is wrong, 3 an image could not be built, verified or run, 130 cancelled.')}
`;
}
