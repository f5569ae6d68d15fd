import { type Example, exampleText, flagText, paragraphs } from './command-help.js';
import { helpFlag, versionFlag } from './flag.js';
import { filled, table } from './help-layout.js';
import { knownVariables } from './known-variables.js';
import { mainFlags } from './main-flags.js';
import { startLine } from './started-by.js';

/** A subcommand, as far as the help shows it. */
interface ListedCommand {
  name: string;
  summary: string;
  hidden?: boolean;
}

/** How the main job is started, as npm users type it. */
export const USAGE: string = startLine(['[directory]'], ['[options]'], undefined);

/** What the main job is typed as. */
export const mainExamples = [
  { does: 'ask each question, then write, build and run the project', line: 'hello' },
  { does: 'a C project, without questions', line: 'hello --language c --yes' },
  { does: 'build, check and run an existing project again', line: 'hello --no-write' },
  {
    does: 'build an image for a registry and push it',
    line: 'hello --yes --image quay.io/you/hello:1.0 --push',
  },
] as const satisfies readonly Example[];

const helpRowOfMain = { ...helpFlag, help: "this text; help COMMAND shows a command's" };

/** The text of `--help`, made from the declarations of flags and subcommands. */
export function mainHelp(commands: readonly ListedCommand[]): string {
  const listed = commands.filter(({ hidden }) => !hidden);
  return paragraphs([
    filled('Starts a WebAssembly project that ships as an OCI image, builds the image, checks it and runs it.'),
    exampleText(mainExamples),
    `Usage: ${USAGE}
       create-wasm-oci [directory] [options]
       create-wasm-oci COMMAND [options]`,
    `Commands, each with a --help of its own:\n${table(listed.map(({ name, summary }) => [name, summary]))}`,
    flagText(mainFlags, [helpRowOfMain, versionFlag]),
    `The first of these that has an answer wins:
  1. the option
  2. the environment variable:
${filled(knownVariables().join(', '), '     ')}
  3. the preset
  4. the project's .yo-rc.json
  5. the prompt, in a terminal and without --yes
  6. the default
An answer that a preset locks cannot be changed.`,
    `stdout has only the image reference (or JSON), so this works:
  podman run --rm --platform wasi/wasm $(create-wasm-oci hello --yes)`,
    filled(
      'Exit codes: 0 done, 1 wrong input, 2 drift, 3 files written but image not built, verified or run, 130 cancelled.',
    ),
  ]);
}
