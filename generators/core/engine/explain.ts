import { Cancelled, ExitCode, Failure } from '../failure.js';
import { neverRan, type StartFault } from '../host/not-started.js';
import { type Finished, lastLines } from '../host/process.js';
import type { Doing, Program } from '../host/symptom.js';
import { diagnose } from '../host/symptoms.js';
import type { System } from '../host/system.js';
import type { RunResult } from './engine.js';

/** Asking for the version takes 0.1 s locally, and seconds through a machine that is waking up. */
export const ANSWER_LIMIT = 30_000;
/** A greeting takes 0.3 s. A program that runs for a minute is waiting for something. */
export const RUN_LIMIT = 60_000;
/** Characters kept of what a program prints while it is tried: far above a greeting, far below memory. */
export const RUN_MOST = 10_000_000;

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
  ended: Pick<Finished, 'exitCode' | 'signal' | 'stdout' | 'stderr'> & Partial<StartFault>,
  doing: Doing,
  system: System,
  signal?: AbortSignal,
): Failure {
  if (signal?.aborted) return cancelled();
  const fault = neverRan(program, ended);
  if (fault) return fault;
  const { exitCode, signal: killedBy, stdout, stderr } = ended;
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

/** The image is good and the engine works, but the program in it did not end well. */
export class ProgramFailure extends Failure {
  /** What it had printed by then. */
  readonly printed: RunResult;

  constructor(message: string, { stdout, stderr, seconds }: RunResult) {
    super(message, {
      exitCode: ExitCode.notBuilt,
      fix: ['Build without running it: --no-run'],
      output: `${stdout}${stderr}` === '' ? [] : lastLines(`${stdout}${stderr}`),
    });
    this.printed = { stdout, stderr, seconds };
  }
}

/** A program that was still running at the limit, given in milliseconds. */
export function endless(ran: RunResult, limit: number): ProgramFailure {
  return new ProgramFailure(`The program had not ended after ${limit / 1000} seconds and was stopped.`, ran);
}

/** A program that printed more than is kept of it. */
export function flooding(ran: RunResult): ProgramFailure {
  return new ProgramFailure('The program printed more than 10 MB and was stopped.', ran);
}

/** Why `podman run` or `docker run` ended badly: the engine's fault, or the program's own end. */
export function explainRun(program: Program, ran: Finished, system: System, signal?: AbortSignal): Failure {
  const failure = explain(program, ran, 'run', system, signal);
  // 125 to 127 are the engines' own, and so is whatever shows a known fault.
  const { exitCode = 125, stdout, stderr } = ran;
  if (signal?.aborted || exitCode >= 125 || diagnose(`${stdout}${stderr}`, 'run')) return failure;
  return new ProgramFailure(
    `The program ended with exit code ${exitCode}: under crun, a trap (an abort, a panic).`,
    ran,
  );
}
