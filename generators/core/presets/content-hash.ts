import { createHash } from 'node:crypto';
import type { Preset } from './preset.js';

/**
 * The hash of everything a preset puts into projects: `wasm-oci.toml`, the licence and the overlay, by path.
 * The same preset has the same hash wherever it came from: what else a package or a repository holds does not count.
 * Texts are hashed with LF at line ends, so a checkout on Windows counts as the same.
 */
export function contentHash(files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const path of [...files.keys()].sort()) {
    const contents = Buffer.from(files.get(path) ?? '');
    // Lengths in front: no two sets of files give the same bytes.
    hash.update(`${Buffer.byteLength(path)} ${contents.length} ${path}\0`).update(contents);
  }
  return `sha256:${hash.digest('hex')}`;
}

/**
 * The hash that trust is given for: of the content, and of which files are executable. A preset without executable
 * files has one hash for both.
 */
export function trustHash({ hash, files }: Pick<Preset, 'hash' | 'files'>): string {
  const executable = files.filter((file) => file.executable).map(({ from }) => from);
  if (executable.length === 0) return hash;
  return `sha256:${createHash('sha256')
    .update(JSON.stringify([hash, ...executable.sort()]))
    .digest('hex')}`;
}
