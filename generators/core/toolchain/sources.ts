import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { c } from '../languages/c.js';
import { linksToFile } from '../links-to-file.js';

/** A C project's files, relative to its directory, with `/` between folders. */
export interface Sources {
  /** What is compiled: exactly the Makefile's `$(wildcard src/*.c)`, in its order. */
  sources: string[];
  /** What those may include: every other file below src, and headers wherever they are. */
  headers: string[];
}

/** A folder of a library may hold anything, but what is included from it is named like this. */
const INCLUDED = /\.(?:c|h|inc|def)$/;

/** Finds the files of a C project. `chosen` names what is compiled of an existing one. */
export async function sourcesOf(directory: string, chosen?: readonly string[]): Promise<Sources> {
  const files = await filesBelow(directory, '');
  const sources = chosen ? [...chosen] : files.filter((path) => /^src\/[^/.][^/]*\.c$/.test(path)).sort();
  const headers = files.filter((path) => !sources.includes(path) && (path.startsWith('src/') || INCLUDED.test(path)));
  return { sources, headers };
}

async function filesBelow(directory: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(directory, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter(({ name }) => !passedOver(name))
      .map(async (entry) => {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) return filesBelow(directory, path);
        // A link to a file is read as the file; one to a folder could lead round in a circle.
        const isFile = entry.isFile() || (entry.isSymbolicLink() && (await linksToFile(join(directory, path))));
        return isFile ? [path] : [];
      }),
  );
  return found.flat();
}

/** Hidden folders, other tools' folders and what builds leave behind hold no sources, but many files. */
function passedOver(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules' || c.leavings.some((leaving) => leaving === name);
}
