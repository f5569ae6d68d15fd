import { buffer } from 'node:stream/consumers';
import { Cancelled, ExitCode, Failure } from '../failure.js';
import { startFailure } from '../host/not-started.js';
import { type Finished, pipe, run } from '../host/process.js';
import { BYTES_MAX, ENTRIES_MAX, type Entry, type Tree, treeOf } from '../preset/tree.js';
import { NOTHING_WRITTEN } from './cancelled.js';
import { type GitTrouble, gitTrouble, noAnswer, noCommit } from './git-trouble.js';

/** A preset weighs kilobytes: what takes longer waits for a host that does not answer. */
const FETCH_LIMIT = 120_000;

/** Which repository, and which state of it. */
export interface Wanted {
  /** A URL with https, ssh or file, `user@host:path`, or an absolute path. */
  url: string;
  /** A branch, tag or commit; the repository's own default when left out. */
  ref?: string | undefined;
  /** The same for people. */
  shown(path: string): string;
}

/** A commit's files. */
export interface Commit {
  tree: Tree;
  commit: string;
}

/**
 * Fetches one commit of a repository with the person's own git, so that their keys and credential helpers count,
 * into an empty folder. Files are read from git's own store: nothing is checked out, so no hook, filter, link or
 * submodule of the repository comes into play.
 *
 * @throws Failure (wrong input) that says why not; Cancelled when the signal ended it
 */
export async function fetchCommit(wanted: Wanted, folder: string, signal?: AbortSignal): Promise<Commit> {
  const { url, ref = 'HEAD', shown } = wanted;
  const git = (...args: string[]) => gitRun(wanted, [`--git-dir=${folder}`, ...args], signal);
  const fetch = (...args: string[]) => git('fetch', '--quiet', '--no-tags', '--no-recurse-submodules', ...args);

  const made = await run('git', [...SAFE, 'init', '--quiet', '--bare', '--template=', '--', folder], { signal });
  if (made.missing) throw noGit(shown(''));
  const neverRan = startFailure('git', made, ExitCode.wrongInput);
  if (neverRan) throw neverRan;
  let fetched = await fetch('--depth=1', '--', url, ref);
  let commit = 'FETCH_HEAD';
  if (fetched.exitCode !== 0 && isCommit(ref)) {
    // A server may hand out branches and tags alone, and nobody hands out half a commit's name.
    fetched = await fetch('--', url, '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*');
    commit = ref;
  }
  if (fetched.exitCode !== 0) throw notFetched(shown, gitTrouble(url, wanted.ref, fetched));
  const found = await git('rev-parse', '--verify', '--quiet', `${commit}^{commit}`);
  if (found.exitCode !== 0) throw notFetched(shown, noCommit(url, ref));
  const listed = await git('ls-tree', '-r', '-l', '-z', '--full-tree', found.stdout.trim());
  if (listed.exitCode !== 0) throw notFetched(shown, gitTrouble(url, wanted.ref, listed));

  const objects = objectsIn(listed.stdout);
  if (objects.size > ENTRIES_MAX) throw tooLarge(shown(''), `it holds more than ${ENTRIES_MAX} files`);
  const read = async (path: string) => {
    const object = objects.get(path);
    if (!object) return undefined;
    if (object.size > BYTES_MAX) throw tooLarge(shown(path), `it is larger than ${BYTES_MAX / 1024 / 1024} MB`);
    const args = [...SAFE, `--git-dir=${folder}`, 'cat-file', 'blob', object.id];
    return (await pipe('git', args, (stream) => buffer(stream), signal)).result;
  };
  return {
    tree: treeOf(
      [...objects.values()].map(({ entry }) => entry),
      read,
      shown,
    ),
    commit: found.stdout.trim(),
  };
}

// A person's settings for their own repositories, and whatever a repository could ask for, has no say here.
const SAFE = [
  ...['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'protocol.allow=never'],
  // Git's other transports run programs (ext::), or do not tell who answers (git://, http://).
  ...['https', 'ssh', 'file'].map((name) => `protocol.${name}.allow=always`),
].flatMap((setting) => ['-c', setting]);

/**
 * Never asks in the terminal: a question would stand below the progress line, and in CI wait for ever. ssh opens the
 * terminal by itself, unless it is to ask in a window, with the program of SSH_ASKPASS; where there is none, it fails.
 */
const QUIET = { GIT_TERMINAL_PROMPT: '0', SSH_ASKPASS_REQUIRE: 'force', LC_ALL: 'C' };

async function gitRun({ url, shown }: Wanted, args: string[], signal?: AbortSignal): Promise<Finished> {
  // What talks to the host is a child of git's own, and outlives it while it waits for an answer.
  const ran = await run('git', [...SAFE, ...args], { env: QUIET, timeout: FETCH_LIMIT, signal, whole: true });
  if (signal?.aborted) throw new Cancelled(NOTHING_WRITTEN);
  if (ran.timedOut) throw notFetched(shown, noAnswer(url, FETCH_LIMIT / 1000, ran));
  return ran;
}

interface Blob {
  id: string;
  size: number;
  entry: Entry;
}

/** `ls-tree -lz`: mode, type, object, size, a tab and the path, each ended by NUL. */
function objectsIn(listed: string): Map<string, Blob> {
  const objects = new Map<string, Blob>();
  for (const line of listed.split('\0')) {
    const [facts = '', path] = line.split('\t');
    if (path === undefined) continue;
    const [mode = '', , id = '', size] = facts.split(/ +/);
    // 120000 is a link, 160000 a submodule.
    const kind = mode.startsWith('100') ? 'file' : mode === '120000' ? 'link' : 'other';
    objects.set(path, { id, size: Number(size) || 0, entry: { path, kind, executable: mode === '100755' } });
  }
  return objects;
}

function isCommit(ref: string): boolean {
  return /^[0-9a-f]{7,64}$/.test(ref);
}

function notFetched(shown: Wanted['shown'], { why, fix, output }: GitTrouble): Failure {
  return failure(shown(''), why, fix, output);
}

function noGit(shown: string): Failure {
  return failure(shown, 'there is no git', ['Install git (https://git-scm.com), or give the preset by a path.']);
}

function tooLarge(shown: string, why: string): Failure {
  return failure(shown, why, ['A repository for the preset alone is small.']);
}

function failure(shown: string, why: string, fix: string[], output: string[] = []): Failure {
  return new Failure(`The preset ${shown} was not fetched: ${why}.`, { exitCode: ExitCode.wrongInput, fix, output });
}
