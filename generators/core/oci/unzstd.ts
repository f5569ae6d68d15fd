import type { Bytes } from '../bytes/bytes.js';

/** Bytes that are read at once. */
const READ_SIZE = 64 * 1024;

/** Bytes that are handed to the decoder at once. The fewer, the sooner it shows that it does not go on. */
const ZSTD_PIECE = 4 * 1024;

/**
 * The most steps in a row that give no output while the decoder goes through one piece. A step of zstd ends when its
 * input or output is used up, or a frame ends. The smallest frame is a skippable one of 8 bytes without contents (RFC
 * 8878, 3.1.2). One more, for a frame that began in the piece before.
 */
const MOST_IDLE = ZSTD_PIECE / 8 + 1;

/**
 * Decompresses zstd: any number of frames, skippable ones among them, as `zstd:chunked` and `pzstd` write them. It is
 * zstd itself, compiled to WebAssembly: Node 20 has none, and Node's own stops after the first frame (nodejs/node#64741).
 * A frame whose window is larger than 128 MiB is refused, as by `zstd -d`, so that memory has a bound.
 *
 * @throws Error when the data is damaged, or cut off
 */
export async function* unzstd(bytes: Bytes): AsyncGenerator<Buffer> {
  const { ZSTDDecoder } = await import('zstddec/stream');
  const decoder = new ZSTDDecoder();
  await decoder.init();
  let position = 0;
  let read = await bytes.read(position, READ_SIZE);
  const next = async () => {
    if (read.length === 0) return undefined;
    const piece = read.subarray(0, ZSTD_PIECE);
    position += piece.length;
    read = read.length > piece.length ? read.subarray(ZSTD_PIECE) : await bytes.read(position, READ_SIZE);
    return piece;
  };
  let piece = await next();
  /** Steps without any output in a row. */
  let idle = 0;
  // The decoder takes at most one piece a step, for no piece is empty: the next one is read between two steps.
  function* pieces() {
    while (piece) {
      const taken = piece;
      piece = undefined;
      idle = 0;
      yield taken;
    }
  }
  for (const output of decoder.decodeStreaming(pieces())) {
    // The library ignores zstd's errors: it would ask again without end.
    if (output.length > 0) yield Buffer.from(output.buffer, output.byteOffset, output.length);
    else if (++idle > MOST_IDLE) throw new Error('damaged zstd data, or a window of more than 128 MiB');
    piece ??= await next();
  }
}
