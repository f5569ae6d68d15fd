import type { Fix } from '../failure.js';
import type { System } from '../system/system.js';

/** What an engine was asked to do when it failed. */
export type Doing = 'answer' | 'build' | 'run' | 'push';

/** Whose output is read, as fixes name it. */
export interface Speaker {
  /** The program. */
  program: string;
  /** The command line that builds an image with it, without its end. */
  build: string;
  /** What allows a registry that speaks HTTP, for pulls as for pushes, given as `host:port`. */
  allowPlainHttp(registry: string): Fix;
}

/** A known error: how it shows in an engine's output, what it means, and what fixes it. */
export interface Symptom {
  /** Stable, for scripts and tests. */
  id: string;
  /** Only looked for while doing these; everywhere when missing. */
  when?: readonly Doing[];
  shows: RegExp;
  means: string;
  /** Set where it only says that a command of the build failed: the languages look for the cause. */
  step?: true;
  /** Set where it is an error of the engine, whose words a failed command of the build may print, too. */
  outsideSteps?: true;
  /** The system is the one that containers run on; `output` is what the error showed in; `registry` is what it is about. */
  fix(system: System, speaker: Speaker, output: string, registry?: string): Fix[];
}

/** How an engine fails. The first error that shows is the diagnosis, so the narrow ones come before the broad. */
export interface KnownErrors extends Speaker {
  /** The engine as reports call it. */
  title: string;
  /** The lines that install it. */
  install(system: System): Fix[];
  symptoms: readonly Symptom[];
}

/** The first known error that an engine's output shows, if any. */
export function diagnose({ symptoms }: KnownErrors, output: string, doing: Doing): Symptom | undefined {
  const inStep = STEP_FAILED.test(output);
  return symptoms.find(
    ({ when, shows, outsideSteps }) =>
      (when?.includes(doing) ?? true) && !(outsideSteps && inStep) && shows.test(output),
  );
}

/** How buildah and BuildKit say that a RUN failed: what a program in it printed is not theirs. */
export const STEP_FAILED: RegExp =
  /while running runtime: exit status \d+|building at STEP "RUN|did not complete successfully: exit code: \d+/;
