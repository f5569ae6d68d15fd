import { folderOf } from '../../detect/embedded-files.js';
import { buildablePaths, inFolder, type ProjectFiles, reachable } from '../../detect/project-files.js';
import type { Dialect } from '../dialect.js';
import { type ActiveCode, activeCode } from './active-code.js';
import { FileMacros, projectMacros } from './macros.js';

/** The code of a project's files, each read once. */
export interface SourceReader {
  code(path: string): ActiveCode;
  /** Sources and the headers of the project that they include, directly or not. */
  withHeaders(sources: readonly string[]): string[];
}

/**
 * @param paths the sources and headers of the project
 * @param flags what the user gives the compiler
 */
export function sourceReader(
  files: ProjectFiles,
  paths: readonly string[],
  flags: readonly string[],
  { source }: Dialect,
): SourceReader {
  const known = new Set(buildablePaths(files));
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const name = path.replace(/^.*\//, '');
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  const project = projectMacros(files, paths, flags);
  const codes = new Map<string, ActiveCode>();
  const code = (path: string): ActiveCode => {
    const read = codes.get(path) ?? activeCode(files.text(path) ?? '', new FileMacros(project, !/\.[ch]$/.test(path)));
    codes.set(path, read);
    return read;
  };
  /** A quoted name is looked for beside the file, then anywhere: which folders are searched is not known. */
  const headersOf = (path: string) =>
    code(path).includes.flatMap(({ name }) => {
      const beside = reachable(files, folderOf(path), name);
      if (beside !== undefined && known.has(beside)) return [beside];
      return (byName.get(name.replace(/^.*\//, '')) ?? []).filter(
        (each) => each === name || each.endsWith(inFolder('', `/${name.replace(/^(?:\.\.?\/)+/, '')}`)),
      );
    });
  return {
    code,
    withHeaders(sources) {
      const all = new Set(sources);
      // A set that grows while it is walked through is walked through to its new end.
      for (const path of all)
        for (const header of headersOf(path)) if (!source.test(header) || !all.has(header)) all.add(header);
      return [...all];
    },
  };
}
