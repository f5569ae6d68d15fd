import type { Preset } from '../../generators/core/presets/preset.js';
import { readPreset } from '../../generators/core/presets/read-preset.js';
import { type Entry, type Tree, treeOf } from '../../generators/core/presets/tree.js';

/** A preset's folder in memory: contents by path. An entry that is no file is given by what it is. */
export type Folder = Record<string, string | Buffer | { kind: Entry['kind'] }>;

/** The least that a preset says. */
export const LEAST = 'schema = 1\nname = "acme"\n';

/** A preset that writes what its folder `all` holds. */
export const OVERLAY = `${LEAST}[overlay]\nshared = "all"\n`;

export function memoryTree(folder: Folder): Tree {
  const entries = Object.entries(folder).map(([path, contents]): Entry => {
    const kind = typeof contents === 'string' || Buffer.isBuffer(contents) ? 'file' : contents.kind;
    const size = kind === 'file' ? Buffer.byteLength(contents as string | Buffer) : 0;
    return { path, kind, executable: path.endsWith('.sh'), size };
  });
  const read = async (path: string) => Buffer.from(folder[path] as string | Buffer);
  return treeOf(entries, read, (path) => (path === '' ? 'acme' : `acme/${path}`));
}

/** Reads a preset from memory. */
export async function presetOf(folder: Folder): Promise<Preset> {
  return (await readPreset(memoryTree(folder), { source: './acme' })).preset;
}
