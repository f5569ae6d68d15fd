import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { OverLimit } from '../bytes/budget.js';
import { UnreadableArchive, why } from './unreadable.js';
import { BLOCK, ZeroBlocks } from './zero-blocks.js';

/** One entry of a tar archive. Its name is only ever compared, never used as a path of this machine. */
export interface TarEntry {
  /** Without a leading `./` or `/`, and without a trailing `/`. */
  path: string;
  type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';
  size: number;
  mode: number;
  /** What a link points to, unchanged. */
  target?: string;
  /** Where its contents begin in the archive. */
  offset: number;
  /** Its contents. Those that are not read are passed over. */
  contents: AsyncIterable<Buffer>;
}

const TYPES: Record<string, TarEntry['type']> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'directory',
  symlink: 'symlink',
  link: 'hardlink',
};

/** tar-stream's words for it. An archive that ends between two entries, without its blocks of zeros, is whole: as for Podman. */
const CUT_OFF = 'Unexpected end of data';
/** And for an extended header of more than 4 MiB. */
const HEADER_MAX = 'Header exceeds max size';
/** The longest name, as Linux has it (PATH_MAX). An extended header may hold one of megabytes. */
export const ENTRY_NAME_MAX: number = 4096;
/** Bytes of extended headers before one entry: a name, a link's target, and attributes, which Linux limits to 64 KiB. */
const EXTENDED_MAX = 1024 ** 2;
/** What extended headers may say in all. A global one is said again for every entry. */
const RECORDS_MAX = 1_000_000;

/**
 * The entries of a tar archive, in order, one at a time: memory does not grow with the archive. Those behind its end are
 * not there for Podman, nor here; the stream is read to its own end all the same, for whoever counts or hashes it.
 *
 * @throws UnreadableArchive when it is broken, or holds an entry that readers take in different ways
 */
export async function* tarEntries(stream: Readable): AsyncGenerator<TarEntry> {
  const archive = extract();
  const zeros = new ZeroBlocks();
  /** Where the next entry's header is expected, or the end. */
  let next = 0;
  /** The name of the entry that is read, for a message. */
  let current = '';
  let records = 0;
  stream.once('error', (error) => archive.destroy(error));
  const note = (piece: Buffer) => {
    zeros.note(piece);
    // The tar reader holds extended headers in memory, and says nothing of them until the entry comes.
    if (zeros.position - next > EXTENDED_MAX + piece.length && zeros.at(next) < 2) {
      stream.destroy(
        new OverLimit(`its extended headers have more than ${EXTENDED_MAX / 1024 ** 2} MiB before one entry`),
      );
    }
  };
  stream.on('data', note);
  stream.pipe(archive);
  try {
    for await (const entry of archive) {
      const { header } = entry;
      current = header.name;
      const zero = zeros.at(next);
      if (zero > 1) return await toItsEnd(stream.off('data', note).unpipe(archive));
      if (zero === 1) throw new UnreadableArchive(`a single block of zeros is before ${entryNamed(header.name)}`);
      const type = TYPES[header.type ?? ''] ?? 'other';
      // tar-stream gives null for what is no number, and would wait for such contents for ever.
      const size = header.size as number | null;
      if (size === null || !Number.isSafeInteger(size))
        throw new UnreadableArchive(`${entryNamed(header.name)} has no size`);
      const pax = (header as { pax?: object | null }).pax;
      records += pax ? Object.keys(pax).length : 0;
      if (records > RECORDS_MAX)
        throw new OverLimit(`its extended headers have more than ${RECORDS_MAX.toLocaleString('en-US')} records`);
      // Some readers take what follows such an entry for its contents, Podman does not: what is here would not be there.
      if (type !== 'file' && size > 0)
        throw new UnreadableArchive(`${entryNamed(header.name)} is a ${header.type} of ${size} bytes`);
      if (header.name.length > ENTRY_NAME_MAX)
        throw new UnreadableArchive(`a name in it has ${header.name.length} characters`);
      const offset = (header as { byteOffset?: number }).byteOffset ?? 0;
      next = offset + Math.ceil(size / BLOCK) * BLOCK;
      zeros.forget(next);
      yield {
        path: header.name.replace(/^(\.?\/+)+/, '').replace(/\/+$/, ''),
        type,
        size,
        mode: header.mode ?? 0,
        ...(header.linkname && { target: header.linkname.slice(0, ENTRY_NAME_MAX) }),
        offset,
        contents: entryContents(entry as AsyncIterable<Buffer>, header.name),
      };
      entry.resume();
    }
  } catch (error) {
    if (error instanceof UnreadableArchive) throw error;
    if (zeros.at(next) > 1) return await toItsEnd(stream.off('data', note).unpipe(archive));
    if (current !== '' && why(error) === CUT_OFF) throw cutOff(current);
    if (why(error) === HEADER_MAX) throw new OverLimit('an extended header in it has more than 4 MiB');
    throw new UnreadableArchive(`it is not a readable tar archive (${why(error)})`);
  } finally {
    stream.destroy();
    archive.destroy();
  }
}

/** What stands behind the end of an archive may be anything: it is passed over. */
async function toItsEnd(stream: Readable): Promise<void> {
  try {
    await finished(stream.resume());
  } catch (error) {
    throw new UnreadableArchive(`it is not a readable tar archive (${why(error)})`);
  }
}

/** Whoever reads contents gets the same error as whoever reads entries. */
async function* entryContents(entry: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  try {
    yield* entry;
  } catch (error) {
    if (error instanceof UnreadableArchive) throw error;
    throw why(error) === CUT_OFF
      ? cutOff(name)
      : new UnreadableArchive(`${entryNamed(name)} is not readable (${why(error)})`);
  }
}

function cutOff(name: string): UnreadableArchive {
  return new UnreadableArchive(`it is cut off in the middle of ${entryNamed(name)}`);
}

function entryNamed(name: string): string {
  return JSON.stringify(name.slice(0, 60));
}
