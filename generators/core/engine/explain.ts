import { Cancelled, ExitCode, Failure } from '../failure.js';
import { type Finished, lastLines } from '../host/process.js';
import { type Doing, diagnose, type Program } from '../host/symptoms.js';
import type { System } from '../host/system.js';

/** Asking for the version takes 0.1 s locally, and seconds through a machine that is waking up. */
export const ANSWER_LIMIT = 30_000;
/** A greeting takes 0.3 s. A program that runs for a minute is waiting for something. */
export const RUN_LIMIT = 60_000;

/** What to do about a fault that is not known. */
export const ASK_DOCTOR =
  'npx create-wasm-oci doctor   checks everything that building and running needs, and says what mends it';

/** The person stopped the run: engines work when the files are written, and touch none of them. */
export function cancelled(): Cancelled {
  return new Cancelled('The files are kept.');
}

/** Turns a failed call into what a person needs: the known fault if there is one, the last lines in any case. */
export function explain(
  program: Program,
  { exitCode, signal: killedBy, stdout, stderr }: Pick<Finished, 'exitCode' | 'signal' | 'stdout' | 'stderr'>,
  doing: Doing,
  system: System,
  signal?: AbortSignal,
): Failure {
  if (signal?.aborted) return cancelled();
  const output = `${stdout}${stderr}`;
  const last = lastLines(output);
  // 137 is how a shell or sudo in between reports SIGKILL.
  const killer = killedBy ?? (exitCode === 137 ? 'SIGKILL' : undefined);
  if (killer !== undefined) {
    return new Failure(`${program} was ended by ${killer} while it was to ${doing}.`, {
      exitCode: ExitCode.notBuilt,
      fix: ['Look for what ended it (out of memory?), then run the same command again.'],
      output: last,
    });
  }
  const symptom = diagnose(output, doing);
  return new Failure(symptom?.means ?? `${program} failed to ${doing} (exit code ${exitCode}).`, {
    exitCode: ExitCode.notBuilt,
    fix: symptom?.fix(system, program, output) ?? [ASK_DOCTOR],
    output: last,
  });
}

/** An image that was built, but is nothing that can be read back. */
export function uncheckable(image: string, why: Error): Failure {
  return new Failure(`The image ${image} cannot be checked: ${why.message}.`, {
    exitCode: ExitCode.notBuilt,
    fix: ['End the Containerfile in FROM scratch with one COPY of the module.'],
  });
}

/** A program that was still running at the limit. */
export function endless(): Failure {
  return new Failure(`The program had not ended after ${RUN_LIMIT / 1000} seconds and was stopped.`, {
    exitCode: ExitCode.notBuilt,
    fix: ['Build without running it: --no-run'],
  });
}
