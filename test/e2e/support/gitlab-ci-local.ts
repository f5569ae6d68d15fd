import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { inject } from 'vitest';
import { stringify } from 'yaml';
import { root } from '../../../scripts/set-up.mjs';
import { type Result, run } from './run.js';

// 4.73 is the last version that starts on Node 20: from 4.74 on, the `execa` in it calls Set.prototype.union, which Node has
// from 22 on ("TypeError: TEXT_ENCODINGS.union is not a function").
const program = join(root, 'node_modules/gitlab-ci-local/dist/index.js');

/** Runs gitlab-ci-local, which reads a pipeline as GitLab does, in a repository. */
export async function gitlabCiLocal(cwd: string, args: string[], env: Record<string, string> = {}): Promise<Result> {
  // Its settings and its state are no part of the repository.
  const own = ['--no-color', '--home', join(cwd, '../gitlab-home'), '--state-dir', '../gitlab-state'];
  return run(process.execPath, [program, ...own, ...args], { cwd, env });
}

/**
 * Runs jobs on this machine, in a repository: their programs are installed here, so that each goes without its
 * `before_script`, as in an image that has them.
 *
 * @param variables what the pipeline has other values of
 */
export async function runJobs(
  cwd: string,
  jobs: readonly string[],
  { variables = {}, env = {} }: { variables?: Record<string, string>; env?: Record<string, string> } = {},
): Promise<Result> {
  const without = Object.fromEntries(jobs.map((name) => [name, { before_script: [] }]));
  const file = '.installed-ci.yml';
  await writeFile(join(cwd, file), stringify({ include: [{ local: '.gitlab-ci.yml' }], variables, ...without }));
  const path = [await rsync(), env.PATH ?? inject('path')].filter(Boolean).join(delimiter);
  const how = ['--file', file, '--force-shell-executor', '--concurrency', '1'];
  return gitlabCiLocal(cwd, [...how, ...jobs], { ...env, PATH: path });
}

/** The folder of the lab's rsync, which copies what git tracks; undefined where the machine's own is used. */
async function rsync(): Promise<string | undefined> {
  if (!inject('lab')) return undefined;
  const { exitCode, stdout, stderr } = await run(join(root, 'test/lab/gitlab-up'), []);
  if (exitCode !== 0) throw new Error(`test/lab/gitlab-up: exit code ${exitCode}\n${stderr}`);
  return stdout.trim();
}
