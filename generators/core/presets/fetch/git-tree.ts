import { isAbsolute } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Cancelled, ExitCode, Failure, type Fix } from '../../failure.js';
import { type Finished, pipe, run } from '../../system/process.js';
import { startFailure } from '../../system/process-failure.js';
import { watchSize } from '../../toolchain/watch-size.js';
import { BYTES_MAX, type Entry, shownSize, TREE_ENTRIES_MAX, type Tree, treeOf } from '../tree.js';
import { NOTHING_WRITTEN } from './cancelled.js';
import { gitDiskFull, gitNotMade } from './git-disk.js';
import { type GitError, gitError, gitNoAnswer, noCommit } from './git-errors.js';
import { GIT_FETCH_LIMIT, LOCAL, noGit, QUIET, SAFE } from './git-settings.js';

/** The most bytes that a fetch may bring, beside the large files that a host omits when it is asked to. */
const FETCH_MAX = 256 * 1024 * 1024;
/** The most characters of a list of files or objects. */
const LIST_MAX = 64 * 1024 * 1024;

/** Which repository, and which state of it. */
export interface WantedCommit {
  /** A URL with https, ssh or file, `user@host:path`, or an absolute path. */
  url: string;
  /** A branch, tag or commit; the repository's own default when omitted. */
  ref?: string | undefined;
  /** The only folder that is looked at; all of the repository when omitted. */
  folder?: string | undefined;
  /** The same for users. */
  shown(path: string): string;
}

/** A commit's files. */
export interface GitCommit {
  tree: Tree;
  commit: string;
}

/**
 * Fetches one commit of a repository with the user's own git, so that their keys and credential helpers count,
 * into an empty folder. Files are read from git's own store: nothing is checked out, so no hook, filter, link or
 * submodule of the repository comes into play. Files that are larger than any preset are not fetched.
 *
 * @throws Failure (wrong input) that says why not; Cancelled when the signal ended it
 */
