import { withoutPasswords } from '../presets/fetch/without-passwords.js';
import { run } from '../system/process.js';

// A repository may name a program that git asks about changed files, and a folder of it may look like a repository.
const SOURCE_GIT = ['-c', 'core.fsmonitor=false', '-c', 'safe.bareRepository=explicit'];

/** Where sources come from. */
export interface SourceCommit {
  /** The address of the repository, as `git clone` takes it with `git+` in front. */
  uri: string;
  /** The commit, where the files are those of it. */
  commit?: string;
}

/** The repository and the commit of a project; undefined where it is in none, or has nowhere that it is pushed to. */
export async function gitSourceOf(directory: string, signal?: AbortSignal): Promise<SourceCommit | undefined> {
  const git = async (...args: string[]) => {
    const ran = await run('git', [...SOURCE_GIT, ...args], { cwd: directory, signal, env: { LC_ALL: 'C' } });
    return ran.exitCode === 0 ? ran.stdout.trim() : undefined;
  };
  const remote = await git('remote', 'get-url', 'origin');
  if (!remote) return undefined;
  const uri = `git+${withoutPasswords(remote)}`;
  const [commit, changed] = [await git('rev-parse', 'HEAD'), await git('status', '--porcelain', '--', '.')];
  return { uri, ...(commit && changed === '' && { commit }) };
}
