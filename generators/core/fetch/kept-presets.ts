import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ReadPreset } from '../preset/read-preset.js';
import { cacheFolder } from '../toolchain/cache.js';

/**
 * Where a preset of that content is kept in the cache. What a project was written with can so be rendered again when
 * its source has moved on, and a person can look at what they are asked to trust.
 */
export function keptFolder(hash: string): string {
  return join(cacheFolder(), 'presets', hash.replace('sha256:', ''));
}

/** Keeps the parts of a preset that its hash is over. Returns the folder; undefined where the cache cannot be written to. */
export async function keep({ preset, contents }: ReadPreset): Promise<string | undefined> {
  const folder = keptFolder(preset.hash);
  if (existsSync(folder)) return folder;
  const executable = new Set(preset.files.filter((file) => file.executable).map(({ from }) => from));
  let part: string | undefined;
  try {
    await mkdir(dirname(folder), { recursive: true });
    part = await mkdtemp(`${folder}.part-`);
    for (const [path, text] of contents) {
      const place = join(part, path);
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, text);
      if (executable.has(path)) await chmod(place, 0o755);
    }
    await rename(part, folder);
    return folder;
  } catch {
    // A full disk, a home that is read-only, or another process that was faster: everything works without it.
    if (part !== undefined) await rm(part, { recursive: true, force: true });
    return existsSync(folder) ? folder : undefined;
  }
}
