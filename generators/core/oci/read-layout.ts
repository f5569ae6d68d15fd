import { createHash } from 'node:crypto';
import { constants, type FileHandle, open } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { Budget } from '../bytes/budget.js';
import { type Bytes, fileBytes } from '../bytes/bytes.js';
import { tarEntries } from './archive.js';
import { type Json, readJson } from './json.js';
import { UnreadableArchive } from './unreadable.js';

/** The files of an image that is kept as a folder, or as a tar archive of such a folder. */
export interface LayoutFiles {
  /** A file by its path in the layout; undefined when there is none. */
  file(path: string): Promise<Bytes | undefined>;
  /** The paths of an archive's files; a folder is not listed. */
  paths?: readonly string[];
  /** What may be kept of the image, and of what is beside it. */
  budget: Budget;
  /** Digests that were verified: an index may name one blob a thousand times. */
  verified: Set<string>;
}

/** Files that are found by this function, with nothing kept of them and nothing verified. */
export function layoutFiles(file: LayoutFiles['file'], budget: Budget = new Budget()): LayoutFiles {
  return { file, budget, verified: new Set() };
}

/** What a manifest or an index says of a blob. */
export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
}

/**
 * The files of an archive. It is read once to find their places.
 *
 * @throws UnreadableArchive, OverLimit
 */
export async function archiveFiles(archive: Bytes): Promise<LayoutFiles> {
  const budget = new Budget();
  const files = new Map<string, { offset: number; size: number }>();
  const links = new Map<string, string>();
  for await (const { path, type, size, target, offset } of tarEntries(archive.stream())) {
    if (files.has(path)) throw new UnreadableArchive(`it holds ${JSON.stringify(path.slice(0, 80))} twice`);
    budget.keep(path.length + (target?.length ?? 0));
    if (type === 'file') files.set(path, { offset, size });
    // `docker save` before Docker 25 writes a layer that two images share as a link to the first.
    if (type === 'symlink' && target) links.set(path, posix.join(posix.dirname(path), target));
  }
  const file: LayoutFiles['file'] = async (path) => {
    const found = files.get(path) ?? files.get(links.get(path) ?? '');
    return found && archive.part(found.offset, found.size);
  };
  return { ...layoutFiles(file, budget), paths: [...files.keys()] };
}

/** Lends the files of a folder, and closes what was opened of them. */
export async function withFolderFiles<Result>(
  folder: string,
  use: (files: LayoutFiles) => Promise<Result>,
): Promise<Result> {
  const opened: FileHandle[] = [];
  const found = new Map<string, Promise<Bytes | undefined>>();
  const openFile = async (path: string) => {
    // Not blocking: a pipe in the place of a file would be waited for without end.
    const handle = await open(
      join(folder, posix.resolve('/', path)),
      constants.O_RDONLY | (constants.O_NONBLOCK ?? 0),
    ).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw new UnreadableArchive(`${path} cannot be read (${error.code})`);
    });
    if (!handle) return undefined;
    opened.push(handle);
    const facts = await handle.stat();
    if (!facts.isFile()) throw new UnreadableArchive(`${path} is no file`);
    return fileBytes(handle, facts.size);
  };
  // One file stays open once, however often it is named. What leads out of the folder ends at it, as in an archive.
  const file = (path: string) => {
    const bytes = found.get(path) ?? openFile(path);
    found.set(path, bytes);
    return bytes;
  };
  try {
    return await use(layoutFiles(file));
  } finally {
    await Promise.all(opened.map((handle) => handle.close()));
  }
}

/**
 * A blob by its descriptor, its size and digest verified.
 *
 * @throws UnreadableArchive when it is not there, or not what the descriptor says
 */
export async function blobOf(files: LayoutFiles, { digest, size }: Descriptor): Promise<Bytes> {
  const { algorithm, hex } = digestParts(digest);
  const blob = await files.file(`blobs/${algorithm}/${hex}`);
  if (!blob) throw new UnreadableArchive(`the blob ${digest} is missing`);
  if (blob.size !== size) {
    throw new UnreadableArchive(`the blob ${digest} has ${blob.size} bytes, and its descriptor says ${size}`);
  }
  await verifyDigest(files, blob, digest);
  return blob;
}

/** Whether a blob is there. What is in it has still to be verified. */
export async function hasBlob(files: LayoutFiles, { digest }: Descriptor): Promise<boolean> {
  const { algorithm, hex } = digestParts(digest);
  return (await files.file(`blobs/${algorithm}/${hex}`)) !== undefined;
}

/** The JSON object that a descriptor names, verified. */
export async function jsonOf(files: LayoutFiles, descriptor: Descriptor): Promise<Json> {
  return readJson(await blobOf(files, descriptor), `the blob ${descriptor.digest}`, files.budget);
}

/**
 * Verifies a file of a layout, once for each digest.
 *
 * @throws UnreadableArchive when the bytes have another digest; OverLimit
 */
export async function verifyDigest({ budget, verified }: LayoutFiles, bytes: Bytes, digest: string): Promise<void> {
  if (verified.has(digest)) return;
  const { algorithm, hex } = digestParts(digest);
  budget.verify(bytes.size);
  const hash = createHash(algorithm);
  for await (const piece of bytes.stream()) hash.update(piece as Buffer);
  const found = hash.digest('hex');
  if (found !== hex) throw new UnreadableArchive(`the blob ${digest} is damaged: its digest is ${algorithm}:${found}`);
  verified.add(digest);
}

/** The two algorithms that the OCI image spec registers, and the length of their digests in hexadecimal digits. */
const ALGORITHMS: Record<string, number> = { sha256: 64, sha512: 128 };

/** The parts of a digest. Anything else, `sha256:../..` for one, never becomes a path. */
function digestParts(digest: string): { algorithm: string; hex: string } {
  const [, algorithm = '', hex = ''] = /^(sha256|sha512):([0-9a-f]+)$/.exec(digest) ?? [];
  if (hex === '' || hex.length !== ALGORITHMS[algorithm]) {
    throw new UnreadableArchive(`${JSON.stringify(digest.slice(0, 80))} is no sha256 or sha512 digest`);
  }
  return { algorithm, hex };
}
