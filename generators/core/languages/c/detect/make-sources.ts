import { buildablePaths, type ProjectFiles, reachable } from '../../detect/project-files.js';
import type { Dialect } from '../dialect.js';
import { ASIDE_FOLDERS } from './c-needs.js';
import { wordsOf } from './make-expand.js';
import type { Makefile, MakeRule } from './makefile.js';

/** What a linker takes. */
const LINKED = /\.(?:o|obj|lo|a)$/;

/**
 * The sources that a program is made of, as far as the rules say; undefined where something that is linked is made in a
 * way that is not seen.
 *
 * @param outputs the file and the target that makes it
 */
export function sourcesOfProgram(
  { rules, expanded }: Makefile,
  files: ProjectFiles,
  outputs: readonly string[],
  { source }: Dialect,
): string[] | undefined {
  const byTarget = new Map<string, MakeRule[]>();
  for (const rule of rules)
    for (const target of rule.targets)
      byTarget.set(withoutDot(target), [...(byTarget.get(withoutDot(target)) ?? []), rule]);
  const known = new Set(buildablePaths(files));
  const all = [...known].filter((path) => source.test(path));
  const sources = new Set<string>();
  const names = new Set(outputs.map(withoutDot));
  // A set that grows while it is walked through is walked through to its new end.
  for (const name of names) {
    const path = reachable(files, '', name);
    if (path !== undefined && known.has(path) && source.test(path)) {
      sources.add(path);
      continue;
    }
    const own = byTarget.get(name) ?? [];
    const before = names.size;
    for (const { needs, recipe } of own) {
      for (const need of needs) names.add(withoutDot(need));
      for (const word of wordsOf(recipe.map(expanded).join(' ')))
        if (LINKED.test(word) || source.test(word)) names.add(withoutDot(word));
    }
    if (LINKED.test(name) ? names.size > before : own.length > 0) continue;
    const made = sourcesFor(name, all, source);
    if (made.length === 0 && LINKED.test(name)) return undefined;
    for (const each of made) sources.add(each);
  }
  return sources.size > 0 ? [...sources] : undefined;
}

/** The source of an object, beside it or, where objects have a folder of their own, anywhere. */
function sourcesFor(name: string, all: readonly string[], source: RegExp): string[] {
  const stem = name.replace(LINKED, '');
  const beside = all.filter((path) => path.replace(source, '') === stem);
  if (beside.length > 0) return beside;
  if (!LINKED.test(name) || name.endsWith('.a')) return [];
  const base = stem.replace(/^.*\//, '');
  return all.filter((path) => path.replace(/^.*\//, '').replace(source, '') === base && !ASIDE_FOLDERS.test(path));
}

function withoutDot(name: string): string {
  return name.replace(/^(?:\.\/)+/, '');
}
