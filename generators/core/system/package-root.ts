import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of this package's own package.json, found upwards: this code stands at another depth
 * in the sources than in the bundle.
 */
export const packageRoot: string = (() => {
  const own = fileURLToPath(import.meta.url);
  let folder = dirname(own);
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error(`no package.json in a folder above ${own}`);
    folder = above;
  }
  return folder;
})();

const { version, engines } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
  version: string;
  engines: { node: string };
};

/** This package's version. */
export const packageVersion: string = version;

/** The versions of Node that it runs in, as a range. */
export const nodeRange: string = engines.node;

/** The folder of the programs that run in processes of their own, and of the compilers that are fetched. */
export const toolchainsFolder: string = join(packageRoot, 'toolchains');

/** A text with the documents that it names (`docs/reference/presets.md`) by their place in this package, where they can be read. */
export function withDocuments(text: string): string {
  return text.replace(/(?<![\w/.])docs\/[\w/-]+\.md\b/g, (name) => join(packageRoot, name));
}

/** The folder of the templates. */
export const templatesFolder: string = join(packageRoot, 'templates');
