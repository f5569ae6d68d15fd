import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectDocument } from '../../../generators/commands/inspect/document.js';
import { type Inspection, inspectionOf } from '../../../generators/commands/inspect/inspection.js';
import { readFileAt, readImageFolder } from '../../../generators/commands/inspect/read.js';
import { reportOf } from '../../../generators/commands/inspect/report.js';
import { artifactOfProgram } from '../../../generators/core/engines/embedded/artifact.js';
import { Failure } from '../../../generators/core/failure.js';
import { artifactLayout, imageLayout } from '../../../generators/core/oci/layout.js';
import { packTar } from '../../../generators/core/oci/tar.js';
import fc from '../../support/fast-check.js';
import { reads } from '../../support/fixes.js';
import { hello } from '../../support/hello-modules.js';
import { type ArchiveShape, ociArchive, ociFiles, rawTar } from '../../support/oci-archive.js';
import { componentBytes, componentExporting, custom, moduleBytes } from '../../support/wasm-bytes.js';
import { zstdFrame } from '../../support/zstd.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-inspect-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
async function fileOf(contents: Uint8Array): Promise<string> {
  const path = join(folder, `file-${files++}`);
  await writeFile(path, contents);
  return path;
}

const inspect = async (contents: Uint8Array): Promise<Inspection> =>
  inspectionOf(await readFileAt(await fileOf(contents)));
const labels = Object.fromEntries(
  ['title', 'description', 'source', 'version', 'licenses'].map((key) => [`org.opencontainers.image.${key}`, 'x']),
);
const settings = { Entrypoint: ['/hello.wasm'], StopSignal: 'SIGKILL', Labels: labels };
const good: ArchiveShape = { layers: [{ 'hello.wasm': hello() }], config: settings };
const image = async (shape: Partial<ArchiveShape> = {}) => inspect(await ociArchive({ ...good, ...shape }));
const contents = { image: 'localhost/hello:1', module: hello(), epoch: 0 };

