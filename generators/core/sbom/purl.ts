import { PackageURL } from 'packageurl-js';
import type { ModulePackage } from './inventory.js';

/** The package URL of a package; undefined for one that only the project's folder has. */
export function purlText({ type, name, version, origin, repository }: ModulePackage): string | undefined {
  if (origin === 'local') return undefined;
  const slash = type === 'golang' ? name.lastIndexOf('/') : -1;
  const namespace = slash > 0 ? name.slice(0, slash) : undefined;
  const qualifiers = repository === undefined ? undefined : { vcs_url: repository };
  return new PackageURL(type, namespace, name.slice(slash + 1), version, qualifiers, undefined).toString();
}
