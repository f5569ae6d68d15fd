import type { Fix } from '../../failure.js';
import type { BuildPlan } from '../build-plan.js';
import type { ProjectFiles } from '../detect/project-files.js';

/** A build in which a command of its own failed: a compiler, or what started it. */
export interface FailedBuild<Plan extends BuildPlan = BuildPlan> {
  /** What it printed, a line a line of the command: without colors, and without what BuildKit puts in front. */
  output: string;
  files: ProjectFiles;
  /** How the program of an existing project is built; undefined for a project that this tool wrote. */
  plan?: Plan | undefined;
  /** What compiles it, as `--language` names it. */
  compiler: string;
  /** Does the same again with further flags of `containerfile`, or none, for an existing project. */
  again(flags: string, text?: string): Fix;
  /** What brings a newer version of a tool, or another one: another builder image, or what is installed here. */
  tool(what: string): Fix[];
  /** Where the tools are, for a sentence: `the builder image NAME`, or `this machine`. */
  place: string;
}

/** Why a build failed. */
export interface Cause {
  /** Stable, for scripts and tests. */
  id: string;
  /** What is wrong and where: a sentence each. */
  message: string;
  fix: readonly Fix[];
}

/** Finds one kind of cause in a failed build. */
export type CauseReader<Plan extends BuildPlan = BuildPlan> = (failed: FailedBuild<Plan>) => Cause | undefined;

/** What the first of some readers finds: the narrow ones come before the broad. */
export function firstOf<Plan extends BuildPlan>(readers: readonly CauseReader<Plan>[]): CauseReader<Plan> {
  return (failed) => {
    for (const read of readers) {
      const cause = read(failed);
      if (cause) return cause;
    }
    return undefined;
  };
}

/** A few names of a list, for a sentence. */
export function few(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most);
  if (names.length > most) return `${shown.join(', ')} and ${names.length - most} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
