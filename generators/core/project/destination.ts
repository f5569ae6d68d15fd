import { constants } from 'node:fs';
import { lstat, mkdir, readlink, stat } from 'node:fs/promises';
import { dirname, join, posix, relative, sep } from 'node:path';
import { ExitCode, Failure, type Fix } from '../failure.js';
import { linksAmong, linksInTheWay } from '../files/inside.js';
import { pathPrefixes } from '../files/path-prefixes.js';
import { textOf } from '../files/text-of.js';
import { lineEndOf, withLineEnd } from './line-ends.js';

/**
 * A link to a folder that does not exist: mkdir says that it exists, and everything else that it does not. The folder
 * itself is no better than one above it.
 *
 * @throws Failure (wrong input) that names the link and what it leads to
 */
async function refuseDanglingLink(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (!found && dirname(path) !== path) return refuseDanglingLink(dirname(path));
  if (!found?.isSymbolicLink() || (await stat(path).catch(() => undefined))) return;
  throw new Failure(`${path} is a link to ${await readlink(path)}, which does not exist.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Remove the link, create the folder that it leads to, or give another directory.' }],
  });
}

/** @throws Failure (wrong input) when something other than a folder is where the project is to go */
export async function checkDestination(directory: string): Promise<void> {
  const found = await stat(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found && !found.isDirectory()) {
    throw new Failure(`${directory} is a file; a project needs a folder.`, {
      exitCode: ExitCode.wrongInput,
      fix: [{ text: 'Give another directory.' }],
    });
  }
  if (!found) await refuseDanglingLink(directory);
}

/**
 * Makes a project's folder, one after the other from the first that is missing. Node's own recursive mkdir never ends
 * where a file system has the folder above but makes none in it (/proc, automounts).
 *
 * @throws Failure (wrong input) where that is so
 */
export async function makeFolder(directory: string): Promise<void> {
  if (await stat(directory).catch(() => undefined)) return;
  const above = dirname(directory);
  if (above !== directory) await makeFolder(above);
  await mkdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return;
    if (error.code !== 'ENOENT') throw error;
    throw new Failure(`${directory}: a folder cannot be created there.`, {
      exitCode: ExitCode.wrongInput,
      fix: [{ text: 'Choose another directory.' }],
    });
  });
}

/**
 * Nothing is written where a part of it could not be, whatever is forced: a file in the place of a folder, or a folder
 * in the place of a file.
 *
 * @param shown the directory as the user types it
 * @throws Failure (wrong input) that names the first one
 */
export async function checkPlaces(directory: string, shown: string, paths: Iterable<string>): Promise<void> {
  for (const path of paths) {
    for (const place of pathPrefixes(path)) {
      const found = await stat(join(directory, place)).catch(() => undefined);
      if (!found || found.isDirectory() === (place !== path)) continue;
      const [is, needed] = found.isDirectory() ? ['folder', 'file'] : ['file', 'folder'];
      throw new Failure(`${posix.join(shown, place)} is a ${is}, where the project needs a ${needed}.`, {
        exitCode: ExitCode.wrongInput,
        fix: [{ text: 'Move it away, or choose another directory.' }],
      });
    }
  }
}

/** A file's new contents, with the line ends that it has: those of a checkout on Windows are no change of a user's. */
export async function likeOnDisk(directory: string, path: string, contents: string): Promise<string> {
  const found = await textOf(join(directory, path));
  return found === undefined ? contents : withLineEnd(contents, lineEndOf(found));
}

/**
 * The mode of a file that becomes executable, as stat(2) has it and Yeoman compares it. Undefined where the file on
 * disk keeps its own: it is executable already, or the system has no such mode.
 */
export async function executableMode(directory: string, path: string): Promise<number | undefined> {
  if (process.platform === 'win32') return undefined;
  const found = await stat(join(directory, path)).catch(() => undefined);
  return found?.isFile() && found.mode & constants.S_IXUSR ? undefined : constants.S_IFREG | 0o755;
}

/** The files of a project that exist on disk with other contents: writing would lose what they hold. */
export async function filesInTheWay(directory: string, files: ReadonlyMap<string, string>): Promise<string[]> {
  const inTheWay = await Promise.all(
    [...files].map(async ([path, contents]) => {
      const place = join(directory, path);
      const found = await textOf(place);
      // A folder in its place has no text, and is in the way as well.
      if (found === undefined) return (await stat(place).catch(() => undefined)) ? path : undefined;
      return found === withLineEnd(contents, lineEndOf(found)) ? undefined : path;
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
  const written: string[] = [];
  // A link to what would be written anyway loses nothing.
  for (const [path, contents] of files) if ((await textOf(join(directory, path))) !== contents) written.push(path);
  const links = await linksAmong(directory, written);
  if (links.length > 0) throw linksInTheWay(links);
}

/**
 * @param fix what helps in this case, besides what always does
 * @returns the failure that names the files which would be overwritten
 */
export function wouldOverwrite(directory: string, paths: readonly string[], fix: readonly Fix[] = []): Failure {
  return new Failure(`${directory} holds files that differ from the project's: ${paths.join(', ')}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [...fix, { text: 'Choose an empty or new directory, or overwrite them with --force.' }],
  });
}

/** A path as one would type it, with `/` on every system: from the current folder, or from the root where that is shorter. */
export function shownPath(cwd: string, directory: string): string {
  const path = relative(cwd, directory);
  if (path === '') return '.';
  return path.length <= directory.length ? path.split(sep).join('/') : directory;
}
