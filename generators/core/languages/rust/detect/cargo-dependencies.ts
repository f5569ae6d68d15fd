import { isTable, type Table, tableOf, textsOf } from '../../detect/broken.js';
import type { Manifest } from './cargo-manifest.js';
import { meansWasip1 } from './cargo-target.js';

/** Which features of a package are on: undefined for all that it has. */
export type Features = { asked: readonly string[]; defaults: boolean } | undefined;

/**
 * The packages that a package's own manifest takes for a build of its program for wasm32-wasip1, by the name that
 * Cargo.lock has: no tests' dependencies, none of other targets, and of the optional ones those that a feature switches on.
 *
 * @param root the manifest of its workspace, from which it may inherit
 */
export function usedDependencies({ table }: Manifest, root: Manifest, features: Features): Set<string> {
  const targets = Object.entries(tableOf(table, 'target')).filter(([key]) => meansWasip1(key));
  const holders = [table, ...targets.map(([, target]) => target).filter(isTable)];
  const entries = holders.flatMap((holder) =>
    ['dependencies', 'build-dependencies'].flatMap((key) => Object.entries(tableOf(holder, key))),
  );
  const shared = tableOf(tableOf(root.table, 'workspace'), 'dependencies');
  const on = features && switchedOn(table, features);
  return new Set(
    entries
      .filter(([name, value]) => !on || !isTable(value) || value.optional !== true || on.has(name))
      .map(([name, value]) => realName(name, isTable(value) && value.workspace === true ? shared[name] : value)),
  );
}

/** A dependency may be renamed: `package` is its own name. */
function realName(name: string, value: unknown): string {
  return isTable(value) && typeof value.package === 'string' ? value.package : name;
}

/** The optional dependencies that features switch on. Source: the Cargo Book, Features. */
function switchedOn(table: Table, { asked, defaults }: Exclude<Features, undefined>): Set<string> {
  const features = tableOf(table, 'features');
  const waiting = [...(defaults ? ['default'] : []), ...asked];
  const seen = new Set<string>();
  const on = new Set<string>();
  for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
    if (seen.has(entry)) continue;
    seen.add(entry);
    // `name?/feature` switches a feature of the dependency on where something else brings the dependency.
    if (entry.includes('?/')) continue;
    const [name = ''] = entry.replace(/^dep:/, '').split('/');
    if (!entry.startsWith('dep:') && !entry.includes('/') && features[name] !== undefined) {
      waiting.push(...textsOf(features[name]));
    } else on.add(name);
  }
  return on;
}
