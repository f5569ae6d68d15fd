import { Cancelled, ExitCode } from '../../core/failure.js';
import { type Flag, helpFlag, helpRows } from '../../core/options/flag.js';
import { filled, table } from '../../core/options/help-layout.js';
import { parseFlags, wrongOption } from '../../core/options/parse.js';
import { NOTHING_WRITTEN } from '../../core/presets/fetch/cancelled.js';
import { asFailure } from '../../core/system/disk-failure.js';
import { listenForInterrupt } from '../../core/terminal/interrupt.js';
import { writeJsonLine, writeText } from '../../core/terminal/output.js';
import { presetBefore } from '../update/presets.js';
import { renderStored } from '../update/render-stored.js';
import { readProject } from '../update/stored-project.js';

const renderFlags = [
  { key: 'trust-preset', help: 'let the templates and scripts of their presets run as code' },
] as const satisfies readonly Flag[];

/** The text of `render --help`. */
export const renderHelp = `${filled("Renders projects again with what they store of themselves, and writes nothing. This is what a later version's update asks the version that wrote a project.")}

Usage: create-wasm-oci render DIRECTORY...

Options:
${table(helpRows([...renderFlags, helpFlag]))}

${filled('stdout: one JSON document a line, for each directory: format (1), directory, and files (contents by path), or error (message, fix). Exit codes: 0; 1 when there is an error in one of them.')}
`;

/** `create-wasm-oci render DIRECTORY…`: the interface between this version and later ones. Its format stays. */
export async function command(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(argv, renderFlags, 'render');
  if (values.help) {
    writeText(process.stdout, renderHelp);
    return ExitCode.done;
  }
  if (positionals.length === 0) throw wrongOption('No directory was given.', 'render');
  let code: number = ExitCode.done;
  const { signal, stop } = listenForInterrupt();
  try {
    for (const directory of positionals) {
      const document = await renderDirectory(directory, { trust: values['trust-preset'] === true, signal });
      if ('error' in document) code = ExitCode.wrongInput;
      writeJsonLine(process.stdout, { format: 1, directory, ...document });
    }
  } finally {
    stop();
  }
  return code;
}

async function renderDirectory(
  directory: string,
  how: { trust: boolean; signal: AbortSignal },
): Promise<{ files: object } | { error: object }> {
  try {
    if (how.signal.aborted) throw new Cancelled(NOTHING_WRITTEN);
    const project = await readProject(directory, process.cwd());
    const preset = project.preset && (await presetBefore(project.preset, project.directory, how));
    const { files } = await renderStored(project, preset);
    return { files: Object.fromEntries(files) };
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    // Whatever it is: a line that is missing would leave a later version without an answer for all the others, too.
    const { message, fix } = asFailure(error) ?? { message: String(error), fix: [] };
    return { error: { message, fix } };
  }
}
