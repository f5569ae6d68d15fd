import { ExitCode } from '../../core/failure.js';
import { shown } from '../../core/options/invalid.js';
import { parseFlags, wrongOption } from '../../core/options/parse.js';
import { writeText } from '../../core/terminal/output.js';
import { writeHelp } from '../write-help.js';
import { type Completions, completionsFor } from './answer.js';
import { help, shells } from './help.js';

/** `create-wasm-oci completion SHELL`; the printed scripts ask `completion complete -- WORDS…`. */
export async function command(argv: readonly string[]): Promise<number> {
  const [first, ...rest] = argv;
  if (first === 'complete') return answerWords(rest.slice(rest.indexOf('--') + 1));
  const { values, positionals } = parseFlags(argv, help.flags, 'completion');
  if (values.help) return writeHelp(help);
  const [name, more] = positionals;
  if (name === undefined) throw wrongOption(`completion needs a shell: ${shells.join(', ')}.`, 'completion');
  const shell = shells.find((one) => one === name);
  if (shell === undefined) {
    throw wrongOption(`completion: ${shown(name)} is not one of ${shells.join(', ')}.`, 'completion');
  }
  if (more !== undefined) throw wrongOption(`completion takes one shell, not ${shown(more)} as well.`, 'completion');
  const { completionScript } = await import('./script.js');
  writeText(process.stdout, completionScript(shell));
  return ExitCode.done;
}

async function answerWords(words: readonly string[]): Promise<number> {
  const { commands } = await import('../commands.js');
  const { items, path } = await completionsFor(
    words,
    commands.filter(({ hidden }) => !hidden),
  );
  const lines = items.map(({ value, text }) => `${value}\t${text}`);
  writeText(process.stdout, [...lines, `:${directive({ items, path })}`, ''].join('\n'));
  return ExitCode.done;
}

/** How the script completes where no word fits: no path, a folder, or any file. Source: ShellCompDirective of @bomb.sh/tab. */
function directive({ items, path }: Completions): number {
  if (items.length > 0 || path === undefined) return 4;
  return path === 'folder' ? 16 : 0;
}
