import type { Executable } from './cmake-targets.js';

/** A program that a build runs: its word in the command, and where. */
export interface BuildRun {
  word: string;
  place: string;
}

/** The programs that `add_custom_command` runs to make a file. */
export function runsOf(command: string, args: readonly string[], place: string): BuildRun[] {
  if (command !== 'add_custom_command') return [];
  return args.flatMap((arg, index) => (arg === 'COMMAND' ? [{ word: args[index + 1] ?? '', place }] : []));
}

/** Whether it is the program of a target: by its name, as `$<TARGET_FILE:name>`, or by a path that ends in it. */
function isOf({ word }: BuildRun, { target, output }: Executable): boolean {
  return word === target || word === `$<TARGET_FILE:${target}>` || word.endsWith(`/${output}`);
}

/** Whether the build runs a program of its own, so that this is not what the project is for. */
export function isRun(executable: Executable, runs: readonly BuildRun[]): boolean {
  return runs.some((run) => isOf(run, executable));
}

/**
 * Those that are run by the name of their target: in a cross build CMake leaves it to the shell to find them, so that one for
 * the builder stage serves. Source: cmake-commands(7), add_custom_command, COMMAND.
 */
export function runNatively(runs: readonly BuildRun[], executables: readonly Executable[]): Executable[] {
  return executables.filter(({ target }) => runs.some(({ word }) => word === target));
}

/** For users: what runs, and why that stops the build where it does. */
export function describeRuns(
  runs: readonly BuildRun[],
  executables: readonly Executable[],
): { found: string[]; advice: string[] } {
  const native = runNatively(runs, executables);
  const own = runs.flatMap((run) => executables.filter((one) => isOf(run, one)).map((one) => ({ ...run, one })));
  const ofKind = (natively: boolean) => own.filter(({ one }) => native.includes(one) === natively);
  return {
    found: ofKind(true).map(
      ({ place, one: { target } }) => `${place} runs ${target}: it is compiled for the builder stage, too`,
    ),
    advice: ofKind(false).map(
      ({ place, one: { target } }) =>
        `${place} runs ${target}, a program of this project, by its path. It is compiled for WASI, and the builder stage cannot run it. The build stops there.`,
    ),
  };
}
