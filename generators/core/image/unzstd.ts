import type { Bytes } from './bytes.js';

/** Bytes that are handed to the decoder at once: what they decompress to is not held as a whole. */
const PIECE = 64 * 1024;

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
  const next = async () => {
    const piece = await bytes.read(position, PIECE);
    position += piece.length;
    return piece.length > 0 ? piece : undefined;
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
    // The library ignores zstd's errors: it would ask again without end. A step that is none takes a byte, or gives one.
    if (output.length > 0) yield Buffer.from(output.buffer, output.byteOffset, output.length);
    else if (++idle > PIECE) throw new Error('damaged zstd data, or a window of more than 128 MiB');
    piece ??= await next();
  }
}
