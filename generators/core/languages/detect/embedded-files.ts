import { dirname } from 'node:path/posix';
import { globPattern } from './glob.js';
import { literal, type ProjectFiles, placeOf, within } from './project-files.js';

/** A file that the compiler reads because a source or a Makefile names it. */
export interface EmbeddedFile {
  path: string;
  /** Where it is named: `main.go:8`. */
  place: string;
}

/**
 * The files that sources take into the program, or a Makefile into itself: `//go:embed`, `include_str!` and its kin,
 * `#include "…"`, `include …`. Names that a macro or a variable makes up are not followed.
 */
export function embeddedFiles(files: ProjectFiles): EmbeddedFile[] {
  const known = new Set(files.paths);
  return files.paths.flatMap((path) => {
    const reader = READERS.find(({ of }) => of.test(path));
    const text = reader && files.text(path);
    if (!reader || text === undefined) return [];
    return reader.names(text, files, path).flatMap(({ name, folder }) => {
      const named = within(folder, name);
      if (named === undefined) return [];
      const place = placeOf(path, text, new RegExp(literal(name)));
      const found = known.has(named) ? [named] : reader.globs ? matching(files, named) : [];
      return found.map((one) => ({ path: one, place }));
    });
  });
}

/** A name as it is written, and the folder that it is relative to. */
interface Name {
  name: string;
  folder: string;
}

interface LanguageReader {
  of: RegExp;
  /** Whether a name may be a pattern, or a folder that means all files in it. */
  globs: boolean;
  names(text: string, files: ProjectFiles, path: string): Name[];
}

const READERS: readonly LanguageReader[] = [
  {
    of: /\.go$/,
    globs: true,
    names: (text, _, path) => goNames(text).map((name) => ({ name, folder: folderOf(path) })),
  },
  { of: /\.rs$/, globs: false, names: rustNames },
  {
    of: /\.(?:c|h|cc|cpp|cxx|hpp)$/,
    globs: false,
    names: (text, _, path) =>
      [...text.matchAll(/^[ \t]*#[ \t]*(?:include|embed)[ \t]+"([^"\n]+)"/gm)].map(([, name = '']) => ({
        name,
        folder: folderOf(path),
      })),
  },
  {
    of: /(?:^|\/)(?:(?:GNU)?[Mm]akefile|[^/]+\.mk)$/,
    globs: true,
    // make reads what it includes relative to where it runs: the folder of the Makefile that was asked for.
    names: (text, _, path) =>
      [...text.matchAll(/^(?:-|s)?include[ \t]+([^#\n]+)/gm)]
        .flatMap(([, names = '']) => names.trim().split(/\s+/))
        .filter((name) => !name.includes('$'))
        .map((name) => ({ name, folder: folderOf(path) })),
  },
];

function goNames(text: string): string[] {
  return [...text.matchAll(/^\/\/go:embed[ \t]+(.+)$/gm)].flatMap(([, names = '']) => {
    const words = names.match(/"(?:[^"\\]|\\.)*"|`[^`]*`|\S+/g) ?? [];
    return words.map((word) => word.replace(/^["`]|["`]$/g, '').replace(/^all:/, ''));
  });
}

function rustNames(text: string, files: ProjectFiles, path: string): Name[] {
  const relative = [...text.matchAll(/\binclude(?:_str|_bytes)?!\s*[([{]\s*"([^"\n]+)"/g)];
  const absolute = [
    ...text.matchAll(
      /\binclude(?:_str|_bytes)?!\s*[([{]\s*concat!\s*[([{]\s*env!\s*[([{]\s*"CARGO_MANIFEST_DIR"\s*[)\]}]\s*,\s*"\/([^"\n]+)"/g,
    ),
  ];
  return [
    ...relative.map(([, name = '']) => ({ name, folder: folderOf(path) })),
    ...absolute.map(([, name = '']) => ({ name, folder: packageFolder(files, path) })),
  ];
}

/** The folder of the nearest Cargo.toml above a source. */
function packageFolder(files: ProjectFiles, path: string): string {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    if (folder === '' || files.paths.includes(`${folder}/Cargo.toml`)) return folder;
  }
}

/** Files that a pattern means, or that are in a folder that it means. */
function matching(files: ProjectFiles, name: string): string[] {
  const pattern = globPattern(name);
  const inside = globPattern(`${name}/**`);
  return files.paths.filter((path) => pattern.test(path) || inside.test(path));
}

function folderOf(path: string): string {
  const folder = dirname(path);
  return folder === '.' ? '' : folder;
}
