import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { withChecksums } from './tar-bytes.js';

/** How often parts may name one another: index, manifest, config, layer. */
const DEPTH = 6;

/**
 * The files of an OCI layout out of an input's parts. A part names another by `@digest:PART@`, `@size:PART@` and, for a
 * layer, `@diff:PART@`: a change of a manifest leads to a manifest, not to a wrong digest. A part whose name ends in `.tar`
 * gets the checksums of a tar archive, one in `.tar.gz` is gzipped then.
 */
export function layoutOf(parts: ReadonlyMap<string, Buffer>): Map<string, Buffer> {
  const made = new Map<string, Buffer>();
  const contentsOf = (name: string, depth: number): Buffer => {
    const known = made.get(name);
    if (known) return known;
    const part = parts.get(name) ?? Buffer.of();
    const contents = packed(name, /\.tar(?:\.gz)?$/.test(name) ? withChecksums(part) : resolved(part, depth));
    made.set(name, contents);
    return contents;
  };
  const resolved = (part: Buffer, depth: number): Buffer => {
    if (depth === 0) return part;
    const text = part.toString('latin1').replace(/@(digest|size|diff):([\w.-]{1,40})@/g, (_, what, name) => {
      if (what === 'size') return String(contentsOf(name, depth - 1).length);
      if (what === 'digest') return digest(contentsOf(name, depth - 1));
      return digest(withChecksums(parts.get(name) ?? Buffer.of()));
    });
    return Buffer.from(text, 'latin1');
  };
  const files = new Map<string, Buffer>();
  for (const name of parts.keys()) {
    const contents = contentsOf(name, DEPTH);
    files.set(name, contents);
    files.set(`blobs/${digest(contents).replace(':', '/')}`, contents);
  }
  return files;
}

function packed(name: string, contents: Buffer): Buffer {
  return name.endsWith('.gz') ? gzipSync(contents, { level: 1 }) : contents;
}

function digest(contents: Buffer): string {
  return `sha256:${createHash('sha256').update(contents).digest('hex')}`;
}
