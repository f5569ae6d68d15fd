const BLOCK = 512;

/**
 * A tar archive with the checksums that its headers should have. A change of one byte makes a header wrong, and readers look
 * no further; with the checksum repaired they look at what was changed.
 */
export function withChecksums(archive: Buffer): Buffer {
  const bytes = Buffer.from(archive);
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.some((byte) => byte !== 0)) {
      header.write(' '.repeat(8), 148);
      const sum = header.reduce((total, byte) => total + byte, 0);
      header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    }
    const size = Number.parseInt(header.toString('latin1', 124, 136), 8) || 0;
    at += BLOCK + Math.ceil(Math.max(0, size) / BLOCK) * BLOCK;
  }
  return bytes;
}

/** A tar archive of these files. */
export function tarOf(files: ReadonlyMap<string, Buffer>): Buffer {
  const blocks = [...files].flatMap(([name, contents]) => {
    const header = Buffer.alloc(BLOCK);
    header.write(name, 0, 100, 'latin1');
    header.write('0000644\0', 100);
    header.write(`${contents.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('0', 156);
    header.write('ustar\x0000', 257);
    return [header, contents, Buffer.alloc(-contents.length & (BLOCK - 1))];
  });
  return withChecksums(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]));
}
