import type { System } from '../system/system.js';

/** What an engine was asked to do when it failed. */
export type Doing = 'answer' | 'build' | 'run' | 'push';

/** Whose output is read. */
export type Program = 'podman' | 'docker';

/** A known fault: how it shows in an engine's output, what it means, and what mends it. */
export interface Symptom {
  /** Stable, for scripts and tests. */
  id: string;
  /** Only looked for while doing these; everywhere when left out. */
  when?: readonly Doing[];
  shows: RegExp;
  means: string;
  /** The system is the one that containers run on; `output` is what the fault showed in; `registry` is what it is about. */
  fix(system: System, program: Program, output: string, registry?: string): string[];
}
