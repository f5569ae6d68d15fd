import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { emptyFolder } from './folder.js';

/**
 * An empty folder that also has this program's cache and settings, and git's settings, for as long as the test lasts: the
 * user's own, signing keys among them, are not the test's.
 */
export async function presetHome(): Promise<string> {
  const home = await emptyFolder();
  vi.stubEnv('XDG_CACHE_HOME', join(home, '.cache'));
  vi.stubEnv('XDG_CONFIG_HOME', join(home, '.config'));
  vi.stubEnv('GIT_CONFIG_GLOBAL', join(home, '.gitconfig'));
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  return home;
}

/** Runs git in a repository, as somebody who may commit. Returns what it prints. */
export function gitIn(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

/** Commits all that a folder holds on its branch `main`, and makes it a repository where it is none. Returns the commit. */
export function commitAll(folder: string): string {
  if (!existsSync(join(folder, '.git'))) gitIn(folder, 'init', '-q', '-b', 'main');
  gitIn(folder, 'add', '-A');
  gitIn(folder, 'commit', '-q', '-m', 'x');
  return gitIn(folder, 'rev-parse', 'HEAD');
}
