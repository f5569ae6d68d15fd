import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import semver from 'semver';
import { extract } from 'tar-stream';
import { ExitCode, Failure } from '../../failure.js';
import { BYTES_MAX, type Entry, shownSize, TooMany, TREE_ENTRIES_MAX, type Tree, treeOf } from '../tree.js';

/** The most bytes of a whole package, packed or unpacked: a preset may come with documentation and pictures. */
const PACKAGE_MAX = 8 * BYTES_MAX;

/** An npm package in a tarball: its files, in memory. Nothing of it touches the disk. */
export interface NpmPackage {
  tree: Tree;
  /** As its package.json has it. */
  version?: string;
}

/**
 * Reads an npm package as `npm pack` writes it.
 *
 * @throws Failure (wrong input) when it is no such tarball, or too large
 */
export async function readPackage(tarball: string, shown: (path: string) => string): Promise<NpmPackage> {
  try {
    // A header of gzip alone may have any length.
    if ((await stat(tarball)).size > PACKAGE_MAX) throw packageTooLarge();
    const found = await unpackedPackage(createReadStream(tarball));
    const tree = treeOf(found.entries, async (path) => found.contents.get(path), shown);
    const version = versionIn(found.contents.get('package.json'));
    return { tree, ...(version !== undefined && { version }) };
  } catch (error) {
    throw new Failure(`${shown('')} cannot be read: ${(error as Error).message}.`, {
      exitCode: ExitCode.wrongInput,
      fix: [{ command: 'npm pack', text: 'writes a tarball of the preset in the current folder' }],
    });
  }
}

/** What a tarball holds. */
export interface Unpacked {
  entries: Entry[];
  contents: Map<string, Buffer>;
}

/**
 * Unpacks a tarball in memory. Every byte that comes out of it counts, what is behind the archive and headers included.
 *
 * @throws Error that says in a few words why not
 */
export async function unpackedPackage(source: AsyncIterable<Uint8Array>): Promise<Unpacked> {
  const entries: Entry[] = [];
  const contents = new Map<string, Buffer>();
  const archive = extract();
  let seen = 0;
  archive.on('entry', ({ name, type, mode = 0, size = 0 }, stream, next) => {
    const chunks: Buffer[] = [];
    const give = (error: Error) => void archive.destroy(error);
    // An archive that is given up ends this stream, too, with the same error.
    stream.on('error', () => {});
    seen += 1;
    if (seen > TREE_ENTRIES_MAX) return give(new TooMany(`it holds more than ${TREE_ENTRIES_MAX} files and folders`));
    if (size > PACKAGE_MAX) return give(packageTooLarge());
    if (type !== 'file' && size > 0) return give(new TooMany('it holds contents of something that is not a file'));
    // npm puts everything below one folder, whatever its name.
    const path = name.replace(/^(?:\.\/)?[^/]+\//, '');
    if (type !== 'directory') entries.push({ path, kind: tarEntryKind(type), executable: (mode & 0o111) !== 0, size });
    stream.on('data', (chunk) => chunks.push(chunk as Buffer));
    stream.on('end', () => {
      if (type === 'file') contents.set(path, Buffer.concat(chunks));
      next();
    });
    stream.resume();
  });
  await pipeline(source, createGunzip(), counting(), archive);
  return { entries, contents };
}

function counting(): Transform {
  let total = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      total += chunk.length;
      if (total > PACKAGE_MAX) done(packageTooLarge());
      else done(null, chunk);
    },
  });
}

function packageTooLarge(): TooMany {
  return new TooMany(`it holds more than ${shownSize(PACKAGE_MAX)}`);
}

function tarEntryKind(type: string | null | undefined): Entry['kind'] {
  if (type === 'file') return 'file';
  return type === 'link' || type === 'symlink' ? 'link' : 'other';
}

/** A version that is none is not stored: what reads it again would refuse it. */
function versionIn(json: Buffer | undefined): string | undefined {
  try {
    const { version } = JSON.parse(json?.toString('utf8') ?? '{}') as { version?: unknown };
    return typeof version === 'string' && semver.valid(version) !== null
      ? semver.parse(version)?.raw.trim()
      : undefined;
  } catch {
    return undefined;
  }
}
