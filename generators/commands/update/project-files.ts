import { ExitCode, Failure } from '../../core/failure.js';
import { insideOf } from '../../core/files/inside.js';

/**
 * Reads those of the files that exist. An update writes to these paths.
 *
 * @throws Failure (wrong input) for a path that leads out of the project or through a link, a folder in a file's place,
 * or a file that is no UTF-8 text
 */
export async function readFiles(directory: string, paths: Iterable<string>): Promise<Map<string, string>> {
  const files = await insideOf(directory);
  const found = new Map<string, string>();
  for (const path of paths) {
    if ((await files.look(path))?.isDirectory()) throw unreadableFile(`${path} is a folder where a file belongs.`);
    const bytes = await files.read(path);
    if (bytes) found.set(path, text(path, bytes));
  }
  return found;
}

function text(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw unreadableFile(`${path} is not UTF-8 text: it cannot be merged.`);
  }
}

function unreadableFile(message: string): Failure {
  return new Failure(message, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Restore the file, or move it away, and update again.' }],
  });
}
