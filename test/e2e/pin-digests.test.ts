import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bareMachine } from './support/bare-machine.js';
import { needsLab, registryHost, standIn } from './support/lab.js';
import { createWasmOci, emptyFolder, run, untag } from './support/run.js';

const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** The digest of what the registry serves under a tag, and what that is. */
async function served(image: string): Promise<{ digest: string; index: { mediaType: string } }> {
  const { stdout } = await run('skopeo', ['inspect', '--raw', `docker://${image}`]);
  return { digest: sha256(stdout), index: JSON.parse(stdout) };
}

const pinnedIn = async (cwd: string, name = 'BUILDER_IMAGE') =>
  new RegExp(`^ARG ${name}=([^@\\s]+)(?:@(\\S+))?$`, 'm')
    .exec(await readFile(join(cwd, 'Containerfile'), 'utf8'))
    ?.slice(1);

const storedIn = async (cwd: string) =>
  JSON.parse(await readFile(join(cwd, '.yo-rc.json'), 'utf8'))['create-wasm-oci'].digests;

/** A PATH without container engines. */
const withoutEngines = async () => bareMachine(await emptyFolder());

describe('--pin-digests', () => {
  it('pins the index of the builder image, builds with it, and needs no registry afterwards', async () => {
    const folder = await emptyFolder();
    const cwd = join(folder, 'hello');
    onTestFinished(() => untag('localhost/pinned-hello:1'));
    const args = ['hello', '--language', 'c', '--image', 'localhost/pinned-hello:1', '--pin-digests', '--yes'];
    const made = await createWasmOci([...args, '--engine', 'podman'], { cwd: folder });
    expect(made.exitCode, made.stderr).toBe(0);

    const [image = '', digest] = (await pinnedIn(cwd)) ?? [];
    const { digest: expected, index } = await served(image);
    expect(index.mediaType).toMatch(/index|manifest\.list/);
    expect(digest).toBe(expected);
    expect(await storedIn(cwd)).toEqual({ [image]: expected });

    const env = await withoutEngines();
    const rendered = await createWasmOci(['render', cwd], { cwd: folder, env });
    const { files } = JSON.parse(rendered.stdout);
    expect(files.Containerfile).toBe(await readFile(join(cwd, 'Containerfile'), 'utf8'));
    expect(await createWasmOci(['update', '--check'], { cwd, env })).toMatchObject({ exitCode: 0 });
    const again = await createWasmOci([...args, '--no-build'], { cwd: folder, env });
    expect(again.exitCode, again.stderr).toBe(0);
    const asItIs = await createWasmOci(['--no-write', '--engine', 'podman'], { cwd });
    expect(asItIs.exitCode, asItIs.stderr).toBe(0);
  });

  it('takes the same digests from Podman where there is no skopeo, of the tools as well', async (context) => {
    needsLab(context);
    const folder = await emptyFolder();
    await mkdir(join(folder, 'bin'));
    const env = await standIn(join(folder, 'bin'), 'skopeo', 'exit 1');
    const args = [
      'hello',
      '--language',
      'c',
      '--wasm-opt',
      '--pin-digests',
      '--engine',
      'podman',
      '--no-build',
      '--yes',
    ];
    const made = await createWasmOci(args, { cwd: folder, env });
    expect(made.exitCode, made.stderr).toBe(0);
    for (const name of ['BUILDER_IMAGE', 'TOOLS_IMAGE']) {
      const [image = '', digest] = (await pinnedIn(join(folder, 'hello'), name)) ?? [];
      expect(digest, image).toBe((await served(image)).digest);
    }
  });

  it('pins the builder image of an existing project, and its image is built', async () => {
    const cwd = await emptyFolder();
    await cp(join(import.meta.dirname, '../fixtures/c-make'), cwd, { recursive: true });
    onTestFinished(() => untag('localhost/pinned-make:1'));
    const args = ['containerfile', '--image', 'localhost/pinned-make:1', '--pin-digests', '--yes'];
    const made = await createWasmOci([...args, '--engine', 'podman', '--no-run'], { cwd });
    expect(made.exitCode, made.stderr).toBe(0);
    const [image = '', digest] = (await pinnedIn(cwd)) ?? [];
    expect(digest).toBe((await served(image)).digest);
    expect(await createWasmOci(['update', '--check'], { cwd, env: await withoutEngines() })).toMatchObject({
      exitCode: 0,
    });
  });

  it('keeps the digest when the tag moves, until an update resolves it again', async (context) => {
    needsLab(context);
    const folder = await emptyFolder();
    const cwd = join(folder, 'hello');
    const name = `pins-${process.pid}/builder`;
    const image = `${registryHost()}/${name}:1`;
    const first = await serve(name, 'first');
    await writeFile(
      join(folder, 'team.toml'),
      `schema = 1\nname = "team"\n[builders]\nc = ${JSON.stringify(image)}\n[locked]\npin-digests = true\n`,
    );
    const args = ['hello', '--language', 'c', '--preset', './team.toml', '--engine', 'podman', '--no-build', '--yes'];
    const made = await createWasmOci(args, { cwd: folder });
    expect(made.exitCode, made.stderr).toBe(0);
    expect(await pinnedIn(cwd)).toEqual([image, first]);

    const second = await serve(name, 'second');
    expect(await createWasmOci(['update', '--check'], { cwd })).toMatchObject({ exitCode: 0 });
    expect(await createWasmOci(['update', '--check', '--pin-digests'], { cwd })).toMatchObject({ exitCode: 2 });
    const updated = await createWasmOci(['update', '--pin-digests', '--yes', '--force'], { cwd });
    expect(updated.exitCode, updated.stderr).toBe(0);
    expect(await pinnedIn(cwd)).toEqual([image, second]);
    expect(await storedIn(cwd)).toEqual({ [image]: second });
    expect(await createWasmOci(['update', '--check', '--pin-digests'], { cwd })).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ['no engine works', ['--engine', 'auto'], true, /^error: --pin-digests: .*Podman is not installed/m],
    ['the engine reads no registry', ['--engine', 'embedded'], false, /^error: --pin-digests: the engine embedded/m],
    [
      'the registry has no such tag',
      ['--preset', './team.toml'],
      false,
      /^error: --pin-digests: .*cannot be resolved/m,
    ],
  ])('writes nothing where %s', async (_, args, bare, message) => {
    const folder = await emptyFolder();
    const builder = 'ghcr.io/webassembly/wasi-sdk:none-of-that-name';
    await writeFile(join(folder, 'team.toml'), `schema = 1\nname = "team"\n[builders]\nc = "${builder}"\n`);
    const env = bare ? await withoutEngines() : {};
    const all = ['hello', '--language', 'c', '--pin-digests', '--no-build', '--yes', ...args];
    const { exitCode, stdout, stderr } = await createWasmOci(all, { cwd: folder, env });
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/fix: --no-pin-digests /);
    await expect(readFile(join(folder, 'hello/Containerfile'))).rejects.toThrow('ENOENT');
  });
});

/** Serves an index under the tag 1. Nothing is built from it, so it lists no image. */
async function serve(name: string, what: string): Promise<string> {
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const index = JSON.stringify({ schemaVersion: 2, mediaType, manifests: [], annotations: { what } });
  const url = `http://${registryHost()}/v2/${name}/manifests/1`;
  const { status } = await fetch(url, { method: 'PUT', body: index, headers: { 'content-type': mediaType } });
  expect(status).toBe(201);
  return sha256(index);
}
