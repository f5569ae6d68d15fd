import { posix } from 'node:path';
import { Budget, type Limits } from '../bytes/budget.js';
import { ENTRY_NAME_MAX, type TarEntry } from './archive.js';

/** A file of an image, and where its contents are. */
export interface ImageFile {
  /** Absolute, in the image. */
  path: string;
  type: TarEntry['type'];
  bytes: number;
  /** Whether anybody may execute it. */
  executable: boolean;
  /** What a link points to. */
  target?: string;
  /** The layer, and the place of the entry in it. */
  layer: number;
  entry: number;
  /** Where its contents begin in the unpacked layer. */
  offset: number;
}

/** Files that are remembered by name, and characters of their paths and targets. An image of one module has one. */
const FILES: Partial<Limits> = { items: 50_000 };
/** The folders above them, which are in no document. */
const FOLDERS: Partial<Limits> = { text: 16 * 1024 ** 2 };
/** A path with empty names, `.` or `..`. Node's own functions go over each path by the character, in a million entries too. */
const UNUSUAL = /(?:^|\/)\.{0,2}(?:\/|$)/;
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
  readonly #budget = { files: new Budget(FILES), folders: new Budget(FOLDERS) };
  #removals = 0;
  /** Whether there was more than is remembered. */
  incomplete = false;

  add({ path, type, size, mode, target, offset }: TarEntry, layer: number, entry: number): void {
    // As the engines do: what leads out of the image's root ends at it.
    const absolute = UNUSUAL.test(path) ? posix.resolve('/', path) : `/${path}`;
    const name = absolute.slice(absolute.lastIndexOf('/') + 1);
    const folder = posix.dirname(absolute);
    if (name === '.wh..wh..opq') this.#removeBelow(folder, layer);
    else if (name.startsWith('.wh.')) this.#remove(posix.join(folder, name.slice(4)), layer);
    else if (type === 'directory') {
      this.#files.delete(absolute);
      this.addFolder(absolute);
    } else {
      const executable = (mode & 0o111) !== 0;
      const file = { path: absolute, type, bytes: size, executable, layer, entry, offset, ...(target && { target }) };
      this.#put(type === 'hardlink' ? this.#linked(file) : file);
    }
  }

  /** A hard link is the file that its target is now, whatever becomes of the target in later layers. */
  #linked(link: ImageFile): ImageFile {
    const file = link.target === undefined ? undefined : this.#files.get(posix.resolve('/', link.target));
    return file ? { ...file, path: link.path } : link;
  }

  /** Notes a folder, and those above it. */
  addFolder(path: string): void {
    for (let above = path; !this.#folders.has(above); above = posix.dirname(above)) {
      if (!this.#budget.folders.hasRoom(above.length)) {
        this.incomplete = true;
        return;
      }
      this.#folders.add(above);
    }
  }

  #put(file: ImageFile): void {
    const { path } = file;
    const known = this.#files.has(path) && !file.target;
    if (!known && !this.#budget.files.hasRoom(path.length + (file.target?.length ?? 0))) {
      this.incomplete = true;
      return;
    }
    this.addFolder(posix.dirname(path));
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

  /**
   * The file at a path, through links, as Linux walks it: every folder on the way must exist, `..` included. Undefined
   * when there is none.
   */
  at(path: string): ImageFile | undefined {
    if (path.length > ENTRY_NAME_MAX) return undefined;
    let folder = '/';
    /** The names ahead, the next one last. */
    let ahead = path.split('/').reverse();
    let links = 0;
    for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
      if (name === '' || name === '.') continue;
      if (name === '..') {
        folder = posix.dirname(folder);
        continue;
      }
      const at = folder === '/' ? `/${name}` : `${folder}/${name}`;
      const file = this.#files.get(at);
      // A slash behind its name asks for a folder.
      if (file?.type === 'file') return ahead.length === 0 ? file : undefined;
      if (file) {
        if (!file.target || ++links > LINKS_MAX) return undefined;
        // A symbolic link starts from its folder, a hard link from the archive's root.
        if (file.type === 'hardlink' || file.target.startsWith('/')) folder = '/';
        ahead = [...ahead, ...file.target.split('/').reverse()];
      } else if (this.#folders.has(at)) folder = at;
      else return undefined;
    }
    return undefined;
  }
}
