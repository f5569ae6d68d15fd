import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Cancelled, ExitCode, Failure } from '../failure.js';
import { type Finished, lastLines, run } from '../host/process.js';
import { npmCommand } from '../toolchain/npm.js';
import { NOTHING_WRITTEN } from './cancelled.js';

/** A preset weighs kilobytes: what takes longer waits for a registry that does not answer. */
const FETCH_LIMIT = 120_000;

// The person's own settings say which registry, proxy and account; what is for their projects alone is put aside.
const PACK = [
  'pack',
  '--ignore-scripts',
  '--no-dry-run',
  '--no-update-notifier',
  '--no-workspaces',
  '--loglevel=error',
  // npm would try again for half a minute and more, with nothing to see.
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
];

/** What npm calls a failure, by the code it prints. */
const MEANS: Readonly<Record<string, string>> = {
  E404: 'the registry has no such package, or not for this account',
  ETARGET: 'it has no such version',
  E401: 'the registry wants an account',
  E403: 'the registry refuses this account',
  ENOTFOUND: 'the registry cannot be reached',
  EAI_AGAIN: 'the registry cannot be reached',
  ECONNREFUSED: 'the registry cannot be reached',
  ECONNRESET: 'the registry cannot be reached',
  ETIMEDOUT: 'the registry does not answer',
  ENOTCACHED: 'npm is offline, and has not fetched it before',
};

/**
 * Fetches a package with the person's own npm, so that their registry, proxy and account count. None of its scripts
 * are run. Returns the path of the tarball, in the folder that was given.
 *
 * @param cwd where the person is: a project's own .npmrc names its registries
 * @throws Failure (wrong input) that says why not; Cancelled when the signal ended it
 */
export async function fetchPackage(spec: string, folder: string, cwd: string, signal?: AbortSignal): Promise<string> {
  const npm = npmCommand();
  if (!npm) throw notFetched(spec, 'there is no npm', ['Put npm on PATH; it comes with Node (https://nodejs.org).']);
  const args = [npm, ...PACK, '--pack-destination', folder, '--', spec];
  const packed = await run(process.execPath, args, { cwd, signal, timeout: FETCH_LIMIT });
  if (signal?.aborted) throw new Cancelled(NOTHING_WRITTEN);
  const [tarball] = await readdir(folder);
  if (!packed.timedOut && packed.exitCode === 0 && tarball !== undefined) return join(folder, tarball);
  const { why, output } = whyNpmFailed(packed);
  throw notFetched(spec, why, FIX, output);
}

/** Why npm could not fetch something, in a few words, and its output where that says more. */
export function whyNpmFailed({ exitCode, stderr, timedOut }: Omit<Finished, 'stdout' | 'seconds'>): {
  why: string;
  output: string;
} {
  // npm before 10.6 writes ERR!.
  const code = timedOut ? 'ETIMEDOUT' : (/npm (?:error|ERR!) code (\w+)/i.exec(stderr)?.[1] ?? '');
  const means = MEANS[code];
  // Of what is known npm's own words say no more, at length.
  if (means !== undefined) return { why: means, output: '' };
  return { why: `npm failed (${code || `exit code ${exitCode}`})`, output: stderr };
}

const FIX = [
  'npm ping   shows whether the registry answers; npm config get registry   which one it is',
  'A path takes a preset from this machine: ./folder, or ./preset-1.0.0.tgz from npm pack.',
];

function notFetched(spec: string, why: string, fix: string[], output = ''): Failure {
  return new Failure(`The preset ${spec} was not fetched: ${why}.`, {
    exitCode: ExitCode.wrongInput,
    fix,
    output: output === '' ? [] : lastLines(output),
  });
}
