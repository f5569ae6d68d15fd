import type { FailedBuild } from '../../causes/cause.js';
import { type Needs, needsReader } from '../detect/needs.js';
import { C, CPP } from '../dialect.js';
import type { CPlan } from '../plan.js';

/** What ends a port whatever else is fixed, the gravest first. */
const GRAVEST = ['processes', 'setjmp', 'threads', 'sockets'];

/** What all sources of a project need, those of its libraries, too. */
export function needsOfProject({ files, compiler, plan }: FailedBuild<CPlan>): Needs {
  const configuredBy = plan?.kind === 'autotools' ? 'configure' : undefined;
  return needsReader(files, {}, compiler === 'cpp' ? CPP : C, configuredBy).needsOf();
}

/**
 * A sentence on what the sources use besides that WASI cannot do either: who fixes the first would meet it next. Empty
 * where there is nothing graver.
 *
 * @param impossible what the build stopped at
 */
export function alsoImpossible(failed: FailedBuild<CPlan>, impossible: { id: string } | undefined): string {
  if (impossible === undefined) return '';
  const rank = GRAVEST.indexOf(impossible.id);
  const graver = rank === -1 ? GRAVEST : GRAVEST.slice(0, rank);
  const uses = needsOfProject(failed).impossible;
  const [worst] = graver.flatMap((id) => uses.filter((use) => use.id === id));
  return worst ? ` ${worst.places[0]} uses ${worst.what} (${worst.names[0]}), too: ${worst.why}.` : '';
}
