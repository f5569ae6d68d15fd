import { globPattern } from '../../detect/glob.js';
import { buildablePaths, type ProjectFiles, reachable } from '../../detect/project-files.js';

/** Longer than any name or list of sources. */
const EXPANSION_MAX = 100_000;

/** The project's own folder in paths that a variable of CMake's makes absolute. */
export const CMAKE_ROOT = '/project';

/** A path of a command, from the project's folder. */
export function inCMakeProject(files: ProjectFiles, folder: string, path: string): string | undefined {
  if (path === CMAKE_ROOT) return '';
  const isWhole = path.startsWith(`${CMAKE_ROOT}/`);
  return isWhole ? reachable(files, '', path.slice(CMAKE_ROOT.length + 1)) : reachable(files, folder, path);
}

/** The paths that `file(GLOB)` finds. */
export function globbed(kind: string, words: readonly string[], folder: string, files: ProjectFiles): string[] {
  const patterns = words
    .flatMap((word) => word.split(';'))
    .filter((word) => word !== 'CONFIGURE_DEPENDS' && word !== 'LIST_DIRECTORIES')
    .map((word) => inCMakeProject(files, folder, word))
    .filter((word) => word !== undefined)
    .map((word) => globPattern(kind === 'GLOB_RECURSE' ? word.replace(/([^/]*)$/, '**/$1') : word));
  return buildablePaths(files)
    .filter((path) => patterns.some((pattern) => pattern.test(path)))
    .map((path) => `${CMAKE_ROOT}/${path}`);
}

/** Puts `${NAME}` in. What is not known stays, so that no name is made up. */
export function expandVariables(text: string, variables: ReadonlyMap<string, string>, depth = 0): string {
  const expanded = text.replace(/\$\{([\w.-]+)\}/g, (whole, name: string) => variables.get(name) ?? whole);
  // Variables that name one another more than once would grow beyond all measure.
  if (expanded.length > EXPANSION_MAX) return text;
  return expanded === text || depth > 20 ? expanded : expandVariables(expanded, variables, depth + 1);
}
