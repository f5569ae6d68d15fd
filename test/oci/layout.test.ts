import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { artifactLayout, imageLayout } from '../../generators/core/oci/layout.js';
import { readOciArchive } from '../../generators/core/oci/oci.js';
import { packTar } from '../../generators/core/oci/tar.js';
import { writeLayout } from '../../generators/core/oci/write-layout.js';
import { verify } from '../../generators/core/policy/verify.js';
import { moduleBytes } from '../support/wasm-bytes.js';

const contents = {
  image: 'localhost/hello:latest',
  entrypoint: '/hello.wasm',
  module: moduleBytes(),
  labels: { 'org.opencontainers.image.title': 'Hello' },
  epoch: 0,
};

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-layout-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('imageLayout', () => {
  it('is a wasi/wasm image without an error', async () => {
    const archive = await packTar(await imageLayout(contents), { epoch: 0, mode: 0o644 });
    const image = await readOciArchive(Readable.from([archive]));
    expect(verify(image)).toEqual({ refused: [], remarks: [] });
    expect(image).toMatchObject({ entrypoint: ['/hello.wasm'], stopSignal: 'SIGKILL', labels: contents.labels });
    expect(Buffer.compare(image.program ?? Buffer.alloc(0), contents.module)).toBe(0);
  });

  it('has the same digest wherever and whenever it is made', async () => {
    const archive = await packTar(await imageLayout(contents), { epoch: 0, mode: 0o644 });
    const { digest } = await readOciArchive(Readable.from([archive]));
    // To the letter, because the gate runs this on two versions of Node, whose own zlib differ.
    expect(digest).toMatchInlineSnapshot(`"sha256:fbba7c61f86427f8014f3f52396d3bf93af1afa75425b9a225796749a18217ae"`);
  });

  it('takes every time from the epoch', async () => {
    const later = { ...contents, epoch: 1_700_000_000 };
    const text = (layout: ReadonlyMap<string, Uint8Array>) => [...layout.values()].map((b) => Buffer.from(b)).join('');
    expect(text(await imageLayout(later))).toContain('"created":"2023-11-14T22:13:20Z"');
    expect(text(await imageLayout(contents))).toContain('"created":"1970-01-01T00:00:00Z"');
  });
});

describe('artifactLayout', () => {
  it('holds the module itself as its one layer', () => {
    const layout = artifactLayout(contents);
    const blobs = [...layout].filter(([path]) => path.startsWith('blobs/')).map(([, blob]) => Buffer.from(blob));
    expect(blobs.some((blob) => blob.equals(contents.module))).toBe(true);
    const manifest = blobs.map((blob) => blob.toString()).find((text) => text.includes('"layers"')) ?? '{}';
    expect(JSON.parse(manifest)).toMatchObject({
      config: { mediaType: 'application/vnd.wasm.config.v0+json' },
      layers: [
        {
          mediaType: 'application/wasm',
          size: contents.module.length,
          annotations: { 'org.opencontainers.image.title': 'hello.wasm' },
        },
      ],
    });
  });
});

describe('writeLayout', () => {
  it('writes an archive, or a folder, and nothing else', async () => {
    const folder = await emptyFolder();
    const layout = await imageLayout(contents);
    await writeLayout(join(folder, 'hello.oci.tar'), layout);
    await writeLayout(join(folder, 'hello'), layout);
    expect((await readdir(folder)).sort()).toEqual(['hello', 'hello.oci.tar']);
    expect((await readdir(join(folder, 'hello'))).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
  });

  it('keeps the old archive when the new one cannot be written', async () => {
    const folder = await emptyFolder();
    const path = join(folder, 'hello.oci.tar');
    await writeLayout(path, await imageLayout(contents));
    const before = await readFile(path);
    const broken = new Map([['x', undefined as unknown as Uint8Array]]);
    await expect(writeLayout(path, broken)).rejects.toThrow();
    expect((await readFile(path)).equals(before)).toBe(true);
    expect(await readdir(folder)).toEqual(['hello.oci.tar']);
  });

  it('replaces an earlier layout, and no folder or file of a person', async () => {
    const folder = await emptyFolder();
    const layout = await imageLayout(contents);
    const path = join(folder, 'hello.oci');
    await writeLayout(path, layout);
    await writeLayout(path, layout);
    await writeFile(join(path, 'mine.txt'), 'mine');
    await expect(writeLayout(path, layout)).rejects.toThrow('it holds mine.txt, which is not part of an OCI layout');
    expect(await readFile(join(path, 'mine.txt'), 'utf8')).toBe('mine');
    await writeFile(join(folder, 'file.oci'), 'mine');
    await expect(writeLayout(join(folder, 'file.oci'), layout)).rejects.toThrow('ENOTDIR');
    expect(await readFile(join(folder, 'file.oci'), 'utf8')).toBe('mine');
    expect((await readdir(folder)).sort()).toEqual(['file.oci', 'hello.oci']);
  });
});
