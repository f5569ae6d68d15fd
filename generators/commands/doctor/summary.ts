import { compilesOnHost, engineInfo, firstChoice } from '../../core/engines/engines.js';
import { compilers } from '../../core/languages/languages.js';
import { fixLine } from '../../core/terminal/shown-fix.js';
import type { CheckResult, Examination } from './examine.js';

/** One sentence: what works here, and what to do first. */
export function summaryOf({ ok, engines, results }: Examination): string {
  const todo = firstToDo(results);
  if (!ok)
    return `Building and running does not work here yet; do this first: ${firstFix(todo) ?? 'see the problems above'}`;
  const working = engines.filter(({ works }) => works).map(({ id }) => id);
  const named: string[] = working.filter((id) => !compilesOnHost(id)).map(titleOf);
  if (working.some(compilesOnHost)) {
    named.push(`${named.length > 0 ? 'also ' : ''}without a container engine (${compiledHere(results)})`);
  }
  const works = `Building and running works with ${listOfNames(named)}`.replace('with without', 'without');
  const hasContainers = working.some((id) => !compilesOnHost(id));
  const wanted = todo?.state === 'problem' || (todo && !hasContainers);
  if (!wanted) return `${works}; nothing to do.`;
  const purpose = hasContainers ? `to use ${titleOf(todo.part)}, too,` : `for ${titleOf(todo.part)},`;
  return `${works}; ${purpose} do this first: ${firstFix(todo)}`;
}

function firstFix(todo: CheckResult | undefined): string | undefined {
  const [first] = todo?.fix ?? [];
  return first && fixLine(first);
}

/** The first check with something to fix: problems before what is only not installed. */
export function firstToDo(results: readonly CheckResult[]): CheckResult | undefined {
  const mendable = results.filter(({ fix }) => fix.length > 0);
  return (
    mendable.find(({ state }) => state === 'problem') ??
    mendable.find(({ id, state }) => id === firstChoice.id && state === 'skipped')
  );
}

function titleOf(id: string): string {
  return engineInfo(id)?.title ?? id;
}

/** The languages that a compiler of this machine serves. */
function compiledHere(results: readonly CheckResult[]): string {
  const works = ({ state }: CheckResult) => state === 'ok' || state === 'warning';
  const ready = new Set(results.filter(works).map(({ id }) => id));
  return listOfNames(compilers.filter(({ id }) => ready.has(`toolchain-${id}`)).map(({ title }) => title));
}

function listOfNames(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
