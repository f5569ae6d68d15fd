import { helpFlag, helpRows, versionFlag } from './flag.js';
import { filled, table } from './help-layout.js';
import { knownVariables } from './known-variables.js';
import { mainFlags } from './main-flags.js';
import { startLine } from './started-by.js';

/** A subcommand, as far as the help shows it. */
interface ListedCommand {
  name: string;
  summary: string;
}

/** How the main job is started, as npm users type it. */
export const USAGE: string = startLine(['[directory]'], ['[options]'], undefined);

/** The text of `--help`, made from the declarations of flags and subcommands. */
export function mainHelp(commands: readonly ListedCommand[]): string {
  const help = { ...helpFlag, help: "this text; help COMMAND shows a command's" };
  const options = helpRows([...mainFlags, help, versionFlag]);
  const variables = knownVariables().join(', ');
  return `${filled('Starts a WebAssembly project that ships as an OCI image, builds the image, checks it and runs it.')}

Usage: ${USAGE}
       create-wasm-oci [directory] [options]
       create-wasm-oci COMMAND [options]

Commands, each with a --help of its own:
${table(commands.map(({ name, summary }) => [name, summary]))}

Options:
${table(options)}

An option wins over the environment:
${filled(variables, '  ')};
${filled("that over the preset, that over the project's .yo-rc.json, that over a prompt, that over the default. What a preset locks, nothing changes. Without a terminal nothing is asked.")}

stdout holds the image reference alone (or JSON), so this works:
  podman run --rm --platform wasi/wasm $(create-wasm-oci hello --yes)

${filled('Exit codes: 0 done, 1 wrong input, 2 drift, 3 files written but image not built, verified or run, 130 cancelled.')}
`;
}
