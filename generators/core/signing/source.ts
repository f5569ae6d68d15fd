import { withoutPasswords } from '../presets/fetch/without-passwords.js';
import { isPlanted } from '../system/planted-repository.js';
import { projectGit } from '../system/project-git.js';

/** Where sources come from. */
export interface SourceCommit {
  /** The address of the repository, as `git clone` takes it with `git+` in front. */
  uri: string;
  /** The commit, where the files are those of it. */
  commit?: string;
}

/**
 * The repository and the commit of a project; undefined where it is in none, where git must not be asked, or where the
 * repository has nowhere that it is pushed to.
 */
export async function gitSourceOf(directory: string, signal?: AbortSignal): Promise<SourceCommit | undefined> {
  if (await isPlanted(directory)) return undefined;
  const git = async (...args: string[]) => {
    const ran = await projectGit(directory, args, { signal });
    return ran.exitCode === 0 ? ran.stdout.trim() : undefined;
  };
  const remote = await git('remote', 'get-url', 'origin');
  if (!remote) return undefined;
  const uri = `git+${withoutPasswords(remote)}`;
  const [commit, changed] = [await git('rev-parse', 'HEAD'), await git('status', '--porcelain', '--', '.')];
  return { uri, ...(commit && changed === '' && { commit }) };
}
