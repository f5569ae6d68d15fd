import { copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { bundleFile } from '../../scripts/bundle/bundle.mjs';

const root = resolve(import.meta.dirname, '../..');

/**
 * Bundles a module of the program into a folder, for a process of its own. The program finds its package.json above its
 * own code, so that goes along. Returns the bundle's path.
 *
 * @param source the module, relative to the repository: `generators/core/files/lock.ts`
 */
export async function bundleInto(folder: string, source: string, name: string): Promise<string> {
  const bundle = join(folder, name);
  await bundleFile(root, source, bundle);
  await copyFile(join(root, 'package.json'), join(folder, 'package.json'));
  return bundle;
}
