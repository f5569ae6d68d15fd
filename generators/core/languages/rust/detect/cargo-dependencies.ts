import { isTable, tableOf } from '../../detect/broken.js';
import { dependenciesFor, Features } from '../causes/features.js';
import type { CargoPlan } from '../plan.js';
import type { Manifest } from './cargo-manifest.js';

/**
 * The packages that a package's own manifest takes for a build of its program for wasm32-wasip1, by the name that
 * Cargo.lock has: no tests' dependencies, none of other targets, and of the optional ones those that a feature turns on.
 *
 * @param root the manifest of its workspace, from which it may inherit
 * @param plan which features are on; all that it has where omitted
 */
export function usedDependencies(
  { table }: Manifest,
  root: Manifest,
  plan?: Pick<CargoPlan, 'features' | 'defaultFeatures'>,
): Set<string> {
  const shared = tableOf(tableOf(root.table, 'workspace'), 'dependencies');
  const features = plan && new Features(table, plan);
  const used = dependenciesFor(table).filter((dependency) => !features || features.has(dependency));
  return new Set(
    used.map(({ key, package: name, inherited }) => {
      const there = inherited ? shared[key] : undefined;
      return isTable(there) && typeof there.package === 'string' ? there.package : name;
    }),
  );
}
