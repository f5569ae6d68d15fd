import { lstat, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { ExitCode, Failure } from '../failure.js';

/** The text of a file, or undefined where there is none (or a folder stands in its place). */
export async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** @throws Failure (wrong input) when something other than a folder stands where the project is to go */
export async function checkDestination(directory: string): Promise<void> {
  const found = await stat(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found && !found.isDirectory()) {
    throw new Failure(`${directory} is a file; a project needs a folder.`, {
      exitCode: ExitCode.wrongInput,
      fix: ['Give another directory.'],
    });
  }
}

/** The files of a project that stand on disk already with other contents: writing would lose what they hold. */
export async function filesInTheWay(directory: string, files: ReadonlyMap<string, string>): Promise<string[]> {
  const inTheWay = await Promise.all(
    [...files].map(async ([path, contents]) => {
      const exists = await stat(join(directory, path)).catch(() => undefined);
      return exists !== undefined && (await textOf(join(directory, path))) !== contents ? path : undefined;
    }),
  );
  return inTheWay.filter((path) => path !== undefined);
}

/**
 * Refuses to write through a link: what is written would replace a file of another name, or outside the project.
 *
 * @throws Failure (wrong input) naming the links
 */
export async function refuseLinks(directory: string, files: ReadonlyMap<string, string>): Promise<void> {
  const links = new Set<string>();
  for (const [path, contents] of files) {
    // A link to what would be written anyway loses nothing.
    if ((await textOf(join(directory, path))) === contents) continue;
    const parts = path.split('/');
    for (const depth of parts.keys()) {
      const place = parts.slice(0, depth + 1).join('/');
      const found = await lstat(join(directory, place)).catch(() => undefined);
      if (found?.isSymbolicLink()) links.add(place);
    }
  }
  if (links.size === 0) return;
  const what = links.size > 1 ? 'are links' : 'is a link';
  throw new Failure(`${[...links].join(', ')} ${what}: what is written there would go to where it leads.`, {
    exitCode: ExitCode.wrongInput,
    fix: ['Remove it, or put a file or folder in its place.'],
  });
}

/** @returns the failure that names the files which would be overwritten */
export function wouldOverwrite(directory: string, paths: readonly string[]): Failure {
  return new Failure(`${directory} holds files that differ from the project's: ${paths.join(', ')}.`, {
    exitCode: ExitCode.wrongInput,
    fix: ['Choose an empty or new directory, or let them be overwritten with --force.'],
  });
}

/** A path as one would type it: relative below the current folder, absolute elsewhere. */
export function shownPath(cwd: string, directory: string): string {
  const path = relative(cwd, directory);
  if (path === '') return '.';
  return path.startsWith(`..${sep}`) || path === '..' ? directory : path;
}
