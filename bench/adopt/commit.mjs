// What a trial was run with.
import { spawnSync } from 'node:child_process';

/** The commit of a checkout, with a `+` where the files that become the program differ from it; `unknown` without git. */
export function commitOf(folder) {
  const git = (...args) => spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
  const { status, stdout } = git('rev-parse', '--short=8', 'HEAD');
  if (status !== 0) return 'unknown';
  const changed = git('status', '--porcelain', '--', 'generators', 'templates').stdout.trim() !== '';
  return `${stdout.trim()}${changed ? '+' : ''}`;
}