describe('sources', () => {
  it.each<[string, () => Promise<Uint8Array>, object]>([
    ['a module', async () => hello(), { kind: 'wasm' }],
    ['an OCI archive', () => ociArchive(good), { kind: 'oci-archive' }],
    ['a gzipped one', async () => gzipSync(await ociArchive(good)), { kind: 'oci-archive' }],
    ['a gzipped module', async () => gzipSync(hello()), { kind: 'wasm' }],
    ['one compressed by zstd', async () => zstdFrame(await ociArchive(good)), { kind: 'oci-archive' }],
  ])('%s is read by its contents, whatever its name', async (_, bytes, origin) => {
    expect(await inspect(await bytes())).toMatchObject({ origin, file: { kind: 'module' }, obstacles: [] });
  });

  it('the folder of a layout is read', async () => {
    const layout = join(folder, 'layout');
    for (const [path, bytes] of Object.entries(await ociFiles(good))) {
      await mkdir(dirname(join(layout, path)), { recursive: true });
      await writeFile(join(layout, path), bytes);
    }
    expect(await readImageFolder(layout)).toMatchObject({ origin: { kind: 'oci-layout' }, file: { kind: 'module' } });
  });

  it('a folder that is none names what is in it', async () => {
    const project = join(folder, 'project');
    await mkdir(project);
    await writeFile(join(project, 'hello.oci.tar'), '');
    await expect(readImageFolder(project)).rejects.toMatchObject({
      message: expect.stringContaining('is not an OCI layout'),
      fix: expect.arrayContaining([reads(expect.stringContaining('hello.oci.tar'))]),
    });
  });

  it('an archive of several images names the flag that selects one', async () => {
    const archive = await fileOf(await ociArchive({ ...good, within: 'two images' }));
    const fix = [{ command: '--image NAME|DIGEST', text: 'takes one of them' }];
    await expect(readFileAt(archive)).rejects.toMatchObject({ fix });
    await expect(readFileAt(archive, 'nope')).rejects.toMatchObject({ fix });
  });

  it("the embedded engine's image and artifact are told apart", async () => {
    const options = { ...contents, entrypoint: '/hello.wasm', labels };
    const tar = async (layout: ReadonlyMap<string, Uint8Array>) => packTar(layout, { epoch: 0, mode: 0o644 });
    expect(await inspect(await tar(await imageLayout(options)))).toMatchObject({
      image: { kind: 'image', names: ['localhost/hello:1'] },
      obstacles: [],
      advice: [],
    });
    expect(await inspect(await tar(artifactLayout(options)))).toMatchObject({
      image: { kind: 'artifact', os: 'wasip1' },
      file: { kind: 'module' },
      obstacles: [],
      advice: [{ id: 'artifact' }],
    });
  });

  it('an artifact with a component has its world, by what it exports', async () => {
    const artifact = await artifactOfProgram('component', {
      ...contents,
      module: hello(),
      entrypoint: '/hello.wasm',
      labels,
    });
    const inspection = await inspect(await packTar(artifact, { epoch: 0, mode: 0o644 }));
    expect(inspection).toMatchObject({
      image: { kind: 'artifact', os: 'wasip2', modules: ['hello.wasm'] },
      file: { kind: 'component' },
    });
    expect(inspectDocument(inspection)).toMatchObject({
      module: {
        world: expect.stringMatching(/^wasi:cli\/command@0\.2\.\d+$/),
        exports: [expect.stringMatching(/^wasi:cli\/run@0\.2\.\d+$/)],
        imports: expect.arrayContaining([expect.stringMatching(/^wasi:cli\/stdout@0\.2\.\d+$/)]),
      },
    });
    expect(reportOf(inspection)).toMatch(/^ +world +wasi:cli\/command@0\.2\.\d+$/m);
  });

  it.each<[string, Uint8Array, string]>([
    ['nothing', Buffer.alloc(0), 'it is empty'],
    ['a Linux program', Buffer.from('\x7fELF'), 'it is a program for Linux'],
    ['WebAssembly text', Buffer.from(';; x\n(module)'), 'it is WebAssembly text'],
    ['a row of semicolons', Buffer.from(';'.repeat(46)), 'it begins with neither'],
    ['a file gzipped twice', gzipSync(gzipSync(hello())), 'it is compressed more than once'],
    ['garbage', Buffer.from('garbage'.repeat(100)), 'it begins with neither'],
    [
      'an archive by xz',
      Buffer.from('fd377a585a00', 'hex'),
      'it is compressed with xz, and only gzip and zstd are read',
    ],
    ['a zip archive', Buffer.from('PK\x03\x04'), 'it is a zip archive'],
    ['half a module', hello().subarray(0, 60), 'it is a damaged WebAssembly file'],
    ['a tar archive of something else', rawTar([{ name: 'x' }]), 'holds files, and no image'],
    ['half a gzip archive', gzipSync(Buffer.alloc(1000)).subarray(0, 15), 'it cannot be unpacked'],
  ])('%s is refused, saying what it is', async (_, bytes, message) => {
    await expect(inspect(bytes)).rejects.toThrow(Failure);
    await expect(inspect(bytes)).rejects.toThrow(message);
  });

  it('a module with very many imports is read, and is reported', async () => {
    const imports = Array.from({ length: 90_000 }, (): [string, string] => ['env', 'f']);
    const inspection = await inspect(moduleBytes({ imports }));
    expect(inspection.obstacles).toContainEqual(expect.objectContaining({ id: 'foreign' }));
    expect(reportOf(inspection)).toContain('env (90000): f f');
  });

  it('leave nothing in the folder for temporary files', async () => {
    const ours = async () => (await readdir(tmpdir())).filter((name) => /^create-wasm-oci-[^-]+$/.test(name));
    const before = await ours();
    await inspect(gzipSync(await ociArchive(good)));
    await expect(inspect(gzipSync(Buffer.from('garbage')))).rejects.toThrow();
    expect((await ours()).filter((name) => !before.includes(name))).toEqual([]);
  });
});

