import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ExitCode, Failure, type Fix } from '../../failure.js';
import { treeHash } from '../../files/tree-hash.js';
import { npmVariables, projectsAround } from '../../presets/fetch/npm-settings.js';
import { diskFailure } from '../../system/disk-failure.js';
import { npmCommand } from '../../system/npm.js';
import { cacheFolder } from '../../system/own-folders.js';
import { toolchainsFolder } from '../../system/package-root.js';
import { run } from '../../system/process.js';
import { failed } from '../../toolchain/failed.js';
import type { CompileJob, Found } from '../../toolchain/local-compiler.js';
import { removeEarlier } from '../../toolchain/prune-cache.js';
import { watchSize } from '../../toolchain/watch-size.js';
import { noClang } from './install.js';

/** Clang compiled to WebAssembly, with its own C library: one package, no install script. */
export const YOWASP = '@yowasp/clang';

/**
 * The one place where it is pinned: a real package.json and lock file, so that Renovate and Dependabot bump version
 * and integrity together, and npm itself checks the integrity.
 */
const PIN = join(toolchainsFolder, 'clang');
/** How its folder in the cache is called, before the version. */
const CLANG_FOLDER = 'yowasp-clang-';
/** What a killed process left half-way is removed by a later one, once it can no longer be under way. */
const ABANDONED = 60 * 60 * 1000;

interface Pin {
  dependencies: { [YOWASP]: string };
  megabytes: { download: number; unpacked: number };
  /** The hash of the package as npm unpacks it. */
  tree: string;
}

/** The cache, or why no image is built without one. */
function cache(): string {
  try {
    return cacheFolder();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.message, { exitCode: ExitCode.notBuilt, fix: error.fix });
  }
}

function clangPin(): Pick<Pin, 'megabytes' | 'tree'> & { version: string; folder: string } {
  const { dependencies, megabytes, tree } = JSON.parse(readFileSync(join(PIN, 'package.json'), 'utf8')) as Pin;
  const version = dependencies[YOWASP];
  return { version, megabytes, tree, folder: join(cache(), `${CLANG_FOLDER}${version}`) };
}

/** Says whether it is in the cache. The folder gets its name when everything is in it, so it is whole or not there. */
export async function findYowasp(): Promise<Found> {
  const { version, folder, megabytes } = clangPin();
  const here = existsSync(folder);
  return { name: YOWASP, version, program: folder, ...(!here && { download: megabytes.download }) };
}

/**
 * Fetches it into the cache with the user's own npm, so that their registry, proxy and account count.
 * Two processes at once fetch it twice; the first to end gives the folder its name.
 */
export async function fetchYowasp({ onLine = () => {}, onNote = onLine, signal }: Fetch): Promise<void> {
  const { version, folder, megabytes, tree } = clangPin();
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
    const unpacked = join(part, 'node_modules', YOWASP);
    const found = await treeHash(unpacked);
    if (found !== tree) throw isAnotherClang(version, found);
    await rename(unpacked, folder).catch((error: unknown) => {
      // Another process was faster: what it put there is the same.
      if (!existsSync(folder)) throw error;
    });
    await removeEarlier(folder, CLANG_FOLDER);
  } finally {
    await rm(part, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * Checks the clang in the cache before it is run: a cache may be shared, restored or edited. One that is not what is
 * pinned is fetched again.
 */
export async function checkYowasp(fetch: Fetch): Promise<void> {
  const { version, folder, tree } = clangPin();
  if ((await treeHash(folder).catch(() => undefined)) === tree) return;
  const { onLine = () => {}, onNote = onLine } = fetch;
  onNote(`${folder} is not ${YOWASP} ${version} as it was fetched`);
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  await fetchYowasp(fetch);
}

/** npm checks the integrity of what it fetches, so that this is a pin with an old hash, or a package that npm changed. */
function isAnotherClang(version: string, found: string): Failure {
  return new Failure(`${YOWASP} ${version} was fetched, but does not match its pinned hash: its hash is ${found}.`, {
    exitCode: ExitCode.notBuilt,
    fix: FIX,
  });
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

const FIX: Fix[] = [
  {
    command: 'npm ping',
    text: 'shows whether the registry answers; a proxy is set with npm config set https-proxy URL',
  },
  {
    text: 'Or unpack wasi-sdk (https://github.com/WebAssembly/wasi-sdk/releases) and set WASI_SDK_PATH to its folder.',
  },
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
    const why = diskFailure(error, ExitCode.notBuilt)?.message ?? (error as Error).message;
    throw new Failure(`The cache ${cache} cannot be written to: ${why.replace(/\.$/, '')}.`, {
      exitCode: ExitCode.notBuilt,
      fix: [{ text: 'Set XDG_CACHE_HOME to a folder of your own.' }],
    });
  }
}
