import { createHash, randomUUID } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../host/own-folders.js';

/** How many modules are kept: enough for a team's projects, and small beside the compiler that stands next to them. */
const MOST = 64;

/** Everything that a module is made of. Only a compiler that sees nothing else of the machine may use this. */
export interface Ingredients {
  /** Name and version. */
  compiler: string;
  /** Flags and sources, in the compiler's order. */
  args: readonly string[];
  /** The project's directory, absolute. */
  directory: string;
  /** Every file that the compiler is given, relative to it. */
  files: readonly string[];
}

/** Where the module of these ingredients is kept, whether or not it is there yet. */
export async function keptModule({ compiler, args, directory, files }: Ingredients): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([compiler, args, files]));
  for (const file of files) {
    const contents = await readFile(join(directory, file));
    // With its length before it, no file's end can pass for the next one's beginning.
    hash.update(`${contents.length}:`).update(contents);
  }
  return join(cacheFolder(), 'modules', `${hash.digest('hex')}.wasm`);
}

/** Writes a kept module to a file. Returns false where there is none. */
export async function takeKept(kept: string, output: string): Promise<boolean> {
  try {
    await copyFile(kept, output);
    const now = new Date();
    await utimes(kept, now, now);
    return true;
  } catch {
    return false;
  }
}

/** Keeps a module for the next time. The oldest go. A cache that cannot be written to stops nobody. */
export async function keepModule(module: string, kept: string): Promise<void> {
  const folder = join(kept, '..');
  const part = `${kept}.part-${randomUUID()}`;
  try {
    await mkdir(folder, { recursive: true });
    await copyFile(module, part);
    await rename(part, kept);
    const aged = await Promise.all(
      (await readdir(folder)).map(async (name) => ({ name, used: (await stat(join(folder, name))).mtimeMs })),
    );
    const old = aged.sort((a, b) => b.used - a.used).slice(MOST);
    await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
  } catch {
    await rm(part, { force: true }).catch(() => {});
  }
}
