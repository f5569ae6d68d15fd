import { buildablePaths, type ProjectFiles } from '../../detect/project-files.js';
import type { Dialect } from '../dialect.js';
import { STUBS_FOLDER } from '../stub-files.js';

/** Folders of a C project whose sources are not its programs'. */
export const ASIDE_FOLDERS =
  /(?:^|\/)(?:tests?|testing|examples?|samples?|bench(?:marks?)?|fuzz(?:ing)?|docs?|experimental|build|cmake)\//i;

/** The sources and headers of a project, without tests and examples. */
export function projectSources(files: ProjectFiles, { source, header }: Dialect): string[] {
  return buildablePaths(files).filter(
    (path) =>
      (source.test(path) || header.test(path)) && !ASIDE_FOLDERS.test(path) && !path.startsWith(`${STUBS_FOLDER}/`),
  );
}

/** The folder that builds go into, unless the project keeps sources or scripts of its own there. */
export function buildFolder({ paths }: ProjectFiles): string[] {
  const own = paths.some((path) =>
    /^build\/(?:.*\/)?(?:CMakeLists\.txt|[^/]+\.(?:[ch]|cc|cpp|cxx|hpp|cmake|in|mk|sh))$/.test(path),
  );
  return own && !paths.includes('build/CMakeCache.txt') ? [] : ['build'];
}
