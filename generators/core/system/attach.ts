import { constants } from 'node:os';
import { execa } from 'execa';
import { ExitCode } from '../failure.js';
import { launchOf } from './launch.js';
import { neverStarted, notStarted, type StartError } from './process-failure.js';

/** How a program ended that had this process's own streams. */
export interface Attached extends StartError {
  /** Undefined when a signal ended it, or when it never started. */
  exitCode?: number;
  /** The signal that ended it, for example `SIGKILL`. */
  signal?: string;
  /** The last of what it printed to stderr, where that was to be read. */
  stderr: string;
}

/** How a program is attached. */
export interface AttachOptions {
  cwd?: string | undefined;
  /** Variables set besides this process's own. */
  env?: Record<string, string> | undefined;
  /** Ends it by SIGKILL. */
  end?: AbortSignal | undefined;
  /** Reads its stderr as well, on the way to this process's own: it is no terminal to the program then. */
  readStderr?: boolean;
}

/** Characters kept of stderr: an error of an engine is at its end. */
const STDERR_KEPT = 16_384;

/**
 * Runs a program with this process's stdin, stdout and stderr, and waits for it. Ctrl-C in the terminal reaches both.
 *
 * This process must not have opened `process.stdin`: libuv makes a pipe non-blocking, for the program as well.
 */
export async function attach(
  program: string,
  args: readonly string[],
  { cwd, env, end, readStderr = false }: AttachOptions = {},
): Promise<Attached> {
  const launch = await launchOf(program, args, env);
  if (!('file' in launch)) return { stderr: '', ...neverStarted(launch) };
  const child = execa(launch.file, launch.args, {
    ...(cwd !== undefined && { cwd }),
    env: launch.env,
    extendEnv: false,
    ...(launch.verbatim && { windowsVerbatimArguments: true }),
    ...(end !== undefined && { cancelSignal: end, killSignal: 'SIGKILL' as const }),
    stdin: 'inherit',
    stdout: 'inherit',
    stderr: readStderr ? 'pipe' : 'inherit',
    reject: false,
    buffer: false,
  });
  let stderr = '';
  // The program's own, as with a stream that is handed on.
  child.stderr?.pipe(process.stderr, { end: false });
  child.stderr?.on('data', (piece: Buffer) => {
    stderr = (stderr + piece.toString()).slice(-STDERR_KEPT);
  });
  const { exitCode, signal, code } = await child;
  return {
    ...(await notStarted(launch.path, { code, exitCode, stderr })),
    ...(exitCode !== undefined && { exitCode }),
    ...(signal !== undefined && { signal }),
    stderr,
  };
}

/** The exit code that a shell has of a program: 130 for one that was cancelled, and 128 and its number for a signal. */
export function shellCodeOf({ exitCode, signal }: Attached, cancelled?: AbortSignal): number {
  if (cancelled?.aborted) return ExitCode.cancelled;
  return exitCode ?? 128 + constants.signals[(signal ?? 'SIGKILL') as NodeJS.Signals];
}
