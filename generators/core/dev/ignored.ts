import { isAbsolute, join, relative, sep } from 'node:path';
import ignore from 'ignore';
import { textOf } from '../files/text-of.js';
import { ignoredBy } from '../project/ignore-file.js';

/** What no build of any project reads. */
const NEVER = ['.git/', 'node_modules/', '.yo-rc.json'];
/** Build files that an ignore file excludes from the build context, since the engine has read them by then. */
const BUILD_FILES = ['Containerfile', '.containerignore', '.dockerignore'];

/** What of a project no build reads, or builds write themselves. */
export interface IgnoreFiles {
  /** The text of its .gitignore. */
  git: string;
  /** The text of the ignore file that its engine reads. */
  container: string;
  /** What builds leave behind. */
  buildOutputs: readonly string[];
}

/** Reads the ignore files of a project. */
export async function readIgnoreFiles(directory: string, buildOutputs: readonly string[]): Promise<IgnoreFiles> {
  const text = async (name: string) => await textOf(join(directory, name));
  return {
    git: (await text('.gitignore')) ?? '',
    // As Podman takes them: the second only where there is no first.
    container: (await text('.containerignore')) ?? (await text('.dockerignore')) ?? '',
    buildOutputs,
  };
}

/**
 * Whether a change of a path below a project changes no build.
 *
 * @param directory absolute
 * @returns a test of absolute paths
 */
export function ignoredIn(directory: string, { git, container, buildOutputs }: IgnoreFiles): (path: string) => boolean {
  const byGit = ignore()
    .add(NEVER)
    .add(git)
    .add(buildOutputs.map((path) => `/${path}`));
  const byContainer = ignoredBy(container, 'podman build');
  return (path) => {
    const inside = relative(directory, path).split(sep).join('/');
    if (inside === '' || inside.startsWith('../') || isAbsolute(inside)) return false;
    if (BUILD_FILES.includes(inside)) return false;
    // A pattern for folders only ends in a slash: whether this path is one is not known, so both are tried.
    return byGit.ignores(inside) || byGit.ignores(`${inside}/`) || byContainer(inside);
  };
}
