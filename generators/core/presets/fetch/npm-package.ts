import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Cancelled, ExitCode, Failure, type Fix } from '../../failure.js';
import { npmCommand } from '../../system/npm.js';
import { type Finished, run } from '../../system/process.js';
import { NOTHING_WRITTEN } from './cancelled.js';
import { npmError, TELLING } from './npm-errors.js';
import { npmPlace, projectRegistry, projectsAround, userSettings } from './npm-settings.js';
import { projectNpmrc } from './npmrc.js';

/** A preset weighs kilobytes: what takes longer waits for a registry that does not answer. */
const NPM_FETCH_LIMIT = 120_000;

// The user's own settings say which registry, proxy and account; what is for their projects only is put aside.
const PACK = ['pack', '--ignore-scripts', '--no-dry-run', '--no-update-notifier', '--no-workspaces', ...TELLING];
const VIEW = ['view', '--json', '--no-update-notifier', '--no-workspaces', ...TELLING];
/** A client certificate of the user's that is for no host in particular. */
const NO_CERTIFICATE = ['--cert=null', '--key=null'];

/**
 * Fetches a package with the user's own npm, so that their registry, proxy and account count. None of its scripts
 * are run. npm runs in a folder of its own: a repository is not to choose what it does. Returns the path of the
 * tarball, in the folder that was given.
 *
 * @param cwd where the user is, or the project: its .npmrc may name the registry of the package's scope
 * @throws Failure (wrong input) that says why not; Cancelled when the signal ended it
 */
export async function fetchPackage(
  { name, range }: { name: string; range: string },
  folder: string,
  cwd: string,
  signal?: AbortSignal,
): Promise<string> {
  const spec = `${name}@${range}`;
  const what = `The preset ${spec} was not fetched`;
  const destination = join(folder, 'packed');
  await mkdir(destination);
  const { ran, failed } = await npmFor(name, { folder, cwd, signal, what }, [
    ...PACK,
    '--pack-destination',
    destination,
    '--',
    spec,
  ]);
  const [tarball] = await readdir(destination);
  if (!ran.timedOut && ran.exitCode === 0 && tarball !== undefined) return join(destination, tarball);
  throw (await failed()).withFix([FROM_HERE]);
}

/**
 * All versions of a package that the registry of the user's npm has, found as fetchPackage finds the package.
 *
 * @throws Failure (wrong input) that says why not; Cancelled when the signal ended it
 */
export async function packageVersions(
  name: string,
  folder: string,
  cwd: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const what = `The versions of the preset ${name} were not read`;
  const { ran, failed } = await npmFor(name, { folder, cwd, signal, what }, [...VIEW, '--', name, 'versions']);
  if (ran.timedOut || ran.exitCode !== 0) throw await failed();
  const versions = versionsIn(ran.stdout);
  if (versions) return versions;
  throw npmFailed(what, 'npm printed no list of versions', []);
}

/** A list, or one text where there is one version only. */
function versionsIn(stdout: string): string[] | undefined {
  try {
    const versions: unknown = [JSON.parse(stdout)].flat();
    return (versions as unknown[]).filter((version) => typeof version === 'string');
  } catch {
    return undefined;
  }
}

/** Where npm is run for a package, and what its error says was not done. */
interface NpmRun {
  folder: string;
  cwd: string;
  signal: AbortSignal | undefined;
  what: string;
}

/** Runs the user's npm for a package: with their settings, and of the project's only the registry of its scope. */
async function npmFor(
  name: string,
  { folder, cwd, signal, what }: NpmRun,
  given: readonly string[],
): Promise<{ ran: Finished; failed(): Promise<Failure> }> {
  const npm = npmCommand();
  if (!npm)
    throw npmFailed(what, 'npm was not found', [{ text: 'Put npm on PATH; it comes with Node (https://nodejs.org).' }]);
  const [project, projects] = await Promise.all([projectNpmrc(cwd), projectsAround(cwd)]);
  const user = await userSettings(projects);
  const registry = await projectRegistry(name, project, user);
  const place = await npmPlace(folder, { registry, projects });
  const [action = '', ...rest] = given;
  const guarded = registry && !registry.own ? NO_CERTIFICATE : [];
  const args = [npm, action, ...guarded, ...rest];
  const ran = await run(process.execPath, args, { ...place, signal, timeout: NPM_FETCH_LIMIT });
  if (signal?.aborted) throw new Cancelled(NOTHING_WRITTEN);
  const failed = async () => {
    const { why, fix, output } = await npmError(ran, name, { user, project });
    return npmFailed(what, why, fix, output);
  };
  return { ran, failed };
}

const FROM_HERE: Fix = {
  text: 'A path takes a preset from this machine: ./folder, or ./preset-1.0.0.tgz from npm pack.',
};

function npmFailed(what: string, why: string, fix: Fix[], output: string[] = []): Failure {
  return new Failure(`${what}: ${why}.`, { exitCode: ExitCode.wrongInput, fix, output });
}