describe('advice', () => {
  it('there is none on a good image', async () => {
    expect((await image()).advice).toEqual([]);
  });

  it.each<[string, Partial<ArchiveShape>]>([
    ['platform', { platform: { os: 'linux', architecture: 'amd64' } }],
    ['variant', { platform: { os: 'wasi', architecture: 'wasm', variant: 'v8' } }],
    ['entrypoint', { config: { ...settings, Entrypoint: undefined } }],
    ['entrypoint', { config: { ...settings, Entrypoint: ['/bin/sh', '-c', 'hello.wasm'] } }],
    ['module', { layers: [{ 'hello.wasm': Buffer.from('\x7fELF') }] }],
  ])('%s hinders, and is no longer portable', async (id, shape) => {
    const { obstacles } = await image(shape);
    expect(obstacles.map((one) => one.id)).toContain(id);
  });

  it.each<[string, Partial<ArchiveShape>]>([
    ['layers', { layers: [{ 'hello.wasm': hello() }, { 'hello.wasm': hello() }] }],
    ['files', { layers: [{ 'hello.wasm': hello(), 'README.md': Buffer.from('x') }] }],
    ['stop-signal', { config: { ...settings, StopSignal: undefined } }],
    ['working-directory', { config: { ...settings, WorkingDir: '/app' } }],
    ['healthcheck', { config: { ...settings, Healthcheck: { Test: ['CMD', '/hello.wasm'] } } }],
    ['labels', { config: { ...settings, Labels: {} } }],
    ['debug', { layers: [{ 'hello.wasm': Buffer.concat([hello(), custom('.debug_info', Buffer.alloc(2000))]) }] }],
    ['aot', { layers: [{ 'hello.wasm': Buffer.concat([hello(), custom('wasmedge', Buffer.from([1, 1, 1]))]) }] }],
  ])('%s is said, and it is still portable', async (id, shape) => {
    const { advice, obstacles } = await image(shape);
    expect({ ids: advice.map((one) => one.id), obstacles }).toEqual({ ids: [id], obstacles: [] });
  });

  it('tells the bytes that stripping saves', async () => {
    const debug = custom('.debug_info', Buffer.alloc(2000));
    const { advice } = await inspect(Buffer.concat([hello(), debug]));
    expect(advice).toMatchObject([{ id: 'debug', saves: debug.length }]);
  });

  it.each([
    ['.debug_info', { command: 'tinygo build -no-debug' }],
    // As TinyGo 0.34 leaves it with -no-debug.
    ['name', { command: 'wasm-opt --strip-debug' }],
  ])('tells a module of TinyGo with %s how to lose it', async (section, fix) => {
    const producers = custom('producers', Buffer.from('\x01\x0cprocessed-by\x01\x06TinyGo\x060.34.0'));
    const { advice } = await inspect(Buffer.concat([hello(), custom(section, Buffer.alloc(2000)), producers]));
    expect(advice).toMatchObject([{ id: 'debug', fix }]);
  });

  it('an image for another platform without a module in it is reported as that, and no more', async () => {
    const { advice } = await image({
      platform: { os: 'linux', architecture: 'amd64' },
      layers: [{ 'bin/sh': Buffer.from('\x7fELF') }],
      config: { Cmd: ['/bin/sh'] },
    });
    expect(advice.map(({ id }) => id)).toEqual(['platform']);
  });

  it('another image of the same index is listed', async () => {
    const { image: found } = await image({ within: 'index of two' });
    expect(found?.others).toMatchObject([{ platform: { os: 'linux', architecture: 'amd64' } }]);
  });
});

