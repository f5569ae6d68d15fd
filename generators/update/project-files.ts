import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExitCode, Failure } from '../core/failure.js';
import { pathPrefixes } from '../core/path-prefixes.js';

/**
 * Reads those of the files that are there. What leads out of the project is not followed: an update writes to these paths.
 *
 * @throws Failure (wrong input) for a symbolic link, a folder in a file's place, or a file that is no UTF-8 text
 */
export async function readFiles(directory: string, paths: Iterable<string>): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const path of paths)
    if (await isFile(directory, path)) found.set(path, text(path, await readFile(join(directory, path))));
  return found;
}

/**
 * What isFile refuses, for files that are written without being read.
 *
 * @throws Failure (wrong input) for a symbolic link, or a folder in a file's place
 */
export async function checkPlaces(directory: string, paths: Iterable<string>): Promise<void> {
  for (const path of paths) await isFile(directory, path);
}

async function isFile(directory: string, path: string): Promise<boolean> {
  for (const name of pathPrefixes(path)) {
    const stats = await lstat(join(directory, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw error;
    });
    if (!stats) return false;
    if (stats.isSymbolicLink()) throw wrong(`${name} is a symbolic link: update does not write through it.`);
    if (name === path && stats.isDirectory()) throw wrong(`${name} is a folder where a file belongs.`);
  }
  return true;
}

function text(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw wrong(`${path} is no UTF-8 text: it cannot be merged.`);
  }
}

function wrong(message: string): Failure {
  return new Failure(message, {
    exitCode: ExitCode.wrongInput,
    fix: ['Put it back as a file, or move it away, and update again.'],
  });
}
