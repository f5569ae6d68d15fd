import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Cancelled, ExitCode, Failure } from '../failure.js';
import { npmCommand } from '../host/npm.js';
import { run } from '../host/process.js';
import { NOTHING_WRITTEN } from './cancelled.js';
import { npmTrouble, TELLING } from './npm-trouble.js';

/** A preset weighs kilobytes: what takes longer waits for a registry that does not answer. */
const FETCH_LIMIT = 120_000;

// The person's own settings say which registry, proxy and account; what is for their projects alone is put aside.
const PACK = ['pack', '--ignore-scripts', '--no-dry-run', '--no-update-notifier', '--no-workspaces', ...TELLING];

/**
 * Fetches a package with the person's own npm, so that their registry, proxy and account count. None of its scripts
 * are run. Returns the path of the tarball, in the folder that was given.
 *
 * @param cwd where the person is: a project's own .npmrc names its registries
 * @throws Failure (wrong input) that says why not; Cancelled when the signal ended it
 */
export async function fetchPackage(
  { name, range }: { name: string; range: string },
  folder: string,
  cwd: string,
  signal?: AbortSignal,
): Promise<string> {
  const spec = `${name}@${range}`;
  const npm = npmCommand();
  if (!npm) throw notFetched(spec, 'there is no npm', ['Put npm on PATH; it comes with Node (https://nodejs.org).']);
  const args = [npm, ...PACK, '--pack-destination', folder, '--', spec];
  const packed = await run(process.execPath, args, { cwd, signal, timeout: FETCH_LIMIT });
  if (signal?.aborted) throw new Cancelled(NOTHING_WRITTEN);
  const [tarball] = await readdir(folder);
  if (!packed.timedOut && packed.exitCode === 0 && tarball !== undefined) return join(folder, tarball);
  const { why, fix, output } = await npmTrouble(packed, name, cwd);
  throw notFetched(spec, why, [...fix, FROM_HERE], output);
}

const FROM_HERE = 'A path takes a preset from this machine: ./folder, or ./preset-1.0.0.tgz from npm pack.';

function notFetched(spec: string, why: string, fix: string[], output: string[] = []): Failure {
  return new Failure(`The preset ${spec} was not fetched: ${why}.`, { exitCode: ExitCode.wrongInput, fix, output });
}
