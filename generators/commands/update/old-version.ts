import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Cancelled, ExitCode, Failure, type Fix } from '../../core/failure.js';
import { npmError, TELLING } from '../../core/presets/fetch/npm-errors.js';
import { npmVariables, projectsAround } from '../../core/presets/fetch/npm-settings.js';
import { asFailure } from '../../core/system/disk-failure.js';
import { npmCommand } from '../../core/system/npm.js';
import { cacheFolder, stateFolder } from '../../core/system/own-folders.js';
import { run } from '../../core/system/process.js';
import { quoted } from '../../core/system/shell.js';
import { isPinned, pin } from './version-pin.js';

/** How an older version of this program is fetched. */
export interface FetchOptions {
  /** A tarball to take it from instead of the registry; absolute. */
  from?: string | undefined;
  onNote: (text: string) => void;
  signal: AbortSignal;
}

const NAME = 'create-wasm-oci';

/** One package of 1.5 MB: what takes longer waits for a registry that does not answer. */
const FETCH_TIMEOUT = 120_000;

// The user's own settings say which registry, proxy and account; settings for their projects only do not count.
const INSTALL = [
  'install',
  '--ignore-scripts',
  '--install-links',
  '--no-audit',
  '--no-fund',
  '--no-save',
  '--no-package-lock',
  '--no-global',
  '--no-dry-run',
  '--no-update-notifier',
  ...TELLING,
];

/**
 * Fetches an older version with the user's own npm, once, into the cache. Returns its command line's script.
 *
 * npm runs in a folder of its own: the .npmrc of a repository is not to choose where code comes from that is run here.
 *
 * @throws Failure (wrong input) that says why not; Cancelled when the signal ended it
 */
export async function fetchVersion(version: string, { from, onNote, signal }: FetchOptions): Promise<string> {
  const folder = join(cacheFolder(), 'versions', version);
  const kept = existsSync(folder);
  if (!kept || !(await isPinned(version, folder))) {
    const again = kept ? ' again: the cached copy has changed' : '';
    onNote(`Fetching ${NAME} ${version}, which wrote the project, with npm${again}`);
    const part = await makePart(folder, version);
    try {
      await install(part, version, from, signal);
      const fetched = join(part, 'node_modules', NAME);
      if (!(await pin(version, fetched))) throw isAnother(version);
      if (kept) await rename(folder, join(part, 'replaced'));
      await rename(fetched, folder).catch(async (error: unknown) => {
        // Another process was faster: what it put there is the same.
        if (!existsSync(folder) || !(await isPinned(version, folder))) throw error;
      });
    } finally {
      await rm(part, { recursive: true, force: true, maxRetries: 3 });
    }
  }
  const { bin } = await manifestIn(folder);
  return join(folder, bin[NAME] ?? '');
}

/** A version is published once. Another content under its number is a mistake of a registry, or somebody's doing. */
function isAnother(version: string): Failure {
  const remembered = join(stateFolder(), 'versions', version);
  return new Failure(`${NAME} ${version} differs from the package that was fetched before, so it was not run.`, {
    exitCode: ExitCode.wrongInput,
    fix: [
      { command: 'npm config get registry', text: 'shows where npm now gets another package of that version' },
      { command: `rm ${quoted(remembered)}` },
    ],
  });
}

/** The folder that a version is installed into, beside the one it ends in. */
async function makePart(folder: string, version: string): Promise<string> {
  try {
    await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
    return await mkdtemp(`${folder}.part-`);
  } catch (error) {
    const failure = asFailure(error);
    if (!failure) throw error;
    throw notFetched(version, failure.message.replace(/\.$/, ''), [
      { command: 'XDG_CACHE_HOME=/absolute/folder', text: 'names another place for what is fetched' },
    ]);
  }
}

async function install(folder: string, version: string, from: string | undefined, signal: AbortSignal): Promise<void> {
  const spec = from ?? `${NAME}@${version}`;
  if (from && !existsSync(from))
    throw notFetched(version, `there is no ${from}`, [{ text: 'Give the tarball with --from.' }]);
  const npm = npmCommand();
  if (!npm)
    throw notFetched(version, 'npm was not found', [
      { text: 'Put npm on PATH; it comes with Node (https://nodejs.org).' },
    ]);
  await writeFile(join(folder, 'package.json'), '{}');
  const args = [npm, ...INSTALL, '--prefix', folder, '--', spec];
  // What npm started this process with may come from a repository's .npmrc.
  const env = npmVariables(process.env, await projectsAround(process.cwd()));
  const installed = await run(process.execPath, args, { cwd: folder, env, signal, timeout: FETCH_TIMEOUT });
  if (signal.aborted) throw new Cancelled('Nothing was changed.');
  if (installed.timedOut || installed.exitCode !== 0) {
    const { why, fix, output } = await npmError(installed, NAME);
    throw notFetched(version, why, from ? [] : [...fix, elsewhere(version)], output);
  }
  const found = await manifestIn(join(folder, 'node_modules', NAME)).catch(() => undefined);
  if (found?.version === version) return;
  throw notFetched(version, `${spec} holds ${found ? `${NAME} ${found.version}` : 'another package'}`, []);
}

async function manifestIn(folder: string): Promise<{ version: string; bin: Record<string, string> }> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
}

function elsewhere(version: string): Fix {
  return {
    text: `Or fetch it where there is a network (npm pack ${NAME}@${version}), and give the tarball with --from.`,
  };
}

function notFetched(version: string, why: string, fix: Fix[], output: string[] = []): Failure {
  return new Failure(`${NAME} ${version}, which wrote the project, was not fetched: ${why}.`, {
    exitCode: ExitCode.wrongInput,
    fix,
    output,
  });
}
