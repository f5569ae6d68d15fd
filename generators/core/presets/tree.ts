/** Something in a preset's folder that is not itself a folder. */
export interface Entry {
  /** Relative to the tree, with `/` between folders. */
  path: string;
  /** A link is never followed: it could lead anywhere on the machine. */
  kind: 'file' | 'link' | 'other';
  executable: boolean;
  /** In bytes, known before anything of it is read. */
  size: number;
}

/** The files that a preset is read from, wherever they are: a folder, a package, a commit. */
export interface Tree {
  /** What stands at a path. Undefined when there is nothing, or a folder. */
  entry(path: string): Promise<Entry | undefined>;
  /**
   * Everything below a folder (`''` for all), in any order.
   *
   * @throws TooMany when there are more than any preset has
   */
  below(folder: string): Promise<Entry[]>;
  /**
   * The bytes of a file. Undefined when there is none, or something else in its place.
   *
   * @throws TooMany when it is larger than `max` bytes, BYTES_MAX unless another is given
   */
  read(path: string, max?: number): Promise<Buffer | undefined>;
  /** A path of the tree as a person would name it: `@acme/preset@1.2.0/wasm-oci.toml`. */
  shown(path: string): string;
}

/** The part of a tree below one of its folders. */
export function subtree(tree: Tree, folder: string): Tree {
  if (folder === '') return tree;
  const inTree = (path: string) => (path === '' ? folder : `${folder}/${path}`);
  const inPart = (entry: Entry) => ({ ...entry, path: entry.path.slice(folder.length + 1) });
  return {
    async entry(path) {
      const entry = await tree.entry(inTree(path));
      return entry && inPart(entry);
    },
    below: async (path) => (await tree.below(inTree(path))).map(inPart),
    read: (path, max) => tree.read(inTree(path), max),
    shown: (path) => tree.shown(inTree(path)),
  };
}

/** A tree of files that are in memory, or read when they are wanted. */
export function treeOf(
  entries: readonly Entry[],
  read: (path: string) => Promise<Buffer | undefined>,
  shown: (path: string) => string,
): Tree {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  return {
    entry: async (path) => byPath.get(path),
    below: async (folder) => entries.filter(({ path }) => folder === '' || path.startsWith(`${folder}/`)),
    read: async (path, max = BYTES_MAX) => {
      const entry = byPath.get(path);
      if (entry?.kind !== 'file') return undefined;
      if (entry.size > max) throw new TooMany(`it is larger than ${shownSize(max)}`);
      return read(path);
    },
    shown,
  };
}

/** More files, or larger ones, than any preset has: probably another folder than was meant. */
export class TooMany extends Error {}

/** The most entries that are looked at: a preset has a dozen. */
export const TREE_ENTRIES_MAX = 1000;
/** The most bytes that all files of a preset have together. */
export const BYTES_MAX = 8 * 1024 * 1024;

/** `8 MB`, `64 kB`. */
export function shownSize(bytes: number): string {
  return bytes < 1024 * 1024 ? `${bytes / 1024} kB` : `${bytes / 1024 / 1024} MB`;
}

/** The base name of the file that makes a folder a preset. */
export const PRESET_FILE = 'wasm-oci.toml';
