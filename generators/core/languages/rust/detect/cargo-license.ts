import { isTable, type Table, tableOf } from '../../detect/broken.js';
import { placeOf } from '../../detect/project-files.js';
import type { ManifestLicense } from '../../detect/recognised.js';
import type { Manifest } from './cargo-manifest.js';

/**
 * The licence of a Cargo package; undefined where its manifest says nothing.
 *
 * @param root the workspace's own manifest, from which a member may inherit
 */
export function cargoLicense({ path, text, table }: Manifest, root: Manifest): ManifestLicense | undefined {
  const owner = tableOf(table, 'package');
  const expression = licenseText(owner, 'license', root.table);
  const file = licenseText(owner, 'license-file', root.table);
  if (expression === undefined && file === undefined) return undefined;
  const place = placeOf(path, text, /^[ \t]*license(?:-file)?(?:\.workspace)?\s*=/m);
  // "/" between licences is what Cargo took before SPDX expressions. Source: the Cargo Book, The Manifest Format.
  return { ...(expression !== undefined && { expression: expression.replaceAll('/', ' OR ') }), place };
}

function licenseText(owner: Table, key: string, root: Table): string | undefined {
  const own = owner[key];
  if (typeof own === 'string') return own;
  const inherited = tableOf(tableOf(root, 'workspace'), 'package')[key];
  return isTable(own) && own.workspace === true && typeof inherited === 'string' ? inherited : undefined;
}
