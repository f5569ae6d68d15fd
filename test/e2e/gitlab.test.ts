import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { expectPublished, git, publishing, repositoryWith, writePreset } from './support/ci.js';
import { gitlabCiLocal, runJobs } from './support/gitlab-ci-local.js';
import { needsLab } from './support/lab.js';
import { run, untag } from './support/run.js';

interface Job {
  script: string[];
  before_script: string[];
  id_tokens?: object;
  variables?: Record<string, string>;
}

interface Pipeline extends Record<string, unknown> {
  variables: Record<string, string>;
}

const pipeline = async (folder: string): Promise<Pipeline> =>
  parse(await readFile(join(folder, '.gitlab-ci.yml'), 'utf8'));

const jobOf = (of: Pipeline, name: string) => of[name] as Job;

/** Runs a job's script as a runner of GitLab does: its entries one after the other in one shell. */
async function runJob({ script }: Job, cwd: string, env: Record<string, string>) {
  return run('bash', ['-eo', 'pipefail', '-c', script.join('\n')], { cwd, env });
}

async function succeed(job: Job, cwd: string, env: Record<string, string>) {
  const done = await runJob(job, cwd, env);
  expect(done.exitCode, done.stdout + done.stderr).toBe(0);
  return done;
}

describe('the pipeline for GitLab', () => {
  it('installs what its scripts run, and gives an identity only to the job that signs', async () => {
    const { folder } = await repositoryWith('gitlab', 'quay.io/you/app:1.0', '--sbom', 'spdx');
    const file = await pipeline(folder);
    expect(file.variables.IMAGE).toBe('quay.io/you/app');
    const jobs = ['up-to-date', 'build', 'sign', 'update'].map((name) => [name, jobOf(file, name)] as const);
    for (const [name, { script, before_script: before }] of jobs) {
      const installed = before.join(' ').split(' ');
      const programs = [...script.join('\n').matchAll(/(?:^|\| )(npx|podman|oras|cosign|git)(?= )/gm)].map((m) => m[1]);
      expect(programs, name).not.toEqual([]);
      for (const program of programs) expect(installed, name).toContain(program === 'npx' ? 'npm' : program);
    }
    expect(jobs.flatMap(([name, { id_tokens: tokens }]) => (tokens ? name : []))).toEqual(['sign']);
  });

  it('has the jobs that GitLab runs for a push, and for a schedule the update only', async () => {
    const { folder } = await repositoryWith('gitlab', 'quay.io/you/app:1.0', '--sbom', 'spdx');
    const jobs = async (...args: string[]) => {
      const { exitCode, stdout, stderr } = await gitlabCiLocal(folder, ['--list-csv', ...args]);
      expect(exitCode, stderr).toBe(0);
      const [, rows = ''] = stdout.split('name;stage;when;allowFailure;environment;needs\n');
      return rows
        .trim()
        .split('\n')
        .map((row) => row.replace(/;.*/, ''));
    };
    expect(await jobs()).toEqual(['up-to-date', 'build', 'sign']);
    expect(await jobs('--variable', 'CI_COMMIT_BRANCH=other')).toEqual(['up-to-date', 'build']);
    expect(await jobs('--variable', 'CI_PIPELINE_SOURCE=schedule')).toEqual(['update']);
  });

  it('builds, checks, pushes, describes and signs an image, job by job, from the default branch only', async (test) => {
    needsLab(test);
    const { place, folder } = await repositoryWith('gitlab', 'quay.io/you/app:1', '--sbom', 'cyclonedx');
    const { host, env: access, key, publicKey } = await publishing(place);
    const file = await pipeline(folder);
    const image = `${host}/e2e/gitlab`;
    const sha = await git(folder, 'rev-parse', 'HEAD');
    onTestFinished(() => untag(`${image}:${sha}`));
    // The store of the test's Podman has the builder image, which takes minutes as copies of whole folders (vfs).
    const given = { ...access, IMAGE: image, TAG: sha, CI_DEFAULT_BRANCH: 'main' };
    await succeed(jobOf(file, 'up-to-date'), folder, given);
    const onBranch = await succeed(jobOf(file, 'build'), folder, { ...given, CI_COMMIT_BRANCH: 'other' });
    expect(onBranch.stdout).toMatch(/WasmEdge under crun +yes/);
    const unpushed = await run('oras', ['resolve', `${image}:${sha}`], { env: access });
    expect(unpushed.stderr).toContain('not found');

    const done = await runJobs(folder, ['up-to-date', 'build', 'sign'], {
      variables: { IMAGE: image },
      env: { ...access, COSIGN_PRIVATE_KEY: await readFile(key, 'utf8') },
    });
    expect(done.exitCode, done.stdout + done.stderr).toBe(0);
    const [, digest = ''] = /^DIGEST=(\S+)\n$/.exec(await readFile(join(folder, 'image.env'), 'utf8')) ?? [];
    expect(await expectPublished(`${image}:${sha}`, { env: access, publicKey })).toBe(digest);
  });

  it('warns where the project is behind, and pushes a branch with the options of a merge request', async () => {
    const { place, folder } = await repositoryWith('gitlab', 'quay.io/you/app:1.0', '--preset', './team');
    const file = await pipeline(folder);
    const update = jobOf(file, 'update');
    const remote = join(place, 'remote');
    await git(remote, 'config', 'receive.advertisePushOptions', 'true');
    const hook = join(remote, 'hooks/post-receive');
    await writeFile(hook, `#!/bin/sh\nenv | grep ^GIT_PUSH_OPTION_[0-9] | sort >"${place}/options"\n`, { mode: 0o755 });
    const email = { BOT_EMAIL: 'bot@example.com', CI_DEFAULT_BRANCH: 'main' };
    const given = { ...update.variables, ...email, PUSH_URL: remote };
    const config = await readFile(join(folder, '.git/config'), 'utf8');
    await succeed(update, folder, given);
    expect(await git(remote, 'branch', '--list')).toBe('');

    await writePreset(place, 'Other team');
    expect(await runJob(jobOf(file, 'up-to-date'), folder, {})).toMatchObject({ exitCode: 2 });
    expect(file['up-to-date']).toMatchObject({ allow_failure: { exit_codes: 2 } });
    await succeed(update, folder, given);
    expect(await git(remote, 'show', '--stat', '--format=%an', 'wasm-oci-update')).toMatch(
      /^create-wasm-oci\n[\s\S]*Containerfile/,
    );
    expect(await readFile(join(place, 'options'), 'utf8')).toBe(
      [
        'GIT_PUSH_OPTION_0=merge_request.create',
        'GIT_PUSH_OPTION_1=merge_request.target=main',
        'GIT_PUSH_OPTION_2=merge_request.title=create-wasm-oci update\n',
      ].join('\n'),
    );
    // The token is in the address, and the next job, of any branch, may find this folder as it is.
    expect(await readFile(join(folder, '.git/config'), 'utf8')).toBe(config);
  });
});
