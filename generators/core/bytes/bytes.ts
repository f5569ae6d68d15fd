import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';

/** Bytes that are read from any place of theirs, so that not all of them are in memory. */
export interface Bytes {
  readonly size: number;
  /** These bytes; fewer where the end comes first. */
  read(start: number, length: number): Promise<Buffer>;
  /** All of them, in pieces. */
  stream(): Readable;
  /** A part of them: the same file or memory, nothing is copied. */
  part(start: number, length: number): Bytes;
}

/** Reads from an absolute place of a file or of memory. */
type ReadAt = (position: number, length: number) => Promise<Buffer>;

/** Bytes of one piece of a stream: a few reads for an image of ours, and little memory for a large one. */
const FILE_PIECE = 256 * 1024;

/** Bytes that are in memory already. */
export function bytesOf(contents: Uint8Array): Bytes {
  const all = Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength);
  return window(async (position, length) => all.subarray(position, position + length), 0, all.length);
}

/** The bytes of an open file, which stays the caller's to close. */
export function fileBytes(file: FileHandle, size: number): Bytes {
  const readAt: ReadAt = async (position, length) => {
    const buffer = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  };
  return window(readAt, 0, size);
}

/** Opens a file, lends its bytes, and closes it whatever happens. */
export async function withFile<Result>(path: string, use: (bytes: Bytes) => Promise<Result>): Promise<Result> {
  const file = await open(path);
  try {
    return await use(fileBytes(file, (await file.stat()).size));
  } finally {
    await file.close();
  }
}

function window(readAt: ReadAt, from: number, size: number): Bytes {
  const read = (start: number, length: number) => readAt(from + start, Math.max(0, Math.min(length, size - start)));
  async function* pieces() {
    for (let at = 0; at < size; at += FILE_PIECE) {
      const piece = await read(at, FILE_PIECE);
      if (piece.length === 0) return;
      yield piece;
    }
  }
  return {
    size,
    read,
    stream: () => Readable.from(pieces(), { objectMode: false }),
    part: (start, length) => window(readAt, from + start, Math.max(0, Math.min(length, size - start))),
  };
}