describe('the report', () => {
  it('shows no character of the image that a terminal acts upon', async () => {
    const evil = 'a\u001b[2J\u0007\u202eb\nc';
    const report = reportOf(
      await image({
        config: { ...settings, Labels: { [evil]: evil, ...labels }, StopSignal: evil, Cmd: [evil] },
        layers: [{ 'hello.wasm': hello({ imports: [[evil, evil, '>']] }), [`x${evil}`]: Buffer.from('x') }],
      }),
    );
    expect(report).toContain('a\\u{1b}[2J\\u{7}\\u{202e}b\\u{a}c');
    expect(report.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('of a component says so', async () => {
    const report = reportOf(await inspect(componentExporting('wasi:cli/run@0.2.0')));
    expect(report).toContain('a component of 34 bytes');
    expect(report).toMatch(/Wasmtime +yes/);
  });
});

describe('the document', () => {
  it('has its documented keys, of an image and of a module', async () => {
    const whole = inspectDocument(await image());
    expect(Object.keys(whole)).toEqual(['source', 'image', 'module', 'runtimes', 'portable', 'notPortable', 'advice']);
    expect(JSON.parse(JSON.stringify(whole))).toMatchObject({
      image: { kind: 'image', platform: { os: 'wasi', architecture: 'wasm', variant: null }, layers: [{}] },
      module: { path: '/hello.wasm', kind: 'module', valid: true, features: { used: [], declared: [] } },
      portable: true,
      notPortable: [],
    });
    expect(inspectDocument(await inspect(hello()))).toMatchObject({ image: null, module: { path: null } });
  });
});

describe('whatever is in a file', () => {
  /** Some bytes changed, a piece cut out or the end cut off. */
  const mutated = (bytes: Uint8Array) =>
    fc
      .record({
        changes: fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 8 }),
        end: fc.option(fc.nat(bytes.length)),
        cut: fc.option(fc.tuple(fc.nat(bytes.length), fc.nat(600))),
      })
      .map(({ changes, end, cut }) => {
        const copy = Buffer.from(bytes);
        for (const [at, value] of changes) copy[at] = value;
        const [from, length] = cut ?? [0, 0];
        return Buffer.concat([copy.subarray(0, from), copy.subarray(from + length)]).subarray(0, end ?? copy.length);
      });

  /** A report and a document, or a Failure with a message for users: nothing else. */
  async function holds(bytes: Buffer): Promise<void> {
    try {
      const inspection = await inspect(bytes);
      reportOf(inspection);
      JSON.stringify(inspectDocument(inspection));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      expect(error.message).not.toMatch(/undefined|\[object|TypeError/);
    }
  }

  it('of a changed module there is a report or a clear error', async () => {
    const rich = Buffer.concat([hello({ code: [0x41, 1, 0xfd, 0x11, 0x1a] }), custom('producers', Buffer.from([0]))]);
    await fc.assert(fc.asyncProperty(mutated(rich), holds), { numRuns: 1000 });
  });

  it('of a changed component, too', async () => {
    await fc.assert(fc.asyncProperty(mutated(Buffer.concat([componentBytes, hello().subarray(8)])), holds));
  });

  it('of a changed archive, too', async () => {
    const archive = await ociArchive({ ...good, gzip: false });
    await fc.assert(fc.asyncProperty(mutated(archive), holds), { numRuns: 500 });
  });

  it('of an archive whose blobs are anything, under digests that fit, too', async () => {
    const anything = fc
      .oneof(fc.json(), fc.constant('{"manifests":[{}]}'), fc.string())
      .map((text) => Buffer.from(text));
    const config = fc.object({
      key: fc.constantFrom('Entrypoint', 'Cmd', 'Labels', 'Healthcheck', 'Test'),
      maxDepth: 3,
    });
    await fc.assert(
      fc.asyncProperty(anything, config, async (layer, settings) => {
        await holds(await ociArchive({ layers: [layer], config: settings, gzip: false }));
      }),
    );
  });

  it('of an archive whose layer is changed, under digests that fit, too', async () => {
    const layer = rawTar([
      { name: 'hello.wasm', contents: hello() },
      { name: 'a', type: '2', target: 'hello.wasm' },
      { name: '.wh.b' },
    ]);
    await fc.assert(
      fc.asyncProperty(mutated(layer), async (bytes) => {
        await holds(await ociArchive({ ...good, layers: [bytes] }));
      }),
      { numRuns: 500 },
    );
  });
});
