import type { FailedBuild } from '../../causes/cause.js';
import { needsReader } from '../detect/needs.js';
import { C, CPP } from '../dialect.js';
import type { CPlan } from '../plan.js';

/** What ends a port whatever else is fixed, the gravest first. */
const GRAVEST = ['processes', 'setjmp', 'threads', 'sockets'];

/**
 * A sentence on what the sources use besides that WASI cannot do either: who fixes the first would meet it next. Empty
 * where there is nothing graver.
 *
 * @param impossible what the build stopped at
 */
export function alsoImpossible(
  { files, compiler }: FailedBuild<CPlan>,
  impossible: { id: string } | undefined,
): string {
  if (impossible === undefined) return '';
  const rank = GRAVEST.indexOf(impossible.id);
  const graver = rank === -1 ? GRAVEST : GRAVEST.slice(0, rank);
  const uses = needsReader(files, {}, compiler === 'cpp' ? CPP : C).needsOf().impossible;
  const [worst] = graver.flatMap((id) => uses.filter((use) => use.id === id));
  return worst ? ` ${worst.places[0]} uses ${worst.what} (${worst.names[0]}), too: ${worst.why}.` : '';
}
