import { Cancelled, ExitCode, Failure, type Fix } from '../failure.js';
import { languages } from '../languages/languages.js';
import { type Finished, lastLines } from '../system/process.js';
import { killedFailure, neverRan, type StartError } from '../system/process-failure.js';
import { registryOf } from '../system/registry.js';
import type { System } from '../system/system.js';
import type { RunResult } from './engine.js';
import { type Doing, diagnose, type KnownErrors, type Symptom } from './known-errors.js';

/** Asking for the version takes 0.1 s locally, and seconds through a machine that is waking up. */
export const ANSWER_LIMIT = 30_000;
/** A greeting takes 0.3 s. A program that runs for a minute is waiting for something. */
export const RUN_LIMIT = 60_000;
/** Characters kept of what a program prints while it is tried: far above a greeting, far below memory. */
export const RUN_MOST = 10_000_000;

/** What to do about an error that is not known. */
export const ASK_DOCTOR: Fix = {
  command: 'npx create-wasm-oci doctor',
  text: 'checks everything that building and running needs, and shows how to fix it',
};

/** What to do where an image is built, and cannot be run. */
export const SKIP_RUN: Fix = { text: 'Build without running it: --no-run' };

/** The user stopped the run: engines work when the files are written, and touch none of them. */
export function cancelled(): Cancelled {
  return new Cancelled('The files are kept.');
}

/** What an engine was killed at. */
const DURING = { answer: 'its first answer', build: 'the build', run: 'the run', push: 'the push' } as const;

/**
 * Turns a failed call into what a user needs: the known error if there is one, the last lines in any case.
 *
 * @param image the image that was pushed: its registry is named in the fixes
 */
export function explain(
  errors: KnownErrors,
  ended: Pick<Finished, 'exitCode' | 'signal' | 'stdout' | 'stderr'> & Partial<StartError>,
  doing: Doing,
  system: System,
  signal?: AbortSignal,
  image?: string,
): Failure {
  if (signal?.aborted) return cancelled();
  const { program } = errors;
  const fault = neverRan(program, ended);
  if (fault) return fault;
  const { exitCode, stdout, stderr } = ended;
  const output = `${stdout}${stderr}`;
  const last = lastLines(output);
  const killed = killedFailure(program, ended, last, DURING[doing]);
  if (killed) return killed;
  const symptom = diagnose(errors, output, doing);
  return new Failure(symptom?.means ?? `${program} failed to ${doing} (exit code ${exitCode}).`, {
    exitCode: ExitCode.notBuilt,
    fix: symptom ? symptom.fix(system, errors, output, registryOf(output, image)) : [ASK_DOCTOR],
    output: last,
    known: symptom?.id,
    transcript: doing === 'build' && isOfStep(symptom) ? output : undefined,
  });
}

/** Whether an error is none of the engine's: a command of the build failed, and its output has the cause. */
function isOfStep(symptom: Symptom | undefined): boolean {
  return symptom === undefined || symptom.step === true || languages.some(({ symptoms }) => symptoms.includes(symptom));
}

/** An engine that is not on this machine. */
export function notInstalled({ title, install }: KnownErrors, system: System): Failure {
  return new Failure(`${title} is not installed, or not on PATH.`, {
    exitCode: ExitCode.notBuilt,
    fix: install(system),
  });
}

/** An image that was built, but is nothing that can be read back. */
export function uncheckable(image: string, why: Error): Failure {
  return new Failure(`The image ${image} cannot be checked: ${why.message}.`, {
    exitCode: ExitCode.notBuilt,
    fix: [{ text: 'End the Containerfile in FROM scratch with one COPY of the module.' }],
  });
}

/** The image is good and the engine works, but the program in it did not end well. */
export class ProgramFailure extends Failure {
  /** What it had printed by then. */
  readonly printed: RunResult;

  constructor(message: string, { stdout, stderr, seconds }: RunResult) {
    super(message, {
      exitCode: ExitCode.notBuilt,
      fix: [SKIP_RUN],
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

/** A program that a trap ended: it has no exit code. */
export function trapped(ran: RunResult, why = ''): ProgramFailure {
  return new ProgramFailure(`The program ended in a trap (an abort, a panic)${why && `: ${why}`}.`, ran);
}

/** What is said of a program's exit code, where the runtime tells it and it is not 0. */
export function exitCodeNote({ exitCode }: RunResult): string | undefined {
  if (!exitCode) return undefined;
  // Measured with crun 1.21 and WasmEdge 0.14.1: its handler ends in success whatever the program returned; only a trap gives 1.
  return `it ended with exit code ${exitCode}; crun with WasmEdge loses exit codes, and reports 0`;
}

/** What a program printed and how it ended, of a process that ended with the program's own exit code. */
export function endOf({ stdout, stderr, seconds, exitCode }: Finished): RunResult {
  return { stdout, stderr, seconds, ...(exitCode !== undefined && { exitCode }) };
}

/** How WasmEdge, wasmtime and wasmer, in crun or beside it, say that a trap ended a program. */
const TRAP = /could not get wasmedge result|execution failed: |wasm trap|RuntimeError: |wasm backtrace/i;

/**
 * What `run` of a container engine came to.
 *
 * @param system asks for the system that containers run on, where the engine failed
 * @throws Failure when the engine did not run it, or a trap ended the program
 */
export async function ranOrFailed(
  errors: KnownErrors,
  ran: Finished,
  system: () => Promise<System>,
  signal?: AbortSignal,
): Promise<RunResult> {
  const { exitCode = 125, stdout, stderr, seconds } = ran;
  // Of 0 nothing is known: crun ends so whatever the program returned.
  if (exitCode === 0) return { stdout, stderr, seconds };
  // 125 to 127 are the engines' own, and so is whatever shows a known error.
  if (signal?.aborted || exitCode >= 125 || diagnose(errors, `${stdout}${stderr}`, 'run')) {
    throw explain(errors, ran, 'run', await system(), signal);
  }
  if (TRAP.test(`${stdout}${stderr}`)) throw trapped(ran);
  return endOf(ran);
}
