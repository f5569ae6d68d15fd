import type { Engine, Ran, Target } from '../engines/engine.js';
import { exitCodeNote, ProgramFailure } from '../engines/explain.js';

/** How long a program that is not ours is tried: a tool has said its usage by then, a server would run for ever. */
export const TRY_LIMIT = 10_000;

/**
 * Runs a user's own program once, without arguments and without input, and notes how it ended. It may want
 * arguments, wait for input or serve: none of that is an error of its image, so it fails nothing.
 *
 * @throws Failure when the engine cannot run it
 */
export async function tryImage(engine: Engine, target: Target, signal?: AbortSignal): Promise<Ran> {
  try {
    const ran = await engine.run(target, signal, TRY_LIMIT);
    const silent = `${ran.stdout}${ran.stderr}` === '';
    const code = exitCodeNote(ran);
    if (code) return { ...ran, note: `${code}. It was given no arguments and no input.` };
    return { ...ran, ...(silent && { note: 'it ended and printed nothing, given no arguments and no input' }) };
  } catch (error) {
    if (!(error instanceof ProgramFailure)) throw error;
    return { ...error.printed, note: `${error.message} It was given no arguments and no input.` };
  }
}
