import { parse } from 'node:path';
import { Cancelled, ExitCode, Failure, type Fix } from '../failure.js';
import { type Finished, lastLines } from '../system/process.js';
import { killedFailure, neverRan } from '../system/process-failure.js';

/** Compilers work when the files are written, and touch none of them. */
export const KEPT = 'The files are kept.';
/** A compiler prints its version in 0.1 s; a probe that takes this long hangs. */
export const PROBE_LIMIT = 20_000;

/**
 * How a compiler is asked what it is. At the root of the disk, where no project is: in a folder of a project, rustup
 * runs the cargo of the folder that rust-toolchain.toml names (https://rust-lang.github.io/rustup/overrides.html), and
 * go.mod has a say in which Go runs. In a folder for temporary files, these may be another user's.
 */
export const PROBE: { readonly timeout: number; readonly cwd: string } = {
  timeout: PROBE_LIMIT,
  cwd: parse(process.execPath).root,
};

/** Turns a program that did not end well into what a person needs: what ended it, and its last lines. */
export function failed(
  ended: Finished,
  { what, fix = [], signal }: { what: string; fix?: readonly Fix[]; signal?: AbortSignal | undefined },
): Failure {
  if (signal?.aborted) return new Cancelled(KEPT);
  const fault = neverRan(what, ended);
  if (fault) return fault;
  const { exitCode, stdout, stderr } = ended;
  const output = lastLines(`${stdout}${stderr}`);
  const killed = killedFailure(what, ended, output);
  if (killed) return killed;
  return new Failure(`${what} failed (exit code ${exitCode ?? 'none'}).`, {
    exitCode: ExitCode.notBuilt,
    fix,
    output,
    // Where there is a fix, the cause is known.
    transcript: fix.length === 0 ? `${stdout}${stderr}` : undefined,
  });
}

/** The failure for a compiler that is not here, or not usable. */
export function missing(message: string, fix: Fix[]): Failure {
  return new Failure(message, { exitCode: ExitCode.notBuilt, fix });
}
