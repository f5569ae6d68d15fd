import { type ChildProcess, type ExecFileException, execFile } from 'node:child_process';
import type { Socket } from 'node:net';
import { isBatchFile } from '../../system/batch-file.js';
import { findProgram } from '../../system/find-program.js';
import type { Finished } from '../../system/process.js';
import { withFixedPath } from '../../system/search-path.js';

/** What Podman is asked before it is used. */
export const VERSION_ARGS = ['version', '--format', 'json'] as const;

let asked: { child: ChildProcess; answer: Promise<Finished> } | undefined;

/**
 * Asks Podman for its version before anybody waits for the answer, which takes 0.1 s, and longer from a podman machine:
 * meanwhile the rest of the program is loaded. So this is Node's own execFile, and no library that would be loaded
 * first. Where there is no Podman that can be started, the later question finds that out, too, and why.
 */
export function askPodmanEarly(): void {
  const { path, refused } = findProgram('podman');
  if (path === undefined || refused !== undefined || isBatchFile(path)) return;
  const started = performance.now();
  let answered: (answer: Finished) => void;
  const answer = new Promise<Finished>((resolve) => {
    answered = resolve;
  });
  const answeredBy = (error: ExecFileException | null, stdout: string, stderr: string) => {
    const exitCode = error ? error.code : 0;
    answered({
      ...(typeof exitCode === 'number' && { exitCode }),
      missing: false,
      timedOut: false,
      truncated: false,
      stdout,
      stderr,
      seconds: (performance.now() - started) / 1000,
    });
  };
  const child = start(path, answeredBy);
  if (child === undefined) return;
  asked = { child, answer };
  // A run that ends before it needs the answer does not wait for it, and leaves nothing behind.
  for (const handle of handlesOf(child)) handle.unref();
  process.once('exit', () => child.kill('SIGKILL'));
}

/** Undefined where the system refuses: some refusals Node throws (ETXTBSY), and the later question shows them. */
function start(path: string, answered: (error: ExecFileException | null, stdout: string, stderr: string) => void) {
  try {
    return execFile(path, VERSION_ARGS, { env: withFixedPath(process.env) }, answered);
  } catch {
    return undefined;
  }
}

/**
 * The answer to the early question, once: what is asked later is asked again. Undefined where nothing was asked, and
 * for a refusal, which may no longer hold: a machine that was not running may have been started since.
 *
 * @param timeout in milliseconds
 */
export async function earlyPodmanAnswer(timeout: number, signal?: AbortSignal): Promise<Finished | undefined> {
  if (!asked) return undefined;
  const { child, answer } = asked;
  asked = undefined;
  for (const handle of handlesOf(child)) handle.ref();
  let timedOut = false;
  const end = () => {
    child.kill('SIGKILL');
    // What it started itself may live on, and hold its output open.
    for (const stream of [child.stdout, child.stderr]) stream?.destroy();
  };
  const late = setTimeout(() => {
    timedOut = true;
    end();
  }, timeout);
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  const said = await answer;
  clearTimeout(late);
  signal?.removeEventListener('abort', end);
  return timedOut || said.exitCode === 0 ? { ...said, timedOut } : undefined;
}

function handlesOf(child: ChildProcess): { ref(): void; unref(): void }[] {
  return [child, child.stdout as Socket, child.stderr as Socket];
}
