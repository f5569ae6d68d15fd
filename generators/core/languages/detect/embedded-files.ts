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
export function embeddedFiles(files: ProjectFiles, readers: readonly EmbedReader[]): EmbeddedFile[] {
  const known = new Set(files.paths);
  return files.paths.flatMap((path) => {
    const reader = readers.find(({ of }) => of.test(path));
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
export interface Name {
  name: string;
  folder: string;
}

/** Finds what sources of one kind take in. */
export interface EmbedReader {
  /** Which files it reads. */
  of: RegExp;
  /** Whether a name may be a pattern, or a folder that means all files in it. */
  globs: boolean;
  names(text: string, files: ProjectFiles, path: string): Name[];
}

/** Files that a pattern means, or that are in a folder that it means. */
function matching(files: ProjectFiles, name: string): string[] {
  const pattern = globPattern(name);
  const inside = globPattern(`${name}/**`);
  return files.paths.filter((path) => pattern.test(path) || inside.test(path));
}

/** The folder of a file; empty for the project's own. */
export function folderOf(path: string): string {
  const folder = dirname(path);
  return folder === '.' ? '' : folder;
}
