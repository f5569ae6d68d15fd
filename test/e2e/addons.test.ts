import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, type TestContext } from 'vitest';
import { addOns } from '../../generators/core/addons/addons.js';
import { freePort } from '../../generators/core/build/check-service.js';
import { copyFixture } from '../support/fixtures.js';
import { playManifest } from './support/kube.js';
import { labEnter, needsLab } from './support/lab.js';
import { createWasmOci, emptyFolder, podman, untag } from './support/run.js';

/** A C project with these add-ons, whose files are written. */
async function project(name: string, ...args: string[]) {
  const cwd = await emptyFolder();
  const { exitCode, stderr } = await createWasmOci([name, '--language', 'c', '--yes', ...args], { cwd });
  expect(exitCode, stderr).toBe(0);
  return join(cwd, name);
}

describe('create-wasm-oci add', () => {
  it('adds files from a folder of the project, keeps what the user changed, and takes them away again', async () => {
    const folder = await project('given', '--no-build');
    const added = await createWasmOci(['add', 'quadlet', 'kubernetes', '--yes'], { cwd: join(folder, 'src') });
    expect(added.exitCode, added.stderr).toBe(0);
    expect((await readdir(join(folder, 'deploy'))).sort()).toEqual([
      'given.build',
      'given.container',
      'kubernetes.yaml',
    ]);

    await writeFile(join(folder, 'deploy/kubernetes.yaml'), `${await text(folder, 'deploy/kubernetes.yaml')}# mine\n`);
    const again = await createWasmOci(['add', 'compose', '--yes'], { cwd: folder });
    expect(again.exitCode, again.stderr).toBe(0);
    expect(await text(folder, 'deploy/kubernetes.yaml')).toMatch(/\n# mine\n$/);
    expect(await text(folder, '.yo-rc.json')).toContain('"add": "kubernetes,quadlet,compose"');
    expect(await createWasmOci(['update', '--check'], { cwd: folder })).toMatchObject({ exitCode: 0 });

    const without = await createWasmOci(['update', '--add', '', '--yes'], { cwd: folder });
    expect(without.exitCode, without.stderr).toBe(0);
    expect(await readdir(join(folder, 'deploy'))).toEqual(['kubernetes.yaml']);
    expect(await readdir(folder)).not.toContain('compose.yaml');
  });

  it.each([
    [[], /^error: add needs a name: kubernetes, quadlet, compose, devcontainer, github, gitlab, renovate\./],
    [['kubernets'], /^error: "kubernets" is not an add-on \(did you mean kubernetes\?\)\./],
    [
      ['helm'],
      /^error: "helm" is not an add-on \(there are kubernetes, quadlet, compose, devcontainer, github, gitlab, renovate\)\./,
    ],
  ])('refuses %j', async (names, message) => {
    const folder = await project('given', '--no-build');
    const { exitCode, stderr, stdout } = await createWasmOci(['add', ...names], { cwd: folder });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('keeps a file of an existing project that has the name of an added one', async () => {
    const folder = await copyFixture('c-make', await emptyFolder());
    await mkdir(join(folder, 'deploy'));
    await writeFile(join(folder, 'deploy/kubernetes.yaml'), 'mine: true\n');
    const args = ['containerfile', '.', '--add', 'kubernetes,compose', '--no-build', '--yes'];
    const { exitCode, stderr } = await createWasmOci(args, { cwd: folder });
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('deploy/kubernetes.yaml is yours, and kept.');
    expect(await text(folder, 'deploy/kubernetes.yaml')).toBe('mine: true\n');
    expect(await text(folder, 'compose.yaml')).toContain('platform: wasi/wasm');
  });

  it('cannot take away what a preset locks', async () => {
    const cwd = await emptyFolder();
    await mkdir(join(cwd, 'team'));
    await writeFile(join(cwd, 'team/wasm-oci.toml'), 'schema = 1\nname = "Team"\n[locked]\nadd = "kubernetes"\n');
    const create = (...args: string[]) => createWasmOci(args, { cwd });
    const made = await create('given', '--language', 'c', '--preset', './team', '--no-build', '--yes');
    expect(made.exitCode, made.stderr).toBe(0);
    expect(await readdir(join(cwd, 'given/deploy'))).toEqual(['kubernetes.yaml']);
    const { exitCode, stderr } = await create('update', 'given', '--add', 'compose', '--yes');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/locks|locked/);
    expect(await readdir(join(cwd, 'given'))).not.toContain('compose.yaml');
  });
});

describe.each(addOns.map(({ id, files }) => [id, files('given').map(({ path }) => path)] as const))(
  'the add-on %s',
  (id, paths) => {
    it('is added at creation and later, with the same files, and is up to date', async () => {
      const created = await project('given', '--no-build', '--add', id);
      const later = await project('given', '--no-build');
      for (const path of paths) expect(existsSync(join(later, path)), path).toBe(false);
      const added = await createWasmOci(['add', id, '--yes'], { cwd: later });
      expect(added.exitCode, added.stderr).toBe(0);
      for (const path of paths) expect(await text(later, path)).toBe(await text(created, path));
      expect(await createWasmOci(['update', '--check'], { cwd: later })).toMatchObject({ exitCode: 0 });
    });

    it('is kept by update as the user changed it', async () => {
      const folder = await project('given', '--no-build', '--add', id);
      const [path] = paths as [string];
      await writeFile(join(folder, path), `${await text(folder, path)}\n# mine\n`);
      const updated = await createWasmOci(['update', '--yes'], { cwd: folder });
      expect(updated.exitCode, updated.stderr).toBe(0);
      expect(await text(folder, path)).toMatch(/\n# mine\n$/);
    });

    it('is locked by the list of a preset, in whatever order', async () => {
      const cwd = await emptyFolder();
      const locked = JSON.stringify([...new Set(['kubernetes', id])].reverse());
      await mkdir(join(cwd, 'team'));
      await writeFile(join(cwd, 'team/wasm-oci.toml'), `schema = 1\nname = "Team"\n[locked]\nadd = ${locked}\n`);
      const create = (...args: string[]) => createWasmOci(args, { cwd });
      const made = await create('given', '--language', 'c', '--preset', './team', '--no-build', '--yes');
      expect(made.exitCode, made.stderr).toBe(0);
      for (const path of paths) expect(await text(join(cwd, 'given'), path)).not.toBe('');
      const check = await create('update', 'given', '--check');
      expect(check.exitCode, check.stdout + check.stderr).toBe(0);
      expect(await create('update', 'given', '--add', '', '--yes')).toMatchObject({ exitCode: 1 });
      for (const path of paths) expect(existsSync(join(cwd, 'given', path)), path).toBe(true);
    });
  },
);

describe('what is added', () => {
  it('runs by podman kube play, in the restricted profile', async () => {
    onTestFinished(() => untag('localhost/played:latest'));
    const folder = await project('played', '--add', 'kubernetes', '--no-run');
    await playManifest(folder);
    await podman(['wait', 'played-pod-played']);
    expect(await podman(['logs', 'played-pod-played'])).toContain('Hello from played!\nArguments: none\n');
    const [container] = JSON.parse(await podman(['inspect', 'played-pod-played']));
    expect(container).toMatchObject({ Config: { User: '65532:65532' }, HostConfig: { ReadonlyRootfs: true } });
    expect(container.OCIRuntime).toContain('crun-wasm');
  });

  it('answers a request, played as a service by podman kube play', async () => {
    onTestFinished(() => untag('localhost/answering:latest'));
    const folder = await project('answering', '--template', 'http', '--add', 'kubernetes', '--no-run');
    const manifest = join(folder, 'deploy/kubernetes.yaml');
    // On the network of the machine, as all containers of the lab are: the port is one that is free.
    const port = await freePort();
    const own = `          env: [{ name: PORT, value: "${port}" }]\n          ports:\n`;
    await writeFile(manifest, (await text(folder, 'deploy/kubernetes.yaml')).replace('          ports:\n', own));
    await playManifest(folder, '--network', 'host');
    const answer = () => fetch(`http://127.0.0.1:${port}/healthz`).then((response) => response.text());
    await expect.poll(answer, { timeout: 20_000 }).toBe('ok\n');
    const [container] = JSON.parse(await podman(['inspect', 'answering-pod-answering']));
    expect(container).toMatchObject({ State: { Running: true }, Config: { User: '65532:65532' } });
  });

  it("is taken by Podman's own generator of units", async (test: TestContext) => {
    needsLab(test);
    const folder = await project('unit-app', '--add', 'quadlet', '--no-build');
    const { stdout, stderr, exitCode } = await labEnter('../libexec/podman/quadlet', ['-dryrun', '-user'], {
      QUADLET_UNIT_DIRS: join(folder, 'deploy'),
    });
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(
      /^ExecStart=.*podman run .*--stop-timeout 0 --platform=wasi\/wasm localhost\/unit-app:latest$/m,
    );
    expect(stdout).toMatch(
      /^ExecStart=.*podman build --tag localhost\/unit-app:latest .*--platform=wasi\/wasm %h\/unit-app$/m,
    );
  });
});

async function text(folder: string, path: string): Promise<string> {
  return readFile(join(folder, path), 'utf8');
}
