import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Containerd, findContainerd } from './support/containerd.js';
import { registryHost } from './support/lab.js';
import { createWasmOci, emptyFolder, podman, run, untag } from './support/run.js';

let found: Containerd | undefined;
let cwd = '';
const containerd = () => found as Containerd;
const name = (what: string) => `${registryHost()}/kubernetes-${process.pid}/${what}:1`;
const GREETING = /^Hello from hello!\nArguments: none$/m;

beforeAll(async () => {
  found = await findContainerd();
  if (!found) return;
  await found.empty();
  cwd = await mkdtemp(join(tmpdir(), 'create-wasm-oci-containerd-'));
  const made = await createWasmOci(['hello', '--language', 'c', '--engine', 'embedded', '--no-run', '--yes'], { cwd });
  expect(made.exitCode, made.stderr).toBe(0);
  for (const [what, ...flags] of [['plain'], ['index', '--platforms', 'kubernetes'], ['wasi-only']]) {
    const args = [
      'build',
      'hello',
      '--engine',
      'embedded',
      '--image',
      name(what ?? ''),
      ...flags,
      '--push',
      '--artifact',
    ];
    const pushed = await createWasmOci(args, { cwd });
    expect(pushed.exitCode, pushed.stderr).toBe(0);
  }
  await replaceByWasiIndex(name('wasi-only'));
  for (const [what, from] of [
    ['artifact', `oci-archive:${join(cwd, 'hello/hello.artifact.oci.tar')}`],
    ['no-diff-ids', `oci:${join(import.meta.dirname, '../fixtures/cases/no-diff-ids')}`],
  ]) {
    const copied = await run('skopeo', ['copy', '--preserve-digests', from ?? '', `docker://${name(what ?? '')}`]);
    expect(copied.exitCode, copied.stderr).toBe(0);
  }
  await pushBzip2(name('bzip2'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));
beforeEach(({ skip }) => {
  if (!found) skip('needs the lab, which has a containerd of its own');
});

const sha256 = (bytes: string | Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const at = (image: string, path: string) => {
  const [, repository = ''] = /^[^/]+\/(.*):1$/.exec(image) ?? [];
  return `http://${registryHost()}/v2/${repository}/${path}`;
};

async function put(url: string, type: string, body: string | Uint8Array): Promise<void> {
  const { status } = await fetch(url, { method: 'PUT', headers: { 'content-type': type }, body: Buffer.from(body) });
  expect(status, url).toBe(201);
}

/** Has a name mean an index that lists its image for wasi/wasm only, as buildx writes one. */
async function replaceByWasiIndex(image: string): Promise<void> {
  const { stdout } = await run('skopeo', ['inspect', '--raw', `docker://${image}`]);
  const mediaType = JSON.parse(stdout).mediaType;
  const platform = { os: 'wasi', architecture: 'wasm' };
  const manifests = [{ mediaType, digest: sha256(stdout), size: Buffer.byteLength(stdout), platform }];
  const type = 'application/vnd.oci.image.index.v1+json';
  await put(at(image, 'manifests/1'), type, JSON.stringify({ schemaVersion: 2, mediaType: type, manifests }));
}

/** Of layer.tar.bz2, unpacked by bzip2. */
const BZIP2_DIFF_ID = 'sha256:f3e9e5699a38da6ed77d93bf6c2d77bf55cba0b8d7fca1bfd60ceb1d54fe7a09';

/** An image whose layer is compressed by bzip2. */
async function pushBzip2(image: string): Promise<void> {
  const layer = await readFile(join(import.meta.dirname, '../fixtures/cases/layers/layer.tar.bz2'));
  const config = JSON.stringify({
    os: 'wasi',
    architecture: 'wasm',
    config: { Entrypoint: ['/hello.wasm'] },
    rootfs: { type: 'layers', diff_ids: [BZIP2_DIFF_ID] },
  });
  const blob = async (mediaType: string, bytes: string | Uint8Array) => {
    const { headers: answered } = await fetch(at(image, 'blobs/uploads/'), { method: 'POST' });
    const place = new URL(answered.get('location') ?? '', `http://${registryHost()}`);
    place.searchParams.set('digest', sha256(bytes));
    await put(place.href, 'application/octet-stream', bytes);
    return { mediaType, digest: sha256(bytes), size: Buffer.byteLength(bytes) };
  };
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = {
    schemaVersion: 2,
    mediaType,
    config: await blob('application/vnd.oci.image.config.v1+json', config),
    layers: [await blob('application/vnd.oci.image.layer.v1.tar', layer)],
  };
  await put(at(image, 'manifests/1'), mediaType, JSON.stringify(manifest));
}

/** What `inspect --require kubernetes` makes of it. */
async function judged(argument: string): Promise<{ exitCode: number | undefined; by: string[]; stderr: string }> {
  if (argument.startsWith(registryHost())) onTestFinished(() => untag(argument));
  const args = ['inspect', argument, '--require', 'kubernetes', '--json', '--engine', 'podman'];
  const { exitCode, stdout, stderr } = await createWasmOci(args);
  const { notKubernetes = [] } = JSON.parse(stdout);
  return { exitCode, by: notKubernetes.flatMap((one: { by: string[] }) => one.by), stderr };
}

/** A layout with the image as the registry has it. */
async function copyOf(image: string): Promise<string> {
  const folder = await emptyFolder();
  const copied = await run('skopeo', ['copy', `docker://${image}`, `oci:${folder}`]);
  expect(copied.exitCode, copied.stderr).toBe(0);
  return folder;
}

describe('an image in a registry', () => {
  it.for(['plain', 'index'])('with %s is pulled by containerd and by Podman, and inspect says so', async (what) => {
    expect(await containerd().pull(name(what))).toMatch(/^sha256:/);
    const pulled = await containerd().ctr('images', 'pull', '--plain-http', '--snapshotter', 'native', name(what));
    expect(pulled.exitCode, pulled.stderr).toBe(0);
    await podman(['pull', '--quiet', name(what)]);
    expect(await judged(name(what))).toMatchObject({ exitCode: 0, by: [] });
  });

  it('with an index for wasi/wasm only is refused by containerd and Podman, and inspect says so', async () => {
    const image = name('wasi-only');
    await expect(containerd().pull(image)).rejects.toThrow('no match for platform in manifest');
    const pulled = await containerd().ctr('images', 'pull', '--plain-http', '--snapshotter', 'native', image);
    expect(pulled.stderr).toContain('no match for platform in manifest');
    expect((await run('podman', ['pull', image])).stderr).toContain('no image found in image index');
    const { exitCode, by, stderr } = await judged(image);
    expect({ exitCode, by }).toEqual({ exitCode: 1, by: ['containerd', 'CRI-O'] });
    expect(stderr).toContain('its index lists wasi/wasm, and not linux/amd64 or linux/arm64');
    expect(stderr).toContain('fix: create-wasm-oci build --platforms kubernetes --push');
  });

  it.for([
    ['no-diff-ids', "number of layers and diffIDs don't match"],
    ['bzip2', /failed to (?:extract|unpack)|wrong diff|invalid tar/],
  ] as const)('with %s is refused by containerd only, and inspect says so', async ([what, message]) => {
    await expect(containerd().pull(name(what))).rejects.toThrow(message);
    await podman(['pull', '--quiet', name(what)]);
    // Podman compresses layers again.
    expect(await judged(await copyOf(name(what)))).toMatchObject({ exitCode: 1, by: ['containerd'] });
  });

  it('as an artifact is pulled by containerd, which makes no container of it; Podman refuses it', async () => {
    const image = name('artifact');
    await expect(containerd().runPod(image, 'crun-wasm')).rejects.toThrow('no command specified');
    expect((await run('podman', ['pull', image])).stderr).toContain('unsupported image-specific operation on artifact');
    expect(await judged(await copyOf(image))).toMatchObject({ exitCode: 1, by: ['containerd', 'CRI-O'] });
  });
});

describe('a pod under containerd', () => {
  const runtimes = [
    ['crun-wasm', {}],
    ['crun', { 'module.wasm.image/variant': 'compat-smart' }],
  ] as const;
  it.for(runtimes)(
    'with the runtime %s runs the image of a manifest, and of an index',
    async ([runtime, annotations]) => {
      for (const what of ['plain', 'index'])
        expect(await containerd().runPod(name(what), runtime, annotations)).toMatch(GREETING);
    },
  );
});

describe('ctr run', () => {
  it('runs the image with crun-wasm as the binary of runc.v2', async () => {
    await containerd().ctr('images', 'pull', '--plain-http', '--snapshotter', 'native', name('index'));
    const flags = ['--rm', '--snapshotter', 'native', '--net-host', '--cgroup', ''];
    const runtime = ['--runtime', 'io.containerd.runc.v2', '--runc-binary', '/var/lib/lab/crun-wasm'];
    const ran = await containerd().ctr('run', ...flags, ...runtime, name('index'), `ctr-${process.pid}`);
    expect(ran.stdout, ran.stderr).toMatch(GREETING);
  });
});
