import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fastestFirst } from '../dev/fastest-first.js';
import type { Engine, RunResult, Target } from '../engines/engine.js';
import { engines } from '../engines/engines.js';
import { ProgramFailure } from '../engines/explain.js';
import { type Choosable, selectEngine } from '../engines/select.js';
import { ExitCode, Failure } from '../failure.js';
import { compilerOf } from '../languages/languages.js';
import { listenForInterrupt } from '../terminal/interrupt.js';
import { writeText } from '../terminal/output.js';
import { printableLines } from '../terminal/printable.js';
import type { Progress } from '../terminal/progress.js';
import type { BuildRequest } from './build-request.js';
import type { Streams } from './present.js';
import { noneWorks } from './run-attached.js';

/** Tests may take a while; one that hangs is to end. */
const TEST_LIMIT = 30 * 60_000;

/** The stage of a Containerfile whose image is the tests. */
export const TEST_STAGE = 'test';

/** The tests to run, and where. */
export interface TestRun {
  request: BuildRequest;
  /** For the tests' own program: which of them, how. */
  args: readonly string[];
  /** What the tests report where the runtime loses the exit code. */
  fails: RegExp | undefined;
}

/**
 * Runs the tests of a project as WebAssembly: by a compiler of this machine under Node's WASI, else as the image of the
 * Containerfile's stage `test`.
 *
 * @param from the engines to choose from
 * @returns the exit code: the tests' own, or 1 where the runtime loses it and a test fails
 * @throws Failure when they cannot be built or run
 */
export async function testProject(
  { request, args, fails }: TestRun,
  progress: Progress,
  { stdout, stderr }: Streams,
  from: readonly Choosable[] = engines,
): Promise<number> {
  const { target, engine: choice, required, engineFrom: why } = request;
  const interrupt = listenForInterrupt();
  const { signal } = interrupt;
  try {
    const wanted = { toRun: true, allowed: required?.engines, why, signal, from: fastestFirst(from) };
    const { engine, ...selected } = await selectEngine(choice, target, wanted);
    if (!engine) throw noneWorks('reasons' in selected ? selected.reasons : []);
    const found = 'found' in selected ? selected.found : undefined;
    if (engine.test) return await engine.test(target, { args, found, signal, onNote: (text) => progress.note(text) });
    if (args.length > 0) throw noArguments(args);
    const ran = await inImage(engine, target, progress, signal);
    writeText(stdout, printableLines(ran.stdout));
    writeText(stderr, printableLines(ran.stderr));
    if (ran.trapped || ran.exitCode) return ran.exitCode ?? ExitCode.wrongInput;
    return fails?.test(ran.stdout) ? ExitCode.wrongInput : ExitCode.done;
  } finally {
    interrupt.stop();
  }
}

/** Builds the image of the tests, under a name of its own, and runs it. A failed test may end in a trap. */
async function inImage(
  engine: Engine,
  target: Target,
  progress: Progress,
  signal: AbortSignal,
): Promise<RunResult & { trapped?: true }> {
  const text = await readFile(join(target.directory, 'Containerfile'), 'utf8');
  if (!/^FROM\s.*\sAS\s+test\s*$/im.test(text)) throw noStage(target);
  const image = target.image.replace(/(:[^:/]*)?$/, (tag) => `-test${tag}`);
  const what = `Building the tests of ${target.image} with ${engine.id}`;
  progress.begin(what);
  try {
    await engine.build({ ...target, image }, { stage: TEST_STAGE, signal, onLine: (line) => progress.line(line) });
    progress.end(what);
  } catch (error) {
    progress.end(what, false);
    throw error;
  }
  try {
    return await engine.run({ ...target, image }, signal, TEST_LIMIT);
  } catch (error) {
    if (error instanceof ProgramFailure) return { ...error.printed, trapped: true };
    throw error;
  }
}

function noArguments(args: readonly string[]): Failure {
  return new Failure(`Tests in an image take no arguments: ${args.join(' ')}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Omit what is behind --, or test with a compiler of this machine: --engine embedded' }],
  });
}

function noStage({ language, directory }: Target): Failure {
  const { test } = compilerOf(language).readme;
  return new Failure(
    `The Containerfile in ${directory} has no stage "${TEST_STAGE}", whose image would be the tests.`,
    {
      exitCode: ExitCode.wrongInput,
      fix: [{ command: test, text: 'tests the project on this machine' }],
    },
  );
}
