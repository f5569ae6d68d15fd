import { Cancelled, ExitCode, Failure } from '../../failure.js';
import { inTemporaryFolder } from '../../files/temporary-folder.js';
import { run } from '../../system/process.js';
import { startFailure } from '../../system/process-failure.js';
import { newerRange, newerTag } from '../newer.js';
import type { PresetSource } from '../source.js';
import { NOTHING_WRITTEN } from './cancelled.js';
import { type ResolveOptions, sourceOf } from './fetch-source.js';
import { type GitError, gitError, gitNoAnswer } from './git-errors.js';
import { GIT_FETCH_LIMIT, noGit, QUIET, SAFE } from './git-settings.js';
import { packageVersions } from './npm-package.js';

/** A newer version of a preset than its source takes. */
export interface Newer {
  /** The tag, or the range of versions, that the source has. */
  from: string;
  /** The newest tag or version. */
  to: string;
  /** The source that takes it, for `--preset`. */
  source: string;
}

/**
 * Looks for a newer tag of a preset's repository, or a newer version of its package than its range takes. A branch, a
 * tag of npm, a folder and a tarball are what they are now: undefined for them, and for a commit.
 *
 * @throws Failure (wrong input) that says why it is not known; Cancelled when the signal ended it
 */
export async function newerSource(given: string, options: ResolveOptions): Promise<Newer | undefined> {
  const source = await sourceOf(given, options);
  if (source.kind === 'npm') return newerVersion(given, source, options);
  if (source.kind === 'git' && source.ref !== undefined) return newerRef(given, source, source.ref, options);
  return undefined;
}

async function newerVersion(
  given: string,
  { name, range }: Extract<PresetSource, { kind: 'npm' }>,
  { cwd, signal }: ResolveOptions,
): Promise<Newer | undefined> {
  const versions = await inTemporaryFolder('preset', (folder) => packageVersions(name, folder, cwd, signal));
  const newer = newerRange(range, versions);
  const start = given.startsWith('npm:') ? 'npm:' : '';
  return newer && { from: range, to: newer.version, source: `${start}${name}@${newer.range}` };
}

async function newerRef(
  given: string,
  { url }: Extract<PresetSource, { kind: 'git' }>,
  ref: string,
  { signal }: ResolveOptions,
): Promise<Newer | undefined> {
  const tags = await inTemporaryFolder('preset', (folder) => remoteTags(given, url, folder, signal));
  // A branch has its newest commit in any case, also one that is named as a version.
  const to = tags.has(ref) ? newerTag(ref, tags) : undefined;
  const hash = given.indexOf('#');
  return to === undefined
    ? undefined
    : { from: ref, to, source: `${given.slice(0, hash + 1)}${to}${given.slice(hash + 1 + ref.length)}` };
}

/** The commits of a repository's tags, by name. */
async function remoteTags(
  given: string,
  url: string,
  folder: string,
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const what = `The tags of the preset ${given} were not read`;
  // In an empty folder: no repository around has a say.
  const args = [...SAFE, `--git-dir=${folder}`, 'ls-remote', '--tags', '--', url];
  const ran = await run('git', args, { cwd: folder, env: QUIET, timeout: GIT_FETCH_LIMIT, signal, killGroup: true });
  if (ran.missing) throw noGit(what);
  const neverRan = startFailure('git', ran, ExitCode.wrongInput);
  if (neverRan) throw neverRan;
  if (signal?.aborted) throw new Cancelled(NOTHING_WRITTEN);
  if (ran.timedOut) throw tagsNotRead(what, gitNoAnswer(url, GIT_FETCH_LIMIT / 1000, ran));
  if (ran.exitCode !== 0) throw tagsNotRead(what, gitError(url, undefined, ran));
  const tags = new Map<string, string>();
  for (const line of ran.stdout.split('\n')) {
    const [commit = '', name] = line.split('\t');
    const tag = name?.replace(/^refs\/tags\//, '').replace(/\^\{\}$/, '');
    // Of an annotated tag, the commit follows on a line of its own.
    if (tag) tags.set(tag, commit);
  }
  return tags;
}

function tagsNotRead(what: string, { why, fix, output }: GitError): Failure {
  return new Failure(`${what}: ${why}.`, { exitCode: ExitCode.wrongInput, fix, output });
}
