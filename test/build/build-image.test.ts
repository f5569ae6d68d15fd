import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { probeModule } from '../../generators/commands/doctor/probe-module.js';
import { buildImage } from '../../generators/core/build/build-image.js';
import { embedded } from '../../generators/core/engines/embedded/engine.js';
import type { Engine, Target } from '../../generators/core/engines/engine.js';
import { podman } from '../../generators/core/engines/podman/engine.js';
import { imageLayout } from '../../generators/core/oci/layout.js';
import { type ImageReport, readOciArchive } from '../../generators/core/oci/oci.js';
import { packTar } from '../../generators/core/oci/tar.js';
import { reads } from '../support/fixes.js';
import { fixtures } from '../support/fixtures.js';

const target: Target = {
  directory: '/nowhere',
  shownDirectory: 'nowhere',
  image: 'localhost/hello:1',
  language: 'c',
  title: 'hello',
  slug: 'hello',
  artifact: false,
  wasmOpt: false,
  aot: false,
};

/** A good image, as the embedded engine writes it. */
async function goodImage(module: Uint8Array = probeModule()): Promise<ImageReport> {
  const contents = { image: target.image, entrypoint: '/hello.wasm', module, labels: {}, epoch: 0 };
  return readOciArchive(Readable.from([await packTar(await imageLayout(contents), { epoch: 0, mode: 0o644 })]));
}

/** An engine that counts its builds. What it built last time comes out of its cache until a build does not use it. */
function engineWith(cached: ImageReport, fresh: ImageReport): { engine: Engine; builds: (boolean | undefined)[] } {
  const builds: (boolean | undefined)[] = [];
  const engine = {
    ...podman,
    async build(_: Target, { noCache }: { noCache?: boolean }) {
      builds.push(noCache);
      return 1;
    },
    image: async () => (builds.at(-1) ? fresh : cached),
  } as unknown as Engine;
  return { engine, builds };
}

describe('an image that comes out of a cache', () => {
  it.each([
    ['another platform', { os: 'linux', architecture: 'amd64' }, 'linux/amd64'],
    ['a variant', { variant: 'v8' }, 'wasi/wasm/v8'],
  ])('with %s is built once more, without the cache', async (_, wrong, shown) => {
    const good = await goodImage();
    const { engine, builds } = engineWith({ ...good, ...wrong }, good);
    const reasons: string[] = [];
    const built = await buildImage(engine, target, { onRebuild: (why) => reasons.push(why) });
    expect(builds).toEqual([undefined, true]);
    expect(built).toMatchObject({ rebuilt: true, seconds: 2, report: { os: 'wasi', architecture: 'wasm' } });
    expect(reasons).toEqual([expect.stringContaining(`The cache gave an image for ${shown} `)]);
  });

  it('and is right is built once', async () => {
    const good = await goodImage();
    const { engine, builds } = engineWith(good, good);
    expect(await buildImage(engine, target, {})).toMatchObject({ rebuilt: false });
    expect(builds).toEqual([undefined]);
  });

  it('is refused when it has a variant without the cache, too, with the line that keeps it away', async () => {
    const wrong = { ...(await goodImage()), variant: 'v8' };
    const { engine, builds } = engineWith(wrong, wrong);
    const built = buildImage(engine, target, {});
    await expect(built).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('has the variant "v8"'),
      fix: [
        reads(expect.stringContaining('FROM --platform=wasi/wasm scratch')),
        { command: 'podman rmi localhost/hello:1', text: 'removes the image' },
      ],
    });
    expect(builds).toEqual([undefined, true]);
  });
});

describe('an image that is not what a preset asks for', () => {
  it('fails as checked, not as run, and is named with what removes it', async () => {
    const good = await goodImage();
    const { engine } = engineWith(good, good);
    const told: boolean[] = [];
    const built = buildImage(engine, target, {
      required: { 'max-image-bytes': 100 },
      run: async () => ({ stdout: '', stderr: '', seconds: 0 }),
      onRefused: (ranWell) => told.push(ranWell),
    });
    await expect(built).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/^localhost\/hello:1 was built, but is not as the preset requires: the image has/),
      fix: [expect.any(Object), { command: 'podman rmi localhost/hello:1', text: 'removes the image' }],
    });
    expect(told).toEqual([true]);
  });

  it('of the embedded engine is named by its file', async () => {
    const good = await goodImage();
    const { engine } = engineWith(good, good);
    const { id, reference, removal } = embedded;
    const writer: Engine = { ...engine, id, reference, removal };
    await expect(buildImage(writer, target, { required: { 'max-image-bytes': 100 } })).rejects.toMatchObject({
      message: expect.stringMatching(/^oci-archive:nowhere\/hello\.oci\.tar was built/),
      fix: [expect.any(Object), { command: 'rm nowhere/hello.oci.tar', text: 'removes the image' }],
    });
  });
});

describe('an image whose program does nothing', () => {
  const built = async (name: string, accept: readonly 'hollow'[] = []) => {
    const image = await goodImage(await readFile(join(fixtures, 'modules', `${name}.wasm`)));
    return buildImage(engineWith(image, image).engine, target, { accept });
  };

  it.each([
    [
      'empty-on-wasm',
      'localhost/hello:1 was built, but /hello.wasm does nothing: it reads, writes and opens nothing, without arguments and with --help.',
    ],
    [
      'no-main',
      'localhost/hello:1 was built, but /hello.wasm traps at once (unreachable), before it reads or writes anything.',
    ],
  ])('is refused, and accepted where the user says so: %s', async (name, message) => {
    await expect(built(name)).rejects.toMatchObject({
      message,
      exitCode: 3,
      fix: [reads(/^--accept-empty {3}takes it/), expect.anything()],
    });
    expect((await built(name, ['hollow'])).remarks).toMatchObject([{ rule: { id: 'hollow' } }]);
  });

  it('is no other one: what prints only its argument is built', async () => {
    expect((await built('argument')).remarks).toEqual([]);
  });
});
