import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Failure } from '../../failure.js';
import { fillFolder } from '../../files/fill-folder.js';
import type { PresetReference } from '../../options/stored.js';
import { cacheFolder } from '../../system/own-folders.js';
import { type ReadPreset, readPreset } from '../read-preset.js';
import type { PresetOrigin } from '../reference.js';
import { diskTree } from './disk-tree.js';
import { nameWithin } from './fetch-source.js';

/**
 * Where a preset of that content is kept in the cache. What a project was written with can so be rendered again when
 * its source has moved on, and a person can look at what they are asked to trust.
 */
function keptFolder(hash: string): string {
  return join(cacheFolder(), 'presets', hash.replace('sha256:', ''));
}

/**
 * Keeps the parts of a preset that its hash is over. What was changed or damaged there is written again: the user reads it to
 * decide whom to trust. Returns the folder; undefined where the cache cannot be written to.
 */
export async function keep({ preset, contents }: ReadPreset): Promise<string | undefined> {
  const folder = keptFolder(preset.hash);
  if (await isIntact(folder, preset.hash)) return folder;
  const executable = new Set(preset.files.filter((file) => file.executable).map(({ from }) => from));
  let part: string | undefined;
  try {
    await mkdir(dirname(folder), { recursive: true });
    part = await mkdtemp(`${folder}.part-`);
    await fillFolder(part, contents, executable);
    await rm(folder, { recursive: true, force: true });
    await rename(part, folder);
    return folder;
  } catch {
    // A full disk, a home that is read-only, or another process that was faster: everything works without it.
    if (part !== undefined) await rm(part, { recursive: true, force: true });
    return (await isIntact(folder, preset.hash)) ? folder : undefined;
  }
}

/**
 * Reads the preset of a project out of the cache. Undefined when it is not there; what was changed there does not
 * count, since its hash is another.
 *
 * @param cwd the project's directory
 */
export async function readKept(reference: PresetReference, cwd: string): Promise<ReadPreset | undefined> {
  const { hash, source } = reference;
  return readWhole(keptFolder(hash), hash, storedOrigin(reference, cwd), source);
}

async function isIntact(folder: string, hash: string): Promise<boolean> {
  const read = await readWhole(folder, hash, { source: folder }, folder).catch(() => undefined);
  return read !== undefined;
}

/** Reads a preset in a folder of the cache; undefined where it is not there, or is not what its hash says. */
async function readWhole(
  folder: string,
  hash: string,
  origin: PresetOrigin,
  shown: string,
): Promise<ReadPreset | undefined> {
  if (!existsSync(folder)) return undefined;
  try {
    const tree = diskTree(folder, (path) => nameWithin(shown, path));
    const read = await readPreset(tree, origin, { folder: '' });
    return read.preset.hash === hash ? read : undefined;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function storedOrigin({ source, version, commit }: PresetReference, cwd: string): PresetOrigin {
  const rest = { ...(version !== undefined && { version }), ...(commit !== undefined && { commit }) };
  const [given = '', ...fragment] = source.split('#');
  if (!/^\.{1,2}(?:\/|$)/.test(source)) return { source, ...rest };
  const path = resolve(cwd, given);
  return { source: [path, ...fragment].join('#'), path, ...rest };
}
