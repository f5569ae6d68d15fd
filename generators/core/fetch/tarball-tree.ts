import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { ExitCode, Failure } from '../failure.js';
import { BYTES_MAX, ENTRIES_MAX, type Entry, type Tree, treeOf } from '../preset/tree.js';

/** The most bytes of a whole package: a preset may come with documentation and pictures. */
const UNPACKED_MAX = 8 * BYTES_MAX;

/** An npm package in a tarball: its files, in memory. Nothing of it touches the disk. */
export interface Package {
  tree: Tree;
  /** As its package.json has it. */
  version?: string;
}

/**
 * Reads an npm package as `npm pack` writes it.
 *
 * @throws Failure (wrong input) when it is no such tarball, or too large
 */
export async function readPackage(tarball: string, shown: (path: string) => string): Promise<Package> {
  const entries: Entry[] = [];
  const contents = new Map<string, Buffer>();
  const archive = extract();
  let total = 0;
  archive.on('entry', ({ name, type, mode = 0 }, stream, next) => {
    // npm puts everything below one folder, whatever its name.
    const path = name.replace(/^(?:\.\/)?[^/]+\//, '');
    const chunks: Buffer[] = [];
    if (type !== 'directory') entries.push({ path, kind: kindOf(type), executable: (mode & 0o111) !== 0 });
    stream.on('data', (data) => {
      const chunk = data as Buffer;
      total += chunk.length;
      if (total > UNPACKED_MAX) archive.destroy(new Error(`it holds more than ${UNPACKED_MAX / 1024 / 1024} MB`));
      else chunks.push(chunk);
    });
    stream.on('end', () => {
      if (type === 'file') contents.set(path, Buffer.concat(chunks));
      if (entries.length > ENTRIES_MAX) archive.destroy(new Error(`it holds more than ${ENTRIES_MAX} files`));
      else next();
    });
  });
  try {
    await pipeline(createReadStream(tarball), createGunzip(), archive);
  } catch (error) {
    throw new Failure(`${shown('')} cannot be read: ${(error as Error).message}.`, {
      exitCode: ExitCode.wrongInput,
      fix: ['npm pack   writes a tarball of the preset in the current folder'],
    });
  }
  const tree = treeOf(entries, async (path) => contents.get(path), shown);
  const version = versionIn(contents.get('package.json'));
  return { tree, ...(version !== undefined && { version }) };
}

function kindOf(type: string | null | undefined): Entry['kind'] {
  if (type === 'file') return 'file';
  return type === 'link' || type === 'symlink' ? 'link' : 'other';
}

function versionIn(json: Buffer | undefined): string | undefined {
  try {
    const { version } = JSON.parse(json?.toString('utf8') ?? '{}') as { version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}
