// npm puts one version of a package into several folders where another version has its place at the top: ten copies of
// @inquirer/core, 70 kB.
import { manifestIn, packageOf } from './package-of.mjs';

/** A plugin that bundles one copy of each version of a package. */
export function oneCopy() {
  const copies = new Map();
  const folders = new Map();
  /** The folder of the copy that is bundled. */
  const bundled = (folder) => {
    if (!folders.has(folder)) {
      const { name, version } = manifestIn(folder);
      const id = `${name}@${version}`;
      if (!copies.has(id)) copies.set(id, folder);
      folders.set(folder, copies.get(id));
    }
    return folders.get(folder);
  };
  return {
    name: 'one-copy',
    async resolveId(name, importer, options) {
      if (!importer) return undefined;
      const found = await this.resolve(name, importer, { ...options, skipSelf: true });
      const folder = found && !found.external && packageOf(found.id);
      return folder ? { ...found, id: bundled(folder) + found.id.slice(folder.length) } : found;
    },
  };
}
