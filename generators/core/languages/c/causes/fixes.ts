import type { Fix } from '../../../failure.js';
import { quoted } from '../../../system/shell.js';
import type { FailedBuild } from '../../causes/cause.js';
import type { CPlan } from '../plan.js';

/** For code of the project that asks for what is not there. */
export const GUARD: Fix = { text: 'Put the code behind #ifndef __wasi__, where the program does without it.' };

/** `--cflags` with what the build has already. */
export function cflags(plan: CPlan | undefined, more: readonly string[]): string {
  const words = [...(plan?.cflags ?? []), ...more].map((word) =>
    /^[\w./:=,+@-]+$/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`,
  );
  return `--cflags ${quoted(words.join(' '))}`;
}

/** The line that has the builder stage define functions which return an error or 0, besides those that it defines already. */
export function stubs({ again, plan }: FailedBuild<CPlan>, names: readonly string[]): Fix[] {
  if (!plan || names.length === 0) return [];
  const all = [...new Set([...(plan.stubs?.functions ?? []), ...names])];
  return [again(`--stubs ${all.join(',')}`, 'defines what the program may do without')];
}
