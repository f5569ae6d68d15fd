import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { expectPublished, git, publishing, recorder, repositoryWith, writePreset } from './support/ci.js';
import { actionlint } from './support/go-programs.js';
import { needsLab } from './support/lab.js';
import { run, untag } from './support/run.js';

interface Job {
  permissions?: object;
  outputs?: Record<string, string>;
  env?: Record<string, string>;
  steps: { name?: string; uses?: string; run?: string; env?: Record<string, string> }[];
}

interface Workflow {
  permissions: object;
  env?: Record<string, string>;
  jobs: Record<string, Job>;
}

const workflow = async (folder: string, file: string): Promise<Workflow> =>
  parse(await readFile(join(folder, '.github/workflows', file), 'utf8'));

/** The scripts of a job, by the name of their step, and its variables; those of GitHub's own expressions are the test's. */
function scriptsOf({ env, jobs }: Workflow, name: string) {
  const job = jobs[name] as Job;
  const scripts = Object.fromEntries(job.steps.map((step) => [step.name, step.run]));
  const own = Object.entries({ ...env, ...job.env }).filter(([, value]) => !value.includes('${{'));
  return { scripts, env: Object.fromEntries(own) };
}

/** Runs a step as a runner of GitHub does. */
async function runStep(script: string | undefined, cwd: string, env: Record<string, string>) {
  const done = await run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script ?? 'exit 9'], { cwd, env });
  expect(done.exitCode, done.stdout + done.stderr).toBe(0);
  return done;
}

describe('the workflows for GitHub', () => {
  it.each([
    ['cli', '--sbom', 'cyclonedx'],
    ['http', '--sbom', 'none'],
  ])('have no finding of actionlint in a project of the template %s with %s %s', async (template, ...args) => {
    const { folder } = await repositoryWith('github', 'quay.io/you/app:1.0', '--template', template, ...args);
    const workflows = ['image.yml', 'update.yml'].map((name) => join(folder, '.github/workflows', name));
    const { exitCode, stdout } = await run(await actionlint(), ['-shellcheck=', '-no-color', ...workflows]);
    expect(stdout).toBe('');
    expect(exitCode).toBe(0);
  });

  it('take actions by their commit, and only the jobs that sign and that update may write', async () => {
    const { folder } = await repositoryWith('github', 'quay.io/you/app:1.0', '--sbom', 'spdx');
    const [image, update] = [await workflow(folder, 'image.yml'), await workflow(folder, 'update.yml')];
    const jobs = { ...image.jobs, ...update.jobs };
    const uses = Object.values(jobs).flatMap(({ steps }) => steps.flatMap((step) => step.uses ?? []));
    expect(uses).toHaveLength(4);
    for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    expect([image.permissions, update.permissions]).toEqual([{ contents: 'read' }, { contents: 'read' }]);
    expect(Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions]))).toEqual({
      image: undefined,
      sign: { 'id-token': 'write' },
      update: { contents: 'write', 'pull-requests': 'write' },
    });
    // The job with the identity has nothing of the repository.
    expect(jobs.sign?.steps.map(({ uses: action }) => action?.split('@')[0])).toEqual([
      'sigstore/cosign-installer',
      undefined,
    ]);
  });

  it('build, check, push, describe and sign an image, step by step', async (test) => {
    needsLab(test);
    const { place, folder } = await repositoryWith('github', 'quay.io/you/app:1', '--sbom', 'cyclonedx');
    const { host, env: access, key, publicKey } = await publishing(place);
    const image = `${host}/e2e/github`;
    const jobs = await workflow(folder, 'image.yml');
    const { scripts, env } = scriptsOf(jobs, 'image');
    expect(env).toEqual({ IMAGE: 'quay.io/you/app' });
    const sha = await git(folder, 'rev-parse', 'HEAD');
    onTestFinished(() => untag(`${image}:${sha}`));
    const [summary, output] = [join(place, 'summary'), join(place, 'output')];
    const given = { ...access, IMAGE: image, TAG: sha, GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output };
    await runStep(scripts['Compare with the templates'], folder, given);
    await runStep(scripts.Build, folder, given);
    expect((await runStep(scripts.Check, folder, given)).stdout).toMatch(/WasmEdge under crun +yes/);
    await runStep(scripts.Push, folder, given);
    const written = await readFile(output, 'utf8');
    const [, digest = ''] = /^digest=(\S+)\n$/.exec(written) ?? [];
    expect(await readFile(summary, 'utf8')).toBe(`${image}@${digest}\n`);

    const signing = { ...given, DIGEST: digest, COSIGN_PRIVATE_KEY: await readFile(key, 'utf8') };
    await runStep(scriptsOf(jobs, 'sign').scripts.Sign, place, signing);
    expect(await expectPublished(`${image}:${sha}`, { env: access, publicKey })).toBe(digest);
  });

  it('open one pull request where the project is behind, and none where it is not', async () => {
    const { place, folder } = await repositoryWith('github', 'quay.io/you/app:1.0', '--preset', './team');
    const { scripts, env } = scriptsOf(await workflow(folder, 'update.yml'), 'update');
    const output = join(place, 'output');
    await writeFile(output, '');
    // GitHub's own program cannot be reached: this one records what it was asked for.
    const given = { ...env, GITHUB_OUTPUT: output, ...(await recorder(place, 'gh', '[ "$2" = create ] || echo 0')) };
    await runStep(scripts.Update, folder, given);
    expect(await readFile(output, 'utf8')).toBe('');

    await writePreset(place, 'Other team');
    await runStep(scripts.Update, folder, given);
    expect(await readFile(output, 'utf8')).toBe('pushed=true\n');
    expect(await git(join(place, 'remote'), 'show', '--stat', '--format=%an', 'wasm-oci-update')).toMatch(
      /^github-actions\n[\s\S]*Containerfile/,
    );
    await runStep(scripts['Open a pull request'], folder, given);
    expect(await readFile(join(place, 'asked'), 'utf8')).toContain('pr create --head wasm-oci-update');
  });
});
