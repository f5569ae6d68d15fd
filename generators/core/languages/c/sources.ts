import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { linksToFile } from '../../files/links-to-file.js';
import type { Dialect } from './dialect.js';
import { c } from './language.js';

/** A project's files, relative to its directory, with `/` between folders. */
export interface Sources {
  /** What is compiled: exactly what the Makefile finds below src, in its order. */
  sources: string[];
  /** What those may include: every other file below src, and headers wherever they are. */
  headers: string[];
}

/** A folder of a library may hold anything, but what is included from it is named like this. */
const INCLUDED = /\.(?:c|cc|cpp|cxx|h|hh|hpp|hxx|ipp|inl|tpp|inc|def)$/;

/** Finds the files of a project. `chosen` names what is compiled of an existing one. */
export async function sourcesOf(directory: string, { own }: Dialect, chosen?: readonly string[]): Promise<Sources> {
  const files = await filesBelow(directory, '');
  const sources = chosen
    ? [...chosen]
    : files.filter((path) => path.startsWith('src/') && own.test(path)).sort(byBytes);
  const headers = files.filter((path) => !sources.includes(path) && (path.startsWith('src/') || INCLUDED.test(path)));
  return { sources, headers };
}

async function filesBelow(directory: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(directory, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter(({ name }) => !passedOver(name, folder))
      .map(async (entry) => {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) return filesBelow(directory, path);
        // A link to a file of the project is read as the file; one to a folder could lead round in a circle.
        const isFile =
          entry.isFile() || (entry.isSymbolicLink() && (await linksToFile(join(directory, path), directory)));
        return isFile ? [path] : [];
      }),
  );
  return found.flat();
}

/** Hidden files, other tools' folders and what builds leave behind are no sources, but many files. All else below src is. */
function passedOver(name: string, folder: string): boolean {
  if (name.startsWith('.')) return true;
  if (folder === 'src' || folder.startsWith('src/')) return false;
  return name === 'node_modules' || c.source.buildOutputs.some((path) => path === name);
}

/** As `LC_ALL=C sort` does. */
function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
