import { createHash } from 'node:crypto';
import { asRendered } from '../line-ends.js';

/** What a project stores of each file that `containerfile` wrote: `sha256:…`, by its path. */
export type WrittenFiles = Readonly<Record<string, string>>;

/** The hashes of files as they are written. Line ends of Windows are no difference. */
export function writtenFiles(files: Iterable<readonly [path: string, text: string]>): WrittenFiles {
  return Object.fromEntries([...files].map(([path, text]) => [path, hashOfText(text)]));
}

/** Whether a file is as this program wrote it. Then it can be replaced without a question. */
export function isUnedited(path: string, text: string | undefined, written: WrittenFiles): boolean {
  return text !== undefined && Object.hasOwn(written, path) && written[path] === hashOfText(text);
}

function hashOfText(text: string): string {
  return `sha256:${createHash('sha256').update(asRendered(text)).digest('hex')}`;
}
