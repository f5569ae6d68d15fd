import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { inTemporaryFolder } from '../../files/temporary-folder.js';
import { writeWhole } from '../../files/write-whole.js';
import { cacheFolder } from '../../system/own-folders.js';
import { run } from '../../system/process.js';
import { PROBE, PROBE_LIMIT } from '../../toolchain/failed.js';
import type { Found } from '../../toolchain/local-compiler.js';
import type { Dialect } from './dialect.js';
import { FLAGS } from './language.js';

/** Where wasi-sdk's own image has it, and many who unpack it. Not on Windows, where everybody may make a folder C:\\opt. */
const UNPACKED = '/opt/wasi-sdk/bin/clang';

/** Where a clang for WASI may be: wasi-sdk where its users and its image have it, then whatever is on PATH. */
function candidates(): string[] {
  const sdk = process.env.WASI_SDK_PATH;
  const unpacked = process.platform !== 'win32' && existsSync(UNPACKED);
  return [...(sdk ? [resolve(sdk, 'bin/clang')] : []), ...(unpacked ? [UNPACKED] : []), 'clang'];
}

/** Holds what `clang --version` says of the clang that last linked, its folder included: it need not link again to be believed. */
function believed({ title }: Dialect): string | undefined {
  try {
    return join(cacheFolder(), title === 'C' ? 'clang-for-wasi.txt' : 'clang-for-wasi-cpp.txt');
  } catch {
    // Without a home folder, it links each time.
    return undefined;
  }
}

/** Has the next findClang try for itself again. For when a compilation failed, whose clang may have lost its library. */
export async function disbelieveClang(dialect: Dialect): Promise<void> {
  const file = believed(dialect);
  if (file !== undefined) await rm(file, { force: true }).catch(() => {});
}

/** The first clang that really links a program for WASI: most of those on PATH have no library for it. */
export async function findClang(dialect: Dialect, signal?: AbortSignal): Promise<Found | undefined> {
  const file = believed(dialect);
  const before = file === undefined ? undefined : await readFile(file, 'utf8').catch(() => undefined);
  for (const program of candidates()) {
    const asked = await run(program, ['--version'], { ...PROBE, signal });
    if (asked.exitCode !== 0) continue;
    if (asked.stdout !== before) {
      if (!(await links(program, dialect, signal))) continue;
      await believe(file, asked.stdout);
    }
    return { name: 'clang', version: /version (\S+)/.exec(asked.stdout)?.[1] ?? 'unknown', program };
  }
  return undefined;
}

async function links(program: string, dialect: Dialect, signal: AbortSignal | undefined): Promise<boolean> {
  return inTemporaryFolder('probe', async (folder) => {
    const { entry, probe, flags, libraries } = dialect;
    const file = `probe${extname(entry)}`;
    await writeFile(join(folder, file), probe);
    const args = [...FLAGS, ...flags, '-o', 'probe.wasm', file, ...libraries];
    const linked = await run(program, args, { cwd: folder, timeout: PROBE_LIMIT, signal });
    return linked.exitCode === 0;
  });
}

/** A cache that cannot be written to stops nobody. */
async function believe(file: string | undefined, version: string): Promise<void> {
  if (file === undefined) return;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    .then(() => writeWhole(file, version))
    .catch(() => {});
}
