import { Cancelled, ExitCode } from '../../core/failure.js';
import { parseFlags, wrongOption } from '../../core/options/parse.js';
import { NOTHING_WRITTEN } from '../../core/presets/fetch/cancelled.js';
import { asFailure } from '../../core/system/disk-failure.js';
import { listenForInterrupt } from '../../core/terminal/interrupt.js';
import { writeJsonLine } from '../../core/terminal/output.js';
import { presetBefore } from '../update/presets.js';
import { neededBefore, renderStored } from '../update/render-stored.js';
import { readProject } from '../update/stored-project.js';
import { writeHelp } from '../write-help.js';
import { help, renderFlags } from './help.js';

/** `create-wasm-oci render DIRECTORY…`: the interface between this version and later ones. Its format stays. */
export async function command(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(argv, renderFlags, 'render');
  if (values.help) return writeHelp(help);
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
    const { files } = await renderStored(project, preset, {}, { needs: await neededBefore(project) });
    return { files: Object.fromEntries(files) };
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    // Whatever it is: a line that is missing would leave a later version without an answer for all the others, too.
    const { message, fix } = asFailure(error) ?? { message: String(error), fix: [] };
    return { error: { message, fix } };
  }
}
