import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Cancelled, ExitCode, Failure } from '../core/failure.js';
import { npmVariables, projectsAround } from '../core/fetch/npm-settings.js';
import { npmTrouble, TELLING } from '../core/fetch/npm-trouble.js';
import { npmCommand } from '../core/host/npm.js';
import { cacheFolder } from '../core/host/own-folders.js';
import { run } from '../core/host/process.js';
import { asFailure } from '../core/system-failure.js';

/** How an older version of this program is got hold of. */
export interface FetchOptions {
  /** A tarball to take it from instead of the registry; absolute. */
  from?: string | undefined;
  onNote: (text: string) => void;
  signal: AbortSignal;
}

const NAME = 'create-wasm-oci';

/** One package of 1.5 MB: what takes longer waits for a registry that does not answer. */
const LIMIT = 120_000;

// The person's own settings say which registry, proxy and account; what is for their projects alone is put aside.
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
 * Fetches an older version with the person's own npm, once, into the cache. Returns its command line's script.
 *
 * npm runs in a folder of its own: the .npmrc of a repository is not to choose where code comes from that is run here.
 *
 * @throws Failure (wrong input) that says why not; Cancelled when the signal ended it
 */
export async function fetchVersion(version: string, { from, onNote, signal }: FetchOptions): Promise<string> {
  const folder = join(cacheFolder(), 'versions', version);
  if (!existsSync(folder)) {
    onNote(`Fetching ${NAME} ${version}, which wrote the project, with npm`);
    const part = await makePart(folder, version);
    try {
      await install(part, version, from, signal);
      await rename(join(part, 'node_modules', NAME), folder).catch((error: unknown) => {
        // Another process was faster: what it put there is the same.
        if (!existsSync(folder)) throw error;
      });
    } finally {
      await rm(part, { recursive: true, force: true, maxRetries: 3 });
    }
  }
  const { bin } = await manifestIn(folder);
  return join(folder, bin[NAME] ?? '');
}

/** The folder that a version is installed into, beside the one it ends in. */
async function makePart(folder: string, version: string): Promise<string> {
  try {
    await mkdir(dirname(folder), { recursive: true });
    return await mkdtemp(`${folder}.part-`);
  } catch (error) {
    const failure = asFailure(error);
    if (!failure) throw error;
    throw notFetched(version, failure.message.replace(/\.$/, ''), [
      'XDG_CACHE_HOME=/absolute/folder   names another place for what is fetched',
    ]);
  }
}

async function install(folder: string, version: string, from: string | undefined, signal: AbortSignal): Promise<void> {
  const spec = from ?? `${NAME}@${version}`;
  if (from && !existsSync(from)) throw notFetched(version, `there is no ${from}`, ['Give the tarball with --from.']);
  const npm = npmCommand();
  if (!npm) throw notFetched(version, 'there is no npm', ['Put npm on PATH; it comes with Node (https://nodejs.org).']);
  await writeFile(join(folder, 'package.json'), '{}');
  const args = [npm, ...INSTALL, '--prefix', folder, '--', spec];
  // What npm started this process with may come from a repository's .npmrc.
  const env = npmVariables(process.env, await projectsAround(process.cwd()));
  const installed = await run(process.execPath, args, { cwd: folder, env, signal, timeout: LIMIT });
  if (signal.aborted) throw new Cancelled('Nothing was changed.');
  if (installed.timedOut || installed.exitCode !== 0) {
    const { why, fix, output } = await npmTrouble(installed, NAME);
    throw notFetched(version, why, from ? [] : [...fix, ELSEWHERE], output);
  }
  const found = await manifestIn(join(folder, 'node_modules', NAME)).catch(() => undefined);
  if (found?.version === version) return;
  throw notFetched(version, `${spec} holds ${found ? `${NAME} ${found.version}` : 'another package'}`, []);
}

async function manifestIn(folder: string): Promise<{ version: string; bin: Record<string, string> }> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
}

const ELSEWHERE = `Or fetch it where there is a network (npm pack ${NAME}@VERSION), and give the tarball with --from.`;

function notFetched(version: string, why: string, fix: string[], output: string[] = []): Failure {
  return new Failure(`${NAME} ${version}, which wrote the project, was not fetched: ${why}.`, {
    exitCode: ExitCode.wrongInput,
    fix: fix.map((line) => line.replace('VERSION', version)),
    output,
  });
}
