import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ExitCode, Failure } from '../failure.js';
import { npmVariables, projectsAround } from '../fetch/npm-settings.js';
import { npmCommand } from '../host/npm.js';
import { cacheFolder } from '../host/own-folders.js';
import { run } from '../host/process.js';
import { toolchainsFolder } from '../package-root.js';
import type { CompileJob, Found } from './compiler.js';
import { removeEarlier } from './earlier-pins.js';
import { noClang } from './install.js';
import { failed } from './outcome.js';
import { watchSize } from './watch-size.js';

/** Clang compiled to WebAssembly, with its own C library: one package, no install script. */
export const YOWASP = '@yowasp/clang';

/**
 * The one place where it is pinned: a real package.json and lock file, so that Renovate and Dependabot bump version
 * and integrity together, and npm itself checks the integrity.
 */
const PIN = join(toolchainsFolder, 'clang');
/** How its folder in the cache is called, before the version. */
const FOLDER = 'yowasp-clang-';
/** What a killed process left half-way is removed by a later one, once it can no longer be under way. */
const ABANDONED = 60 * 60 * 1000;

interface Pin {
  dependencies: { [YOWASP]: string };
  megabytes: { download: number; unpacked: number };
}

function pin(): { version: string; folder: string; megabytes: Pin['megabytes'] } {
  const { dependencies, megabytes } = JSON.parse(readFileSync(join(PIN, 'package.json'), 'utf8')) as Pin;
  const version = dependencies[YOWASP];
  return { version, megabytes, folder: join(cacheFolder(), `${FOLDER}${version}`) };
}

/** Says whether it is in the cache. The folder gets its name when everything is in it, so it is whole or not there. */
export async function findYowasp(): Promise<Found> {
  const { version, folder, megabytes } = pin();
  const here = existsSync(folder);
  return { name: YOWASP, version, program: folder, ...(!here && { download: megabytes.download }) };
}

/**
 * Fetches it into the cache with the person's own npm, so that their registry, proxy and account count.
 * Two processes at once fetch it twice; the first to end gives the folder its name.
 */
export async function fetchYowasp({ onLine = () => {}, onNote = onLine, signal }: Fetch): Promise<void> {
  const { version, folder, megabytes } = pin();
  // Since it was looked for, another process may have brought it.
  if (existsSync(folder)) return;
  const npm = npmCommand();
  if (!npm) throw noClang();
  const cache = dirname(folder);
  onNote(
    `fetching ${YOWASP} ${version} (${megabytes.download} MB, ${megabytes.unpacked} MB unpacked), once, into ${cache}`,
  );
  const part = await partFolder(cache, folder);
  try {
    for (const file of ['package.json', 'package-lock.json']) await copyFile(join(PIN, file), join(part, file));
    const stop = watchSize(part, (megabyte) => onLine(`fetched ${megabyte} of ${megabytes.unpacked} MB`));
    const args = [npm, ...CI, '--prefix', part];
    // What npm started this process with may come from a repository's .npmrc.
    const env = npmVariables(process.env, await projectsAround(process.cwd()));
    const fetched = await run(process.execPath, args, { cwd: part, env, signal }).finally(stop);
    if (fetched.exitCode !== 0) throw failed(fetched, { what: `Fetching ${YOWASP} ${version}`, fix: FIX, signal });
    await rename(join(part, 'node_modules', YOWASP), folder).catch((error: unknown) => {
      // Another process was faster: what it put there is the same.
      if (!existsSync(folder)) throw error;
    });
    await removeEarlier(folder, FOLDER);
  } finally {
    await rm(part, { recursive: true, force: true, maxRetries: 3 });
  }
}

type Fetch = Pick<CompileJob, 'onLine' | 'onNote' | 'signal'>;

// A person's settings for their own projects (no lock file, linked folders, global installs) would stop it.
const CI = [
  'ci',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--package-lock',
  '--no-global',
  '--no-dry-run',
  '--install-strategy=hoisted',
  '--loglevel=error',
];

const FIX = [
  'npm ping   shows whether the registry answers; a proxy is set with npm config set https-proxy URL',
  'Or unpack wasi-sdk (https://github.com/WebAssembly/wasi-sdk/releases) and set WASI_SDK_PATH to its folder.',
];

/** A folder beside the final one: a rename works only within one file system. Removes what was abandoned there. */
async function partFolder(cache: string, folder: string): Promise<string> {
  try {
    await mkdir(cache, { recursive: true });
    for (const name of await readdir(cache)) {
      const path = join(cache, name);
      const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now());
      if (name.includes('.part-') && age > ABANDONED) await rm(path, { recursive: true, force: true });
    }
    return await mkdtemp(`${folder}.part-`);
  } catch (error) {
    throw new Failure(`The cache ${cache} cannot be written to: ${(error as Error).message}.`, {
      exitCode: ExitCode.notBuilt,
      fix: ['Set XDG_CACHE_HOME to a folder of your own.'],
    });
  }
}
