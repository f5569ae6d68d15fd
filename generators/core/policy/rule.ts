import type { Fix } from '../failure.js';
import type { ImageReport } from '../oci/oci.js';

/** How an image breaks a rule: what is wrong with it, and what to do. */
export interface Problem {
  message: string;
  fix: Fix;
}

/** What a wasi/wasm image must be, in one respect. */
export interface Rule {
  /** Stable, for scripts: `inspect --json` prints it. Rules about the same thing have the same. */
  id: RuleId;
  /** What becomes of an image that was just built and breaks it: it is refused, or reported with a remark. */
  build: 'refuse' | 'remark' | 'ignore';
  /** What inspect makes of it: the image does not run everywhere, or could be better. */
  inspect: 'hinder' | 'advise' | 'ignore';
  /** Whether the engine's cache may have given such an image: it is then built again without the cache. */
  cached?: true;
  check(image: ImageReport): Problem | undefined;
}

/** What a rule is about. */
export type RuleId =
  | 'diff-ids'
  | 'entrypoint'
  | 'files'
  | 'healthcheck'
  | 'hollow'
  | 'imports'
  | 'labels'
  | 'layers'
  | 'module'
  | 'platform'
  | 'start'
  | 'stop-signal'
  | 'variant'
  | 'working-directory';

/** A rule that an image breaks. */
export interface Violation extends Problem {
  rule: Rule;
}

/** The first few of a list, and a sign that there are more. */
export function listed(names: readonly (string | number)[]): string {
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`;
}
