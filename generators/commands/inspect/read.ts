import { OverLimit } from '../../core/bytes/budget.js';
import { type Bytes, withFile } from '../../core/bytes/bytes.js';
import type { Failure, Fix } from '../../core/failure.js';
import { dirFiles } from '../../core/oci/dir-layout.js';

import { OtherPacking, packingOf, unpackedPieces } from '../../core/oci/packing.js';
import { archiveFiles, withFolderFiles } from '../../core/oci/read-layout.js';
import { SPOOL_MAX, spooled } from '../../core/oci/temporary-file.js';
import { ManyImages, NoImage, UnreadableArchive } from '../../core/oci/unreadable.js';
import { quoted } from '../../core/system/shell.js';
import { printable } from '../../core/terminal/printable.js';
import { idleModule, TRIED_BYTES_MAX } from '../../core/wasm/dry-run.js';
import { readWasm } from '../../core/wasm/wasm.js';
import type { InspectedSource } from './found.js';
import { candidatesIn, cannotInspect } from './source.js';
import { readTried } from './tried.js';

/** The most bytes that a compressed archive is unpacked to. It goes to the disk, not to memory. */
const ARCHIVE_UNPACKED_MAX = 1024 ** 3;

/**
 * Reads a file: a module, or an archive of images, compressed or not. Its contents decide, not its name.
 *
 * @param image which one, where an archive holds several
 * @throws Failure
 */
export async function readFileAt(path: string, image?: string): Promise<InspectedSource> {
  return told(path, () => withFile(path, (bytes) => readBytes(path, bytes, image)));
}

async function readBytes(path: string, bytes: Bytes, image?: string, unpacked = false): Promise<InspectedSource> {
  const head = await bytes.read(0, 512);
  const magic = head.toString('latin1', 0, 4);
  if (magic === '\0asm') {
    const file = await readWasm(bytes);
    if (file.kind === 'invalid') throw new UnreadableArchive(`it is a damaged WebAssembly file: ${file.why}`);
    const idle = bytes.size > TRIED_BYTES_MAX ? undefined : await idleModule(file, await bytes.read(0, bytes.size));
    return { origin: { kind: 'wasm', name: path, pulled: false }, file, ...(idle && { idle }) };
  }
  if (head.toString('latin1', 257, 262) === 'ustar') {
    if (bytes.size > SPOOL_MAX) throw new OverLimit(`it is larger than ${SPOOL_MAX / 1024 ** 3} GiB`);
    const report = await readTried(await archiveFiles(bytes), image);
    const kind = report.format === 'docker' ? 'docker-archive' : 'oci-archive';
    return found({ kind, name: path, pulled: false }, report);
  }
  if (packingOf(head) !== 'none') {
    // Once: there are files that unpack to themselves, and every turn keeps a file open.
    if (unpacked) throw new UnreadableArchive('it is compressed more than once');
    return spooled(unpackedPieces(bytes), (inner) => readBytes(path, inner, image, true), ARCHIVE_UNPACKED_MAX);
  }
  throw cannotInspect(`${printable(path)} is neither WebAssembly nor an archive of images: ${whatElse(head)}.`, [
    { text: 'Give a .wasm file, an archive of podman save or docker save, or the folder of an OCI layout.' },
  ]);
}

/** What users give by mistake. */
function whatElse(head: Buffer): string {
  const text = head.toString('latin1');
  if (head.length === 0) return 'it is empty';
  if (text.startsWith('\x7fELF')) return 'it is a program for Linux';
  if (text.startsWith('MZ')) return 'it is a program for Windows';
  // A line's comment ends with its line: `.*\s*` would try every way to share out a row of semicolons, without end.
  if (/^\s*(?:;;[^\n]*\n\s*)*\((?:module|component)/.test(text))
    return 'it is WebAssembly text; convert it with wat2wasm';
  if (text.startsWith('PK')) return 'it is a zip archive';
  return 'it begins with neither';
}

/**
 * Reads the folder of an OCI layout, or one that skopeo wrote for `dir:`.
 *
 * @throws Failure when it is none: it names what else in it could be inspected
 */
export async function readImageFolder(path: string, image?: string): Promise<InspectedSource> {
  return told(path, () =>
    withFolderFiles(path, async (files) => {
      const layout = await files.file('index.json');
      if (!layout && (await files.file('version'))) {
        const written = await dirFiles(files);
        if (written) return found({ kind: 'dir', name: path, pulled: false }, await readTried(written, image));
      }
      if (!layout && !(await files.file('manifest.json'))) {
        const inside = candidatesIn(path).map((candidate) => ({
          command: `create-wasm-oci inspect ${quoted(candidate)}`,
        }));
        throw cannotInspect(`The folder ${printable(path)} is not an OCI layout: it has no index.json.`, [
          ...inside,
          { text: `For an image of that name, add its tag: create-wasm-oci inspect ${quoted(path)}:latest` },
        ]);
      }
      return found({ kind: 'oci-layout', name: path, pulled: false }, await readTried(files, image));
    }),
  );
}

/** What was found in an image: the image, and its module. */
export function found(
  origin: InspectedSource['origin'],
  image: NonNullable<InspectedSource['image']>,
): InspectedSource {
  const { module, idle } = image;
  return { origin, image, ...(module && { file: module }), ...(idle && { idle }) };
}

/** What files refuse to be read for. */
const REFUSED: Record<string, string> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EISDIR: 'it is a folder',
  EIO: 'the disk fails',
};

async function told<Result>(path: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NoImage) throw noImage(path, error.paths);
    if (error instanceof UnreadableArchive) {
      const fix = readFixes(error);
      throw cannotInspect(`${printable(path)} cannot be inspected: ${printable(error.message, 400)}.`, fix);
    }
    const { code = '', syscall } = error as NodeJS.ErrnoException;
    // Of the folder for temporary files, where a gzipped archive is put aside, it says nothing about this one.
    if (REFUSED[code] && syscall !== 'mkdtemp')
      throw cannotInspect(`${printable(path)} cannot be read: ${REFUSED[code]}.`);
    throw error;
  }
}

function readFixes(error: UnreadableArchive): Fix[] {
  if (error instanceof ManyImages) return [{ command: '--image NAME|DIGEST', text: 'takes one of them' }];
  return error instanceof OtherPacking ? [{ text: 'Decompress it first, or compress it with gzip or zstd.' }] : [];
}

/** An archive of files: what `podman export` and `tar` write. A module in it can be inspected as a file. */
function noImage(path: string, inside: readonly string[]): Failure {
  const modules = inside.filter((name) => name.endsWith('.wasm')).slice(0, 3);
  return cannotInspect(`${printable(path)} holds files, and no image: it has neither index.json nor manifest.json.`, [
    {
      command: 'podman save --format oci-archive --output image.oci.tar IMAGE',
      text: 'writes an image (podman export: the files of a container)',
    },
    ...modules.map((name) => ({
      command: `tar -xf ${quoted(path)} ${quoted(name)}`,
      text: 'extracts a module, to inspect as a file',
    })),
  ]);
}
