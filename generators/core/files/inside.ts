import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, realpath, rename, rm } from 'node:fs/promises';
import { isAbsolute, join, posix, relative, sep } from 'node:path';
import { ExitCode, Failure } from '../failure.js';
import { pathPrefixes } from './path-prefixes.js';
import { type Contents, writeWhole } from './write-whole.js';

/**
 * A folder whose files are reached by one rule: a path inside this folder, not through links. Every path that comes out
 * of a file (a journal, a preset, what another version renders) is read, written and removed through one of these. A
 * cloned repository may hold a link in the place of any file, of any folder, and of the folder between them.
 *
 * The rule is checked at each use, not once before. A path has `/` between folders.
 */
export interface Inside {
  /** What is at a path. Undefined when there is nothing. Never a link: that is an error. */
  look(path: string): Promise<Stats | undefined>;
  /** The bytes of a file. Undefined when there is none, or a folder in its place. */
  read(path: string): Promise<Buffer | undefined>;
  /** Writes a file as a whole, with the mode of the one it replaces, and makes the folders above it. */
  write(path: string, contents: Contents, mode?: number): Promise<void>;
  /** Moves a file over another, and makes the folders above it. False when there is no such file. */
  move(from: string, to: string): Promise<boolean>;
  /** Removes a file, if there is one. */
  remove(path: string): Promise<void>;
}

/**
 * Opens a folder. The folder itself may be reached through links: the user names it.
 *
 * @throws Failure (wrong input), as all of its functions do for a path that leads out of it or through a link
 */
export async function insideOf(folder: string): Promise<Inside> {
  const root = await realpath(folder);
  const place = (path: string) => join(root, ...partsOf(path));

  async function look(path: string): Promise<Stats | undefined> {
    const whole = partsOf(path).join('/');
    for (const prefix of pathPrefixes(whole)) {
      const found = await entryAt(join(root, prefix));
      if (found?.isSymbolicLink()) throw linksInTheWay([prefix]);
      if (!found || prefix === whole) return found;
    }
    return undefined;
  }

  /** The folder above a path, made where it is missing. Looked at again as a whole once it is there. */
  async function makeAbove(path: string): Promise<void> {
    const above = partsOf(path).slice(0, -1).join('/');
    if (above === '') return;
    for (const prefix of pathPrefixes(above)) {
      if (await look(prefix)) continue;
      await mkdir(join(root, prefix)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      });
    }
    await look(above);
    const way = relative(root, await realpath(join(root, above)));
    if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) throw leadsOut(path);
  }

  async function read(path: string): Promise<Buffer | undefined> {
    const found = await look(path);
    if (!found?.isFile()) return undefined;
    const handle = await open(place(path), READ_FLAGS).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ELOOP') throw linksInTheWay([path]);
      throw error;
    });
    try {
      // What was looked at is what was opened: nothing has come into its place meanwhile.
      const opened = await handle.stat();
      if (opened.ino !== found.ino || opened.dev !== found.dev) throw linksInTheWay([path]);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  }

  async function write(path: string, contents: Contents, mode?: number): Promise<void> {
    await makeAbove(path);
    const found = await look(path);
    await writeWhole(place(path), contents, mode ?? found?.mode);
  }

  async function move(from: string, to: string): Promise<boolean> {
    const found = await look(from);
    if (!found?.isFile()) return false;
    await makeAbove(to);
    await look(to);
    try {
      await rename(place(from), place(to));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Another process was faster.
      if (code === 'ENOENT') return false;
      // A folder of the project may be a file system of its own: a volume of a container.
      if (code !== 'EXDEV') throw error;
      await writeWhole(place(to), (await read(from)) ?? '', found.mode);
      await remove(from);
    }
    return true;
  }

  async function remove(path: string): Promise<void> {
    if (await look(path)) await rm(place(path), { force: true });
  }

  return { look, read, write, move, remove };
}

/** Which of the paths, or of the folders above them, are links: each by its path in the folder. */
export async function linksAmong(folder: string, paths: Iterable<string>): Promise<string[]> {
  const links = new Set<string>();
  for (const path of paths)
    for (const prefix of pathPrefixes(partsOf(path).join('/')))
      if ((await entryAt(join(folder, prefix)))?.isSymbolicLink()) links.add(prefix);
  return [...links];
}

/** @returns the error that names links in the place of files or folders */
export function linksInTheWay(links: readonly string[]): Failure {
  const what = links.length > 1 ? 'are symbolic links' : 'is a symbolic link';
  return new Failure(
    `${links.join(', ')} ${what}: create-wasm-oci reads, writes and removes no files through symbolic links.`,
    {
      exitCode: ExitCode.wrongInput,
      fix: [{ text: 'Put a file or folder in its place, or move it away.' }],
    },
  );
}

// A pipe in the place of a file would be waited for without end. Windows knows neither flag, and needs neither: there
// what is opened is compared with what was looked at.
const READ_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** @throws Failure (wrong input) for a path that leads out of a folder, or that systems read differently */
function partsOf(path: string): string[] {
  const parts = path.split('/');
  const wrong = parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\0'));
  if (wrong || isAbsolute(path) || (sep === '\\' && /[\\:]/.test(path))) throw leadsOut(path);
  return parts;
}

function leadsOut(path: string): Failure {
  return new Failure(`${JSON.stringify(path)} is not a path inside the folder.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: `Give a path relative to the folder, with / between folders: ${posix.basename(path) || 'name'}` }],
  });
}

async function entryAt(path: string): Promise<Stats | undefined> {
  return lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
}
