import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { writeWhole } from '../files/write-whole.js';
import { cacheFolder } from '../system/own-folders.js';
import { ownState } from '../system/own-state.js';

/** How many modules are kept: enough for a team's projects, and small beside the compiler next to them. */
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
  return join(cacheFolder(), 'modules', `${hash.digest('hex')}.sealed`);
}

/** Writes a kept module to a file. Returns false where there is none, or one that this user's runs did not keep. */
export async function takeKept(kept: string, output: string): Promise<boolean> {
  try {
    const bytes = await readFile(kept);
    const [seal, module] = [bytes.subarray(0, SEAL_BYTES), bytes.subarray(SEAL_BYTES)];
    const expected = await sealOf(kept, module);
    if (!expected || seal.length !== SEAL_BYTES || !timingSafeEqual(seal, expected)) return false;
    await writeFile(output, module);
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
  try {
    const bytes = await readFile(module);
    const seal = await sealOf(kept, bytes);
    if (!seal) return;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeWhole(kept, Buffer.concat([seal, bytes]));
    const aged = await Promise.all(
      (await readdir(folder)).map(async (name) => ({ name, used: (await stat(join(folder, name))).mtimeMs })),
    );
    const old = aged.sort((a, b) => b.used - a.used).slice(MOST);
    await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
  } catch {
    // The next build compiles it again.
  }
}

const SEAL_BYTES = 32;

/**
 * What a kept module begins with: only who knows this user's secret can make it. A cache may be shared, restored or
 * edited, and a module out of it would go into an image that says it was built of these sources.
 *
 * @returns undefined where no secret can be kept
 */
async function sealOf(kept: string, module: Uint8Array): Promise<Buffer | undefined> {
  const state = await ownState();
  let secret = await state.recall(SECRET);
  if (!secret && (await state.remember(SECRET, randomBytes(32).toString('hex')))) secret = await state.recall(SECRET);
  return secret ? createHmac('sha256', secret).update(basename(kept)).update(module).digest() : undefined;
}

const SECRET = 'module-cache-secret';
