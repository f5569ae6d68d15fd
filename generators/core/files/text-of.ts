import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { ExitCode, Failure } from '../failure.js';

/** More than any text has that is looked at: SQLite's source, all in one file, has 9 MB. */
const TEXT_MAX = 32 * 1024 * 1024;

/**
 * The text of a file, or undefined where there is none (or a folder in its place).
 *
 * @throws Failure (wrong input) when it is no file, or too large: a link of a repository may lead to a device without end
 */
export async function textOf(path: string): Promise<string | undefined> {
  try {
    // Not blocking: a pipe would be waited for.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const found = await file.stat();
      if (found.isDirectory()) return undefined;
      if (!found.isFile()) throw noText(path, 'it is neither a file nor a folder');
      if (found.size > TEXT_MAX) throw noText(path, `it is larger than ${TEXT_MAX / 1024 ** 2} MiB`);
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    // What fails on an open file does not name it.
    throw error instanceof Failure ? error : Object.assign(error as Error, { path });
  }
}

function noText(path: string, why: string): Failure {
  return new Failure(`${path} is not read: ${why}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Put a file in its place, or move it away.' }],
  });
}
