import { posix } from 'node:path';
import type { TarEntry } from './archive.js';

/** A file of an image, and where its contents are. */
export interface ImageFile {
  /** Absolute, in the image. */
  path: string;
  type: TarEntry['type'];
  bytes: number;
  /** What a link points to. */
  target?: string;
  /** The layer, and the place of the entry in it. */
  layer: number;
  entry: number;
}

/** Files that are remembered by name. An image of one module has one. */
const REMEMBERED = 50_000;
/** Links that are followed from one to the next, as Linux does (MAXSYMLINKS). */
const LINKS_MAX = 40;
/** Folders taken away by later layers: each costs a look at every file that is remembered. */
const REMOVALS_MAX = 2_000;

/**
 * The files that a container would see: later layers over earlier ones, and what they take away.
 * Source: OCI image spec, layer.md, "Whiteouts".
 */
export class ImageFiles {
  readonly #files = new Map<string, ImageFile>();
  readonly #folders = new Set<string>();
  #removals = 0;
  /** Whether there was more than is remembered. */
  incomplete = false;

  add({ path, type, size, target }: TarEntry, layer: number, entry: number): void {
    // As the engines do: what leads out of the image's root ends at it.
    const absolute = posix.resolve('/', path);
    const name = posix.basename(absolute);
    const folder = posix.dirname(absolute);
    if (name === '.wh..wh..opq') this.#removeBelow(folder, layer);
    else if (name.startsWith('.wh.')) this.#remove(posix.join(folder, name.slice(4)), layer);
    else if (type !== 'directory')
      this.#put({ path: absolute, type, bytes: size, layer, entry, ...(target && { target }) });
  }

  #put(file: ImageFile): void {
    const { path } = file;
    if (this.#files.size >= REMEMBERED && !this.#files.has(path)) {
      this.incomplete = true;
      return;
    }
    for (let above = posix.dirname(path); !this.#folders.has(above); above = posix.dirname(above))
      this.#folders.add(above);
    // Taken out first, so that the order is that of the layers.
    this.#files.delete(path);
    this.#files.set(path, file);
  }

  /** Takes away what earlier layers have at a path, or below it. */
  #remove(path: string, layer: number): void {
    const file = this.#files.get(path);
    if (file && file.layer !== layer) this.#files.delete(path);
    this.#removeBelow(path, layer);
  }

  #removeBelow(folder: string, layer: number): void {
    if (!this.#folders.has(folder)) return;
    if (this.#removals++ === REMOVALS_MAX) this.incomplete = true;
    if (this.incomplete) return;
    const below = folder === '/' ? '/' : `${folder}/`;
    for (const file of this.#files.values()) {
      if (file.layer !== layer && file.path.startsWith(below)) this.#files.delete(file.path);
    }
  }

  all(): ImageFile[] {
    return [...this.#files.values()];
  }

  /** The file at a path, through links; undefined when there is none. */
  at(path: string): ImageFile | undefined {
    let found = path;
    for (let links = 0; links < LINKS_MAX; links++) {
      const file = this.#files.get(found);
      if (file?.type === 'file') return file;
      if (!file?.target) return undefined;
      // A symbolic link starts from its folder, a hard link from the archive's root.
      const from = file.type === 'symlink' ? posix.dirname(found) : '/';
      found = posix.resolve('/', from, file.target);
    }
    return undefined;
  }
}