export async function fetchCommit(wanted: WantedCommit, folder: string, signal?: AbortSignal): Promise<GitCommit> {
  const { url, ref = 'HEAD', shown } = wanted;
  const git = (...args: string[]) => gitRun(wanted, [`--git-dir=${folder}`, ...args], signal);

  const made = await run('git', [...SAFE, 'init', '--quiet', '--bare', '--template=', '--', folder], {
    env: QUIET,
    signal,
  });
  if (made.missing) throw noGit(`The preset ${shown('')} was not fetched`);
  const neverRan = startFailure('git', made, ExitCode.wrongInput);
  if (neverRan) throw neverRan;
  if (signal?.aborted) throw new Cancelled(NOTHING_WRITTEN);
  if (made.exitCode !== 0) throw gitNotFetched(shown, gitNotMade(folder, made));
  let fetched = await fetchInto(wanted, folder, ['--depth=1', '--', REMOTE, ref], signal);
  let commit = 'FETCH_HEAD';
  if (fetched.exitCode !== 0 && isCommit(ref)) {
    // A server may hand out branches and tags only, and nobody hands out half a commit's name.
    const all = ['--', REMOTE, '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];
    fetched = await fetchInto(wanted, folder, all, signal);
    commit = ref;
  }
  if (fetched.exitCode !== 0) {
    throw gitNotFetched(shown, gitDiskFull(folder, fetched) ?? gitError(url, wanted.ref, fetched));
  }
  const found = await git('rev-parse', '--verify', '--quiet', `${commit}^{commit}`);
  if (found.exitCode !== 0) throw gitNotFetched(shown, noCommit(url, ref));
  const id = found.stdout.trim();
  const below = wanted.folder === undefined ? [] : ['--', `${wanted.folder}/`];
  const listed = await git('ls-tree', '-r', '-z', '--full-tree', id, ...below);
  // Sizes of the objects that are here: to ask for the size of one that is not would fetch it.
  const sizes = await git('cat-file', '--batch-all-objects', '--batch-check=%(objectname) %(objectsize)');
  if (listed.truncated || sizes.truncated)
    throw repositoryTooLarge(shown(''), `it holds more than ${TREE_ENTRIES_MAX} files`);
  for (const asked of [listed, sizes]) if (asked.exitCode !== 0) throw gitNotFetched(shown, gitError(url, ref, asked));

  const objects = objectsIn(listed.stdout, sizes.stdout);
  if (objects.size > TREE_ENTRIES_MAX)
    throw repositoryTooLarge(shown(''), `it holds more than ${TREE_ENTRIES_MAX} files`);
  const read = async (path: string) => {
    const object = objects.get(path);
    if (!object) return undefined;
    const args = [...LOCAL, `--git-dir=${folder}`, 'cat-file', 'blob', object.id];
    return (await pipe('git', args, (stream) => buffer(stream), signal)).result;
  };
  const entries = [...objects.values()].map(({ entry }) => entry);
  return { tree: treeOf(entries, read, shown), commit: id };
}

/** Fetches into the repository in a folder, and gives up where that grows beyond what a preset's repository has. */
async function fetchInto(
  wanted: WantedCommit,
  folder: string,
  refs: string[],
  signal?: AbortSignal,
): Promise<Finished> {
  const { url, shown } = wanted;
  const grown = new AbortController();
  const stop = watchSize(folder, (megabytes) => megabytes * 1e6 > FETCH_MAX && grown.abort());
  // A repository of this machine leaves large files out as a host does: the upload is a process of this user's.
  const upload = isAbsolute(url) || url.startsWith('file:') ? [`--upload-pack=git ${ALLOW_FILTER} upload-pack`] : [];
  const args = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', `--filter=blob:limit=${BYTES_MAX + 1}`];
  const either = signal ? AbortSignal.any([signal, grown.signal]) : grown.signal;
  // By a name: git does not leave files out of what is fetched by a path.
  const git = [...SAFE, '-c', `remote.${REMOTE}.url=${url}`, `--git-dir=${folder}`, ...args, ...upload, ...refs];
  const ran = await run('git', git, { env: QUIET, timeout: GIT_FETCH_LIMIT, signal: either, killGroup: true }).finally(
    stop,
  );
  if (signal?.aborted) throw new Cancelled(NOTHING_WRITTEN);
  if (grown.signal.aborted) throw repositoryTooLarge(shown(''), `it holds more than ${shownSize(FETCH_MAX)}`);
  if (ran.timedOut) throw gitNotFetched(shown, gitNoAnswer(url, GIT_FETCH_LIMIT / 1000, ran));
  return ran;
}

const REMOTE = 'preset';
const ALLOW_FILTER = '-c uploadpack.allowFilter=true';

/** Runs git on what was fetched: nothing is asked of a host any more, also for what it omitted. */
async function gitRun({ url, shown }: WantedCommit, args: string[], signal?: AbortSignal): Promise<Finished> {
  const ran = await run('git', [...LOCAL, ...args], {
    env: QUIET,
    timeout: GIT_FETCH_LIMIT,
    signal,
    maxBuffer: LIST_MAX,
  });
  if (signal?.aborted) throw new Cancelled(NOTHING_WRITTEN);
  if (ran.timedOut) throw gitNotFetched(shown, gitNoAnswer(url, GIT_FETCH_LIMIT / 1000, ran));
  return ran;
}

interface Blob {
  id: string;
  entry: Entry;
}

/**
 * @param listed `ls-tree -z`: mode, type, object, a tab and the path, each ended by NUL
 * @param sizes object and size, a line each; what is not in it was not fetched, since it is too large
 */
function objectsIn(listed: string, sizes: string): Map<string, Blob> {
  const known = new Map(sizes.split('\n').map((line) => line.split(' ') as [string, string]));
  const objects = new Map<string, Blob>();
  for (const line of listed.split('\0')) {
    const tab = line.indexOf('\t');
    if (tab === -1) continue;
    const [mode = '', , id = ''] = line.slice(0, tab).split(' ');
    const path = line.slice(tab + 1);
    // 120000 is a link, 160000 a submodule.
    const kind = mode.startsWith('100') ? 'file' : mode === '120000' ? 'link' : 'other';
    const size = kind === 'other' ? 0 : Number(known.get(id) ?? Number.POSITIVE_INFINITY);
    objects.set(path, { id, entry: { path, kind, executable: mode === '100755', size } });
  }
  return objects;
}

function isCommit(ref: string): boolean {
  return /^[0-9a-f]{7,64}$/.test(ref);
}

function gitNotFetched(shown: WantedCommit['shown'], { why, fix, output }: GitError): Failure {
  return failure(shown(''), why, fix, output);
}

function repositoryTooLarge(shown: string, why: string): Failure {
  return failure(shown, why, [{ text: 'A repository that holds only the preset is small.' }]);
}

function failure(shown: string, why: string, fix: Fix[], output: string[] = []): Failure {
  return new Failure(`The preset ${shown} was not fetched: ${why}.`, { exitCode: ExitCode.wrongInput, fix, output });
}
