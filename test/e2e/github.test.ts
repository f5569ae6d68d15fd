import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { parse } from 'yaml';
import { actionlint } from './support/go-programs.js';
import { needsLab, registryHost } from './support/lab.js';
import { createWasmOci, emptyFolder, environment, podman, run } from './support/run.js';

/** A C project with the workflows, in a git repository with a remote. npx finds the installed program above it. */
async function repository(image: string, ...args: string[]) {
  const place = await emptyFolder();
  await symlink(dirname(inject('installed')), join(place, 'node_modules'));
  const folder = join(place, 'app');
  await mkdir(join(place, 'team'));
  await writeFile(join(place, 'team/wasm-oci.toml'), preset('Team'));
  const options = ['--language', 'c', '--image', image, '--add', 'github', '--no-build', '--yes', ...args];
  const made = await createWasmOci(['app', ...options], { cwd: place });
  expect(made.exitCode, made.stderr).toBe(0);
  await git(place, 'init', '--quiet', '--bare', 'remote');
  await git(folder, 'init', '--quiet', '--initial-branch', 'main');
  await git(folder, 'add', '--all');
  await git(folder, '-c', 'user.name=x', '-c', 'user.email=x@x', 'commit', '--quiet', '--message', 'first');
  await git(folder, 'remote', 'add', 'origin', '../remote');
  return { place, folder };
}

const preset = (vendor: string) =>
  `schema = 1\nname = "Team"\n[labels]\n"org.opencontainers.image.vendor" = "${vendor}"\n`;

async function git(cwd: string, ...args: string[]) {
  const { exitCode, stdout, stderr } = await run('git', args, { cwd });
  expect(exitCode, stderr).toBe(0);
  return stdout.trim();
}

/** The scripts of a workflow's only job, by the name of their step, and its variables. */
async function steps(folder: string, file: string) {
  const { jobs } = parse(await readFile(join(folder, '.github/workflows', file), 'utf8'));
  const [job] = Object.values(jobs) as { env: Record<string, string>; steps: { name?: string; run?: string }[] }[];
  const scripts = Object.fromEntries((job?.steps ?? []).map(({ name, run: script }) => [name, script]));
  return { scripts, env: job?.env ?? {} };
}

/** Runs a step as a runner of GitHub does. */
async function runStep(script: string | undefined, cwd: string, env: Record<string, string>) {
  const done = await run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script ?? 'exit 9'], { cwd, env });
  expect(done.exitCode, done.stdout + done.stderr).toBe(0);
  return done;
}

describe('the workflows for GitHub', () => {
  it.each(['cli', 'http'])('have no finding of actionlint in a project of the template %s', async (template) => {
    const { folder } = await repository('quay.io/you/app:1.0', '--template', template);
    const workflows = ['image.yml', 'update.yml'].map((name) => join(folder, '.github/workflows', name));
    const { exitCode, stdout } = await run(await actionlint(), ['-shellcheck=', '-no-color', ...workflows]);
    expect(stdout).toBe('');
    expect(exitCode).toBe(0);
  });

  it('build, check and push an image, step by step', async (test) => {
    needsLab(test);
    const { place, folder } = await repository(`${registryHost()}/e2e/github:1`);
    const { scripts, env } = await steps(folder, 'image.yml');
    const sha = await git(folder, 'rev-parse', 'HEAD');
    const summary = join(place, 'summary');
    const given = { ...env, GITHUB_SHA: sha, RUNNER_TEMP: place, GITHUB_STEP_SUMMARY: summary };
    await runStep(scripts.Build, folder, given);
    expect((await runStep(scripts.Check, folder, given)).stdout).toMatch(/WasmEdge under crun +yes/);
    // The registry of the test asks for no password, and takes any.
    const auth = { REGISTRY_USER: 'x', REGISTRY_PASSWORD: "p'a $HOME", REGISTRY_AUTH_FILE: join(place, 'auth.json') };
    await runStep(scripts.Push, folder, { ...given, ...auth });
    const image = `${registryHost()}/e2e/github`;
    const pushed = JSON.parse((await run('skopeo', ['inspect', `docker://${image}:${sha}`])).stdout);
    expect(pushed).toMatchObject({ Os: 'wasi', Architecture: 'wasm' });
    expect(await readFile(summary, 'utf8')).toBe(`${image}@${pushed.Digest}\n`);
    await podman(['rmi', '--force', `${image}:${sha}`]);
  });

  it('open one pull request where the project is behind, and none where it is not', async () => {
    const { place, folder } = await repository('quay.io/you/app:1.0', '--preset', './team');
    const { scripts, env } = await steps(folder, 'update.yml');
    // GitHub's own program cannot be reached: this one says what it was asked for.
    const bin = join(place, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'gh'), `#!/bin/sh\necho "$@" >>"${place}/asked"\n[ "$2" = create ] || echo 0\n`);
    await chmod(join(bin, 'gh'), 0o755);
    const output = join(place, 'output');
    await writeFile(output, '');
    const given = { ...env, GITHUB_OUTPUT: output, PATH: `${bin}:${environment().PATH}` };
    await runStep(scripts.Update, folder, given);
    await runStep(scripts['Push a branch'], folder, given);
    expect(await readFile(output, 'utf8')).toBe('');

    await writeFile(join(place, 'team/wasm-oci.toml'), preset('Other team'));
    await runStep(scripts.Update, folder, given);
    await runStep(scripts['Push a branch'], folder, given);
    expect(await readFile(output, 'utf8')).toBe('pushed=true\n');
    expect(await git(join(place, 'remote'), 'show', '--stat', '--format=%an', 'wasm-oci-update')).toContain(
      'Containerfile',
    );
    await runStep(scripts['Open a pull request'], folder, given);
    expect(await readFile(join(place, 'asked'), 'utf8')).toContain('pr create --head wasm-oci-update');
  });
});
