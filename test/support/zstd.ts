/** Bytes of a block, at most. Source: RFC 8878, 3.1.1.2.4. */
const BLOCK_MAX = 128 * 1024;

/** A zstd frame with a window of 1 MiB, of blocks that hold the bytes as they are: Node 20 has no compressor. */
export function zstdFrame(contents: Buffer): Buffer {
  const parts: Uint8Array[] = [Buffer.from('28b52ffd0050', 'hex')];
  for (let at = 0; at === 0 || at < contents.length; at += BLOCK_MAX) {
    const block = contents.subarray(at, at + BLOCK_MAX);
    const last = at + BLOCK_MAX >= contents.length ? 1 : 0;
    const header = Buffer.alloc(3);
    header.writeUIntLE(block.length * 8 + last, 0, 3);
    parts.push(header, block);
  }
  return Buffer.concat(parts);
}

/** A frame that decoders pass over; `digit` is one of its sixteen magic numbers. */
export function skippableFrame(digit: string): Buffer {
  return Buffer.concat([Buffer.from(`5${digit}2a4d18`, 'hex'), Buffer.from([5, 0, 0, 0]), Buffer.from('hello')]);
}
