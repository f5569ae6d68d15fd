import { win32 } from 'node:path';
import { type Environment, variable } from './search-path.js';

/** How a program is started: a file and its arguments, or on Windows a command line that is passed on unchanged. */
export interface BatchLine {
  file: string;
  args: readonly string[];
  /** Whether `args` are quoted already. */
  verbatim?: true;
  /** Why these arguments cannot be given to it. */
  refused?: string;
}

/** Whether only cmd.exe runs a file: Windows has many programs' names as batch files (npm.cmd, Scoop's shims). */
export function isBatchFile(path: string): boolean {
  return /\.(?:bat|cmd)$/i.test(path);
}

/**
 * The call of cmd.exe that runs a batch file with arguments, each of which is only text to it. They are in quotes, with
 * a quote doubled, and `%` is followed by nothing that could be a variable's name (`%cd:~,%` is an empty piece of one).
 * Not in quotes, `&` would start another program (CVE-2024-24576, "BatBadBut"; the quoting is that of Rust's library).
 */
export function batchCall(path: string, args: readonly string[], env: Environment): BatchLine {
  const cmd = win32.join(variable(env, 'SYSTEMROOT', 'win32') ?? 'C:\\Windows', 'System32\\cmd.exe');
  const odd = args.some((arg) => /[\0\r\n]/.test(arg)) ? 'no argument with a line break' : undefined;
  const refused = path.includes('%') ? 'no % in its own path' : odd;
  if (refused) return { file: cmd, args: [], refused: `it is a batch file, which takes ${refused}` };
  const words = [`"${path}"`, ...args.map(batchWord)];
  // /d: no AutoRun of the registry; /e:on: %cd:~,% is an extension; /v:off: `!` is no variable.
  return { file: cmd, args: ['/d', '/e:on', '/v:off', '/s', '/c', `"${words.join(' ')}"`], verbatim: true };
}

function batchWord(text: string): string {
  // A program reads backslashes before a quote as half as many.
  const slashes = text.replace(/(\\*)("|$)/g, (_, before: string, end: string) => before + before + (end && '""'));
  return `"${slashes.replaceAll('%', '%%cd:~,%')}"`;
}
