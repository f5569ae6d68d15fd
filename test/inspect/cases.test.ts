import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectionOf } from '../../generators/inspect/inspection.js';
import { readFileAt, readFolder } from '../../generators/inspect/read.js';
import { reportOf } from '../../generators/inspect/report.js';
import { fixtures } from '../support/fixtures.js';
import { ociArchive, ociFiles, rawTar } from '../support/oci-archive.js';
import { moduleBytes } from '../support/wasm-bytes.js';

/** Inputs as users reported them: test/fixtures/cases/README.md. */
const at = (name: string) => join(fixtures, 'cases', name);
const layout = async (name: string, image?: string) => inspectionOf(await readFolder(at(name), image));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-cases-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
async function inspect(contents: Uint8Array, image?: string) {
  const path = join(folder, `file-${files++}`);
  await writeFile(path, contents);
  return inspectionOf(await readFileAt(path, image));
}

describe('a layer compressed with zstd', () => {
  // By `zstd -dc LAYER | sha256sum`, and `tar -tv`.
  it.each(['zstd-two-frames', 'zstd-chunked'])('is read to its end on every Node (%s)', async (name) => {
    const { image, file, obstacles } = await layout(name);
    expect(image).toMatchObject({ layers: [{ unpacked: 10_240 }], files: [{ path: '/hello.wasm', bytes: 141 }] });
    expect(file).toMatchObject({ kind: 'module', bytes: 141 });
    expect(obstacles).toEqual([]);
  });
});

describe('names', () => {
  // By `skopeo inspect oci:LAYOUT:NAME --format '{{.Digest}}'`, skopeo 1.18.
  const two = 'sha256:c432a0f3fc445bec54b54f8d72376a4555ea68822e8c6b6fbbe5da150cdee1b6';
  const first = 'sha256:a666e644c8b474282419ab804c569023247c120050770d7a179ab6d36107ace2';
  const second = 'sha256:389e4296bdf8733da8046902124e21d4dbdb40fc2aa63d1a65ffc18451315d31';

  it.each([undefined, '1.0', 'latest', two])('two names on one manifest are one image (%s)', async (name) => {
    const { image, obstacles } = await layout('two-names-one-image', name);
    expect(image).toMatchObject({ digest: two, names: ['1.0', 'latest'], others: [] });
    expect(obstacles).toEqual([]);
  });

  it.each([
    ['latest', first],
    [undefined, first],
    ['@0', first],
    ['@1', second],
    [second, second],
    ['389e4296', second],
  ])('one name on two manifests is the first, and the other can be chosen (%s)', async (name, digest) => {
    const { image } = await layout('same-name-twice', name);
    expect(image).toMatchObject({ digest, others: [{ digest: digest === first ? second : first }] });
  });

  it('a name that is not there shows the digests where the names do not tell apart', async () => {
    const fault = `it holds no "nope": "latest" (${first}), "latest" (${second})`;
    await expect(layout('same-name-twice', 'nope')).rejects.toThrow(fault);
  });

  // As `ctr images export` and `nerdctl save` write it.
  it.each(['docker.io/library/hello:latest', 'hello', 'hello:latest', 'latest'])(
    "containerd's name is known as %s",
    async (wanted) => {
      const tamper = (layoutFiles: Record<string, Buffer>) => {
        const index = JSON.parse(String(layoutFiles['index.json']));
        index.manifests[0].annotations = {
          'io.containerd.image.name': 'docker.io/library/hello:latest',
          'org.opencontainers.image.ref.name': 'latest',
        };
        layoutFiles['index.json'] = Buffer.from(JSON.stringify(index));
      };
      const archive = await ociArchive({ layers: [{ 'hello.wasm': moduleBytes() }], tamper });
      expect((await inspect(archive, wanted)).image?.names).toEqual(['docker.io/library/hello:latest', 'latest']);
    },
  );
});

describe('what is not as an image should be', () => {
  it('a config without rootfs is named, and everything else reported', async () => {
    const { image, file, advice, obstacles } = await layout('no-diff-ids');
    expect(image).toMatchObject({ kind: 'image', missingDiffIds: [1], files: [{ path: '/hello.wasm', bytes: 141 }] });
    expect(file).toMatchObject({ kind: 'module', bytes: 141 });
    expect(advice).toContainEqual(
      expect.objectContaining({ id: 'diff-ids', message: expect.stringContaining('no rootfs') }),
    );
    expect(obstacles).toEqual([]);
  });

  it('a module pushed without a media type is an artifact', async () => {
    const inspection = await layout('oras-default-media-type');
    expect(inspection).toMatchObject({ image: { kind: 'artifact', modules: ['hello.wasm'] }, file: { bytes: 141 } });
    expect(inspection.advice.map(({ id }) => id)).toEqual(['artifact']);
    expect(reportOf(inspection)).toContain(': a Wasm OCI artifact, from the folder of an OCI layout');
  });

  it('an archive of podman export is told from one of podman save, with the module in it', async () => {
    await expect(readFileAt(at('podman-export.tar'))).rejects.toMatchObject({
      message: expect.stringContaining('holds files, and no image'),
      fix: [expect.stringMatching(/^podman save /), expect.stringMatching(/^tar -xf \S+ hello\.wasm /)],
    });
  });

  it('several modules in an artifact are listed, and the first is inspected', async () => {
    const modules = [moduleBytes(), moduleBytes({ exports: ['_start', 'second'] })];
    const archive = await ociArchive({ layers: [], packed: modules, diffIds: [] });
    const { image, file, advice } = await inspect(archive);
    expect(image).toMatchObject({ kind: 'artifact', modules: [{}, {}].map(() => expect.stringMatching(/^sha256:/)) });
    expect(file).toMatchObject({ functions: ['_start'] });
    expect(advice).toContainEqual(expect.objectContaining({ id: 'modules' }));
  });

  // `tar -tf` and Go's archive/tar, so Podman, take an archive that ends without its two blocks of zeros.
  it('a layer and an archive without the blocks of zeros at their end are read', async () => {
    const layer = rawTar([{ name: 'hello.wasm', contents: moduleBytes() }]).subarray(0, -1024);
    const { image, file } = await inspect(await ociArchive({ layers: [layer] }));
    expect(image).toMatchObject({ layers: [{ unpacked: layer.length }] });
    expect(file).toMatchObject({ kind: 'module' });
    const parts = Object.entries(await ociFiles({ layers: [layer] }));
    const archive = rawTar(parts.map(([name, contents]) => ({ name, contents }))).subarray(0, -1024);
    expect(await inspect(archive)).toMatchObject({ file: { kind: 'module' } });
  });

  it('a layer and an archive that end in the middle of a file are named as cut off', async () => {
    const layer = rawTar([{ name: 'hello.wasm', contents: moduleBytes() }]).subarray(0, 530);
    await expect(inspect(await ociArchive({ layers: [layer] }))).rejects.toThrow(
      'layer 1: it is cut off in the middle of "hello.wasm"',
    );
    const archive = await ociArchive({ layers: [{ 'hello.wasm': moduleBytes() }] });
    await expect(inspect(archive.subarray(0, 700))).rejects.toThrow('it is cut off in the middle of "blobs/sha256/');
  });
});
