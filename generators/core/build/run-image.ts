import type { Engine, Ran, Target } from '../engines/engine.js';
import { exitCodeNote } from '../engines/explain.js';
import { diagnose } from '../engines/known-errors.js';
import { ExitCode, Failure } from '../failure.js';
import { lastLines } from '../system/process.js';
import { thisSystem } from '../system/system.js';

/**
 * Runs an image and compares what it prints. The output is the proof with every engine: crun's WasmEdge handler ends in
 * success whatever the program returned, so an exit code that another runtime reports is a note, and no failure.
 *
 * @param expected what it must print, to the letter; undefined when the program is not ours to know
 * @throws Failure when it cannot be run, or prints something else
 */
export async function runImage(
  engine: Engine,
  target: Target,
  expected: string | undefined,
  signal?: AbortSignal,
): Promise<Ran> {
  const result = await engine.run(target, signal);
  if (expected !== undefined && result.stdout !== expected) {
    const known = diagnose(engine.errors, result.stdout, 'run');
    throw new Failure(known?.means ?? `${target.image} ran, but printed something other than its greeting.`, {
      exitCode: ExitCode.notBuilt,
      fix: known?.fix(await thisSystem(), engine.errors, result.stdout) ?? [{ command: engine.commands(target).run }],
      output: result.stdout === '' ? ['(it printed nothing)'] : lastLines(result.stdout),
    });
  }
  const note = exitCodeNote(result);
  return { ...result, ...(note !== undefined && { note }) };
}
