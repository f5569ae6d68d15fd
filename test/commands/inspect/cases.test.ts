import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectDocument } from '../../../generators/commands/inspect/document.js';
import { inspectionOf } from '../../../generators/commands/inspect/inspection.js';
import { readFileAt, readImageFolder } from '../../../generators/commands/inspect/read.js';
import { reportOf } from '../../../generators/commands/inspect/report.js';
import type { ImageReport } from '../../../generators/core/oci/oci.js';
import { verify } from '../../../generators/core/policy/verify.js';
import { needsOf } from '../../../generators/core/wasm/needs.js';
import type { WasmFile } from '../../../generators/core/wasm/wasm.js';
import { reads } from '../../support/fixes.js';
import { fixtures } from '../../support/fixtures.js';
import { hello } from '../../support/hello-modules.js';
import { ociArchive, ociFiles, rawTar } from '../../support/oci-archive.js';
import { componentExporting, moduleBytes, moduleOf, section } from '../../support/wasm-bytes.js';

/** Inputs as users reported them: test/fixtures/cases/README.md. */
const at = (name: string) => join(fixtures, 'cases', name);
const layout = async (name: string, image?: string) => inspectionOf(await readImageFolder(at(name), image));

const NODE = Number(process.versions.node.split('.')[0]);

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

