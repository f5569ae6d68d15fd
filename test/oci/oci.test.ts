import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readOciArchive } from '../../generators/core/oci/oci.js';
import { UnreadableArchive } from '../../generators/core/oci/unreadable.js';
import type { Violation } from '../../generators/core/policy/rule.js';
import { verify } from '../../generators/core/policy/verify.js';
import { type ArchiveShape, ociArchive, tar } from '../support/oci-archive.js';
import { componentBytes, moduleBytes } from '../support/wasm-bytes.js';

const good: ArchiveShape = { layers: [{ 'hello.wasm': moduleBytes() }] };
const report = async (shape: ArchiveShape) => readOciArchive(Readable.from([await ociArchive(shape)]));
const verified = async (shape: Partial<ArchiveShape>) => verify(await report({ ...good, ...shape }));
const ids = (violations: readonly Violation[]) => violations.map(({ rule }) => rule.id);

describe('readOciArchive', () => {
  it.each([true, false])('reports platform, layers, files, entrypoint and module (gzip: %s)', async (gzip) => {
    expect(await report({ ...good, gzip })).toMatchObject({
      os: 'wasi',
      architecture: 'wasm',
      layers: [{ digest: expect.stringMatching(/^sha256:/) }],
      files: [{ path: '/hello.wasm', bytes: moduleBytes().length }],
      entrypoint: ['/hello.wasm'],
      stopSignal: 'SIGKILL',
      module: { kind: 'module' },
    });
  });

  it.each(['attested', 'index of two'] as const)(
    'takes the one wasi/wasm image of a nested index (%s)',
    async (within) => {
      const { digest } = await report(good);
      expect(await report({ ...good, within })).toMatchObject({ os: 'wasi', architecture: 'wasm', digest });
    },
  );

  it('takes the only image beside an attestation whatever its platform, so that it is checked', async () => {
    const shape: ArchiveShape = { ...good, within: 'attested', platform: { os: 'linux', architecture: 'amd64' } };
    expect(ids(verify(await report(shape)).refused)).toEqual(['platform']);
  });

  it('passes over what its index lists and it does not hold, as docker save leaves it of other platforms', async () => {
    const tamper: ArchiveShape['tamper'] = (files) => {
      const index = JSON.parse(String(files['index.json']));
      const digest = `sha256:${'a'.repeat(64)}`;
      index.manifests.unshift({ ...index.manifests[0], digest, platform: { os: 'linux', architecture: 'arm64' } });
      files['index.json'] = Buffer.from(JSON.stringify(index));
    };
    const shape: ArchiveShape = { ...good, platform: { os: 'linux', architecture: 'amd64' }, tamper };
    expect(await report(shape)).toMatchObject({
      architecture: 'amd64',
      others: [{ platform: { architecture: 'arm64' } }],
    });
  });

  it('refuses two images for wasi/wasm', async () => {
    await expect(report({ ...good, within: 'two images' })).rejects.toThrow('it holds 2 images');
  });

  it('refuses indexes that are nested without end', async () => {
    const index = (of: object) => Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [of] }));
    const blobs: Record<string, Buffer> = {};
    let top = Buffer.from('{}');
    for (let depth = 0; depth < 5; depth++) {
      const hex = createHash('sha256').update(top).digest('hex');
      blobs[`blobs/sha256/${hex}`] = top;
      top = index({ mediaType: 'application/vnd.oci.image.index.v1+json', digest: `sha256:${hex}`, size: top.length });
    }
    const archive = await tar({ ...blobs, 'index.json': top });
    await expect(readOciArchive(Readable.from([archive]))).rejects.toThrow('more than 4 deep');
  });

  it.each([
    ['garbage', Buffer.from('not an archive at all'.repeat(100))],
    ['an empty file', Buffer.alloc(0)],
  ])('refuses %s', async (_, bytes) => {
    await expect(readOciArchive(Readable.from([bytes]))).rejects.toThrow(UnreadableArchive);
  });

  it('refuses half an archive', async () => {
    const archive = await ociArchive({ layers: [{ 'hello.wasm': Buffer.alloc(100_000, 1) }], gzip: false });
    await expect(readOciArchive(Readable.from([archive.subarray(0, 60_000)]))).rejects.toThrow(UnreadableArchive);
  });

  it('refuses a tar archive that is no image', async () => {
    const archive = await tar({ 'hello.wasm': moduleBytes() });
    await expect(readOciArchive(Readable.from([archive]))).rejects.toThrow('it holds no image');
  });
});

describe('an image that was built', () => {
  it('is not refused when it is a wasi/wasm image', async () => {
    expect(await verified({})).toEqual({ refused: [], remarks: [] });
  });

  it.each<[string, string[], Partial<ArchiveShape>]>([
    ['another platform', ['platform'], { platform: { os: 'linux', architecture: 'amd64' } }],
    ['a leaked variant', ['variant'], { platform: { os: 'wasi', architecture: 'wasm', variant: 'v8' } }],
    ['two layers', ['layers'], { layers: [{ 'hello.wasm': moduleBytes() }, { other: Buffer.from('x') }] }],
    ['no entrypoint', ['entrypoint'], { config: {} }],
    ['an entrypoint that is not there', ['entrypoint'], { config: { Entrypoint: ['/other.wasm'] } }],
    ['an entrypoint in shell form', ['entrypoint'], { config: { Entrypoint: ['/bin/sh', '-c', '/hello.wasm'] } }],
    ['a component', ['module'], { layers: [{ 'hello.wasm': componentBytes }] }],
    ['an ELF program', ['module'], { layers: [{ 'hello.wasm': Buffer.from('\x7fELF') }] }],
    ['a library', ['start'], { layers: [{ 'hello.wasm': moduleBytes({ exports: ['run'] }) }] }],
    ['foreign imports', ['imports'], { layers: [{ 'hello.wasm': moduleBytes({ imports: [['env', 'f']] }) }] }],
  ])('is refused for %s', async (_, refused, shape) => {
    const found = await verified(shape);
    expect({ refused: ids(found.refused), remarks: found.remarks }).toEqual({ refused, remarks: [] });
  });

  it('may have a command in place of an entrypoint', async () => {
    expect(await verified({ config: { Cmd: ['/hello.wasm'] } })).toEqual({ refused: [], remarks: [] });
  });

  it('is remarked on for a relative entrypoint', async () => {
    const { refused, remarks } = await verified({ config: { Entrypoint: ['hello.wasm'] } });
    expect({ refused, remarks: ids(remarks) }).toEqual({ refused: [], remarks: ['entrypoint'] });
    expect(remarks[0]?.message).toContain('hello.wasm is not an absolute path');
  });
});
