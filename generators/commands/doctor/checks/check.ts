import { ASK_DOCTOR } from '../../../core/engines/explain.js';
import type { Failure } from '../../../core/failure.js';
import type { Facts } from '../facts/facts.js';

/** What stands in the report: a check that was not made is `skipped`, and says why. */
export type State = 'ok' | 'warning' | 'problem' | 'skipped';

/**
 * What a check came to. `absent` is not in the report: what was looked for is not installed, and whether that is a
 * problem is known when every engine has been looked at.
 */
export interface Finding {
  state: State | 'absent';
  /** What is there, in one line. */
  found: string;
  /** Commands or sentences that mend it, the first thing first. */
  fix: readonly string[];
  /** The last lines of a program that failed for an unknown reason. */
  output?: readonly string[];
}

/** The parts of the report, in its order. */
export const parts = {
  podman: 'Podman',
  docker: 'Docker',
  embedded: 'No container engine (embedded)',
} as const;

/** One of them; each is also the name of an engine. */
export type Part = keyof typeof parts;

/** One thing to look at. Checks run side by side; what several of them need is asked once (facts/facts.ts). */
export interface Check {
  /** Stable, for scripts. */
  id: string;
  part: Part;
  /** Why it matters, in one sentence. */
  why: string;
  /** Never throws for what it finds. */
  look(facts: Facts): Promise<Finding>;
}

/** All is well. */
export function ok(found: string): Finding {
  return { state: 'ok', found, fix: [] };
}

/** It works, but there is something to know. */
export function warning(found: string, fix: readonly string[]): Finding {
  return { state: 'warning', found, fix };
}

/** It does not work. */
export function problem(found: string, fix: readonly string[]): Finding {
  return { state: 'problem', found, fix };
}

/** It was not looked at. */
export function skipped(why: string): Finding {
  return { state: 'skipped', found: why, fix: [] };
}

/** It is not installed. */
export function absent(found: string, fix: readonly string[]): Finding {
  return { state: 'absent', found, fix };
}

/** A failure of the engines, as a problem. Advice to ask this very doctor, or about the main job's flags, is left out. */
export function failed({ message, fix, output }: Failure): Finding {
  const own = fix.filter((line) => line !== ASK_DOCTOR && !line.includes('--no-run'));
  return { state: 'problem', found: message, fix: own, ...(own.length === 0 && { output }) };
}