/** The descriptor of a blob. */
function blob(contents: Buffer | string) {
  const bytes = Buffer.from(contents);
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  return { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: bytes.length };
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

describe('a layer by xz or bzip2', () => {
  it.each(['xz', 'bz2'])('is named, and the rest of the image reported (%s)', async (name) => {
    const layer = await readFile(at(`layers/layer.tar.${name}`));
    const archive = await ociArchive({ layers: [], packed: [layer], diffIds: [`sha256:${'0'.repeat(64)}`] });
    const { image, advice, obstacles } = await inspect(archive);
    const packing = name === 'xz' ? 'xz' : 'bzip2';
    expect(image).toMatchObject({
      os: 'wasi',
      layers: [{ bytes: layer.length, notRead: expect.stringContaining(packing) }],
    });
    expect(advice).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining(`compressed with ${packing}`) }),
    );
    expect(obstacles.map(({ message }) => message)).toEqual([expect.stringContaining('a layer was not read')]);
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

  it.each<[string, object | undefined]>([
    [
      'of an empty config that is not in the layout',
      { mediaType: 'application/vnd.oci.empty.v1+json', digest: `sha256:${'a'.repeat(64)}`, size: 2 },
    ],
    ['without a config', undefined],
    ['without any media type', { ...blob('{}'), mediaType: '' }],
    ['with a config that is no JSON', { ...blob('text'), mediaType: 'application/vnd.acme.config' }],
  ])('a module in an artifact %s is inspected', async (_, config) => {
    const manifest = {
      schemaVersion: 2,
      ...(config && { config }),
      layers: [{ ...blob(hello()), mediaType: '' }],
    };
    const index = { schemaVersion: 2, manifests: [blob(JSON.stringify(manifest))] };
    const contents = [hello(), Buffer.from('{}'), Buffer.from('text'), Buffer.from(JSON.stringify(manifest))];
    const entries = contents.map((one) => ({ name: `blobs/${blob(one).digest.replace(':', '/')}`, contents: one }));
    const archive = rawTar([...entries, { name: 'index.json', contents: Buffer.from(JSON.stringify(index)) }]);
    expect(await inspect(archive)).toMatchObject({
      image: { kind: 'artifact' },
      file: { kind: 'module' },
      obstacles: [],
    });
  });

  it('an archive of podman export is distinguished from one of podman save, with the module in it', async () => {
    await expect(readFileAt(at('podman-export.tar'))).rejects.toMatchObject({
      message: expect.stringContaining('holds files, and no image'),
      fix: [reads(expect.stringMatching(/^podman save /)), reads(expect.stringMatching(/^tar -xf \S+ hello\.wasm /))],
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

describe('a module that not every runtime takes', () => {
  // WasmEdge 0.14.1, crun 1.21, wazero 1.12 and Wasmtime 50 refuse it, Node 20 runs it.
  it('of which _start has parameters is not portable', async () => {
    const { verdicts, obstacles } = inspectionOf(await readFileAt(at('start-with-parameters.wasm')));
    const takes = Object.fromEntries(verdicts.map((verdict) => [verdict.runtime, verdict.takes]));
    expect(takes).toEqual({ wasmedge: 'no', wasmtime: 'no', wasmer: 'unknown', wazero: 'no', node: 'yes' });
    expect(obstacles.map(({ id }) => id)).toEqual(['start-parameters']);
  });

  it('that imports a global from WASI is not portable, and no image of it passes the check', async () => {
    const module = hello({ importsGlobal: ['wasi_snapshot_preview1', 'fd_close'] });
    expect((await inspect(module)).obstacles.map(({ id }) => id)).toEqual(['import-kind']);
    const { image } = await inspect(await ociArchive({ layers: [{ 'hello.wasm': module }] }));
    expect(verify(image as ImageReport).refused.map(({ rule }) => rule.id)).toEqual(['imports']);
  });
});

describe('a module that uses what this Node does not know', () => {
  // Each is valid by `wasm-tools validate --features all`, and no released Node knows the first two.
  it.each<[string, string, boolean]>([
    ['wide-arithmetic', '0061736d0100000001070160017e027e7e030201000a0e010c002000200020002000fc130b', true],
    ['custom-page-sizes', '0061736d01000000050401080100', true],
    ['gc', '0061736d010000000103015f00', NODE < 22],
    ['memory64', '0061736d010000000503010401', NODE < 24],
    ['gc', '0061736d01000000060b027f0041010b7f0023000b', NODE < 22],
  ])('is unknown to it, and not invalid (%s, %s)', async (feature, hex, unknown) => {
    const inspection = await inspect(Buffer.from(hex, 'hex'));
    const { module } = inspectDocument(inspection) as { module: { valid: boolean | null; refused?: string } };
    expect(module).toMatchObject({
      valid: unknown ? null : true,
      features: { used: expect.arrayContaining([feature]) },
    });
    expect(module.refused).toBeUndefined();
    expect(inspection.obstacles.map(({ id }) => id)).not.toContain('invalid');
    if (unknown)
      expect(reportOf(inspection)).toContain(`unknown to Node ${process.version}: it does not know ${feature}`);
  });

  it('that is wrong by what every Node knows is invalid', async () => {
    // A function that returns nothing where its type has an i32.
    const wrong = moduleOf(
      section(1, Buffer.from([1, 0x60, 0, 1, 0x7f])),
      section(3, Buffer.from([1, 0])),
      section(10, Buffer.from([1, 2, 0, 0x0b])),
    );
    const { module } = inspectDocument(await inspect(wrong)) as { module: { valid: boolean | null } };
    expect(module.valid).toBe(false);
  });
});

describe('a component', () => {
  it.each([
    ['wasi:cli/run@0.2.3', ['component']],
    ['wasi:cli/run@0.3.0', ['component', 'wasi-0.3']],
    ['wasi:http/handler@0.3.0-rc-2026-03-15', ['component', 'wasi-0.3', 'component-http']],
  ])('that exports %s is said to be of its version', async (name, needs) => {
    const inspection = await inspect(componentExporting(name));
    expect(needsOf(inspection.file as WasmFile).map(({ id }) => id)).toEqual(needs);
    expect(reportOf(inspection)).not.toContain('preview 2');
  });
});

describe('a folder that skopeo wrote for dir:', () => {
  // `skopeo copy oci:two-names-one-image:1.0 dir:…`: manifest.json, version, and blobs by their hex digits.
  it('is the image with its digest', async () => {
    const from = at('two-names-one-image/blobs/sha256');
    const written = join(folder, 'dir');
    await mkdir(written);
    await writeFile(join(written, 'version'), 'Directory Transport Version: 1.1\n');
    for (const name of await readdir(from)) {
      const manifest = name.startsWith('c432a0f3');
      await copyFile(join(from, name), join(written, manifest ? 'manifest.json' : name));
    }
    expect(inspectionOf(await readImageFolder(written))).toMatchObject({
      origin: { kind: 'dir' },
      image: { digest: expect.stringMatching(/^sha256:c432a0f3/), names: [], files: [{ path: '/hello.wasm' }] },
      obstacles: [],
    });
  });
});
