import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../generators/core/bytes/bytes.js';
import { NotRead, readLayer } from '../../generators/core/oci/layer.js';
import { readOciArchive } from '../../generators/core/oci/oci.js';
import { spooled } from '../../generators/core/oci/temporary-file.js';
import { UnreadableArchive } from '../../generators/core/oci/unreadable.js';
import { type ArchiveShape, ociArchive, type RawEntry, rawTar, tar } from '../support/oci-archive.js';
import { moduleBytes } from '../support/wasm-bytes.js';
import { skippableFrame, zstdFrame } from '../support/zstd.js';

const module = moduleBytes();
const good: ArchiveShape = { layers: [{ 'hello.wasm': module }] };
const report = async (shape: Partial<ArchiveShape>) =>
  readOciArchive(Readable.from([await ociArchive({ ...good, ...shape })]));
const layers = (...entries: RawEntry[][]) => report({ layers: entries.map(rawTar) });
const hello: RawEntry = { name: 'hello.wasm', contents: module };

describe('names in a layer', () => {
  it.each<[string, RawEntry[]]>([
    ['absolute', [{ ...hello, name: '/hello.wasm' }]],
    ['with ./ in front', [{ ...hello, name: './hello.wasm' }]],
    ['that lead out of the root, and end at it', [{ ...hello, name: '../../../hello.wasm' }]],
    [
      'of a symbolic link',
      [
        { ...hello, name: 'real.wasm' },
        { name: 'hello.wasm', type: '2', target: 'real.wasm' },
      ],
    ],
    [
      'of an absolute link',
      [
        { ...hello, name: 'a/b.wasm' },
        { name: 'hello.wasm', type: '2', target: '/a/b.wasm' },
      ],
    ],
    [
      'of a link that leads out',
      [
        { ...hello, name: 'a' },
        { name: 'hello.wasm', type: '2', target: '../../a' },
      ],
    ],
    [
      'of a hard link',
      [
        { ...hello, name: 'real.wasm' },
        { name: 'hello.wasm', type: '1', target: 'real.wasm' },
      ],
    ],
  ])('%s find the module in the image', async (_, entries) => {
    expect(await layers(entries)).toMatchObject({ programMissing: false, module: { kind: 'module' } });
  });

  it.each<[string, RawEntry[]]>([
    ['a link to a file of this machine', [{ name: 'hello.wasm', type: '2', target: '/etc/passwd' }]],
    ['a hard link to one', [{ name: 'hello.wasm', type: '1', target: '/etc/passwd' }]],
    ['a link to itself', [{ name: 'hello.wasm', type: '2', target: 'hello.wasm' }]],
    ['a device', [{ name: 'hello.wasm', type: '3' }]],
    ['a pipe', [{ name: 'hello.wasm', type: '6' }]],
    ['a folder', [{ name: 'hello.wasm', type: '5' }]],
  ])('%s is no module', async (_, entries) => {
    const image = await layers(entries);
    expect(image).toMatchObject({ programMissing: true });
    expect(image).not.toHaveProperty('module');
  });

  it('the last of two entries of one name counts', async () => {
    expect(await layers([{ ...hello, contents: Buffer.from('first') }, hello])).toMatchObject({
      files: [{ path: '/hello.wasm', bytes: module.length }],
      module: { kind: 'module' },
    });
  });
});

describe('later layers', () => {
  it('replace, and take away: a file, a folder, all of a folder', async () => {
    const first = ['a', 'b/c', 'b/d', 'e/f'].map((name) => ({ name, contents: Buffer.from('x') }));
    const image = await layers(
      [hello, ...first],
      [{ name: '.wh.a' }, { name: '.wh.b' }, { name: 'e/.wh..wh..opq' }, { name: 'e/g' }],
    );
    expect(image.files.map(({ path }) => path)).toEqual(['/hello.wasm', '/e/g']);
  });

  it('leave what is in the same layer', async () => {
    const image = await layers([hello, { name: 'b/new' }, { name: 'b/.wh..wh..opq' }]);
    expect(image.files.map(({ path }) => path)).toContain('/b/new');
  });
});

describe('compressed layers', () => {
  const archive = rawTar([hello]);
  const diffIds = [`sha256:${createHash('sha256').update(archive).digest('hex')}`];
  const packed = (layer: Buffer, os = 'wasi') =>
    report({ layers: [], packed: [layer], diffIds, platform: { os, architecture: 'wasm' } });
  const half = archive.length / 2;
  const many = (frame: string) => Buffer.from(frame.repeat(20_000), 'hex');

  it.each<[string, Buffer]>([
    ['one frame', zstdFrame(archive)],
    ['several frames', Buffer.concat([zstdFrame(archive.subarray(0, half)), zstdFrame(archive.subarray(half))])],
    ['a skippable frame first', Buffer.concat([skippableFrame('0'), zstdFrame(archive)])],
    [
      'skippable frames between and behind',
      Buffer.concat([zstdFrame(archive), skippableFrame('f'), skippableFrame('5')]),
    ],
    ['empty frames', Buffer.concat([zstdFrame(Buffer.alloc(0)), zstdFrame(archive), zstdFrame(Buffer.alloc(0))])],
    // The smallest that a frame can be: a decoder that goes on gives no output for a long time.
    ['20,000 skippable frames of 8 bytes first', Buffer.concat([many('502a4d1800000000'), zstdFrame(archive)])],
    ['20,000 empty frames of 9 bytes first', Buffer.concat([many('28b52ffd2000010000'), zstdFrame(archive)])],
  ])('by zstd in %s are read', async (_, layer) => {
    expect(await packed(layer)).toMatchObject({ module: { kind: 'module' }, layers: [{ unpacked: archive.length }] });
  });

  it.each<[string, Buffer]>([
    ['cut off', zstdFrame(archive).subarray(0, -1)],
    ['followed by garbage', Buffer.concat([zstdFrame(archive), Buffer.from('garbage')])],
    // A window of 2 GiB: `zstd -d` refuses more than 128 MiB, too.
    ['of a window without bounds', Buffer.from('28b52ffd00a8010000', 'hex')],
  ])('by zstd that are %s are damaged', async (_, layer) => {
    await expect(packed(layer)).rejects.toThrow('layer 1: it cannot be unpacked');
  });

  it.each([
    ['xz', 'fd377a585a00'],
    ['bzip2', '425a6839'],
    ['lz4', '04224d18'],
  ])('by %s are named for what they are, and the rest is reported', async (name, magic) => {
    const layer = Buffer.from(magic, 'hex');
    const expected = {
      layers: [{ notRead: expect.stringContaining(`compressed with ${name}`) }],
      programMissing: false,
    };
    expect(await packed(layer)).toMatchObject(expected);
    expect(await packed(layer, 'linux')).toMatchObject(expected);
  });
});

describe('what readers would take in different ways', () => {
  it.each<[string, RawEntry]>([
    ['a folder', { name: 'a/', type: '5', size: 512 }],
    ['a hard link', { name: 'a', type: '1', target: 'b', size: 512 }],
    ['a symbolic link', { name: 'a', type: '2', target: 'b', size: 512 }],
    ['a device', { name: 'a', type: '3', size: 512 }],
  ])('%s with contents is refused', async (_, entry) => {
    await expect(layers([entry, hello])).rejects.toThrow(UnreadableArchive);
  });

  it('a file twice in the archive of the image is refused', async () => {
    const one = { name: 'index.json', contents: Buffer.from('{}') };
    await expect(readOciArchive(Readable.from([rawTar([one, one])]))).rejects.toThrow('"index.json" twice');
  });
});

describe('digests and sizes', () => {
  const changed = (pick: (contents: Buffer) => boolean, change: (contents: Buffer) => Buffer | undefined) =>
    report({
      tamper(files) {
        for (const [path, contents] of Object.entries(files)) {
          if (!path.startsWith('blobs/') || !pick(contents)) continue;
          const other = change(contents);
          if (other) files[path] = other;
          else delete files[path];
        }
      },
    });
  const isLayer = (blob: Buffer) => blob[0] === 0x1f;
  const flipped = (blob: Buffer) => Buffer.concat([blob.subarray(0, -1), Buffer.from([(blob.at(-1) ?? 0) ^ 1])]);

  it.each<[string, (blob: Buffer) => boolean]>([
    ['a layer', isLayer],
    ['the config', (blob) => blob.includes('"rootfs"')],
    ['the manifest', (blob) => blob.includes('"layers"') && blob.includes('"config"') && !blob.includes('"rootfs"')],
  ])('%s that was changed, shortened or omitted is noticed', async (_, pick) => {
    await expect(changed(pick, flipped)).rejects.toThrow(/is damaged: its digest is sha256:/);
    await expect(changed(pick, (blob) => blob.subarray(0, -1))).rejects.toThrow(
      /has \d+ bytes, and its descriptor says/,
    );
    await expect(changed(pick, () => undefined)).rejects.toThrow(/is missing/);
  });

  it('a layer that unpacks to another than the config says is noticed', async () => {
    const tampered = report({
      tamper(files) {
        // Another layer, with a manifest that names it, under a config that does not.
        const layer = gzipSync(rawTar([{ ...hello, contents: Buffer.from('other') }]));
        const sha = (blob: Buffer) => createHash('sha256').update(blob).digest('hex');
        const entries = Object.entries(files);
        const text = (key: string) =>
          entries.find(([p, b]) => p.startsWith('blobs') && b.includes(key) && !b.includes('rootfs'));
        const manifest = JSON.parse(String(text('"layers"')?.[1]));
        manifest.layers[0] = { ...manifest.layers[0], digest: `sha256:${sha(layer)}`, size: layer.length };
        const blob = Buffer.from(JSON.stringify(manifest));
        files[`blobs/sha256/${sha(layer)}`] = layer;
        files[`blobs/sha256/${sha(blob)}`] = blob;
        const entry = {
          mediaType: 'application/vnd.oci.image.manifest.v1+json',
          digest: `sha256:${sha(blob)}`,
          size: blob.length,
        };
        files['index.json'] = Buffer.from(JSON.stringify({ manifests: [entry] }));
      },
    });
    await expect(tampered).rejects.toThrow(/layer 1: it unpacks to sha256:.*and the config says sha256:/);
  });

  it.each([
    'sha256:../../../../etc/passwd',
    'sha256:abc',
    '../../etc/passwd',
    'md5:d41d8cd98f00b204e9800998ecf8427e',
    '',
    `sha256:${'A'.repeat(64)}`,
  ])('the digest %j names no blob', async (digest) => {
    const index = Buffer.from(JSON.stringify({ manifests: [{ digest, size: 2, mediaType: 'x', platform: {} }] }));
    const archive = await tar({ 'index.json': index });
    await expect(readOciArchive(Readable.from([archive]))).rejects.toThrow(/is no sha256 or sha512 digest/);
  });

  it.each(['[]', '1', 'null', '{}', '{"manifests": 3}', '{"manifests": [1, null, []]}', '{"manifests": []}', '[[[['])(
    'an index of %s is refused',
    async (text) => {
      const archive = await tar({ 'index.json': Buffer.from(text) });
      await expect(readOciArchive(Readable.from([archive]))).rejects.toThrow(UnreadableArchive);
    },
  );

  it('an index of a hundred thousand brackets is refused', async () => {
    const archive = await tar({ 'index.json': Buffer.from('['.repeat(100_000)) });
    await expect(readOciArchive(Readable.from([archive]))).rejects.toThrow('index.json is not JSON');
  });
});

describe('limits', () => {
  const nothing = () => {};

  it('a layer is unpacked up to the limit, and not by the byte further', async () => {
    const archive = rawTar([{ name: 'a', contents: Buffer.alloc(100_000) }]);
    const read = (max: number) => readLayer(bytesOf(gzipSync(archive)), nothing, max);
    expect(await read(archive.length)).toMatchObject({ unpacked: archive.length });
    await expect(read(archive.length - 1)).rejects.toThrow(NotRead);
  });

  it('a layer whose header claims too much is not unpacked at all', async () => {
    const layer = gzipSync(rawTar([{ name: 'a', size: 2 ** 32 }]));
    await expect(readLayer(bytesOf(layer), nothing, 2 ** 30)).rejects.toThrow('it unpacks to more than 1024 MiB');
  });

  it('a stream is put aside up to the limit', async () => {
    const stream = () => Readable.from([Buffer.alloc(1000), Buffer.alloc(1000)]);
    expect(await spooled(stream(), async ({ size }) => size, 2000)).toBe(2000);
    await expect(spooled(stream(), async ({ size }) => size, 1999)).rejects.toThrow(UnreadableArchive);
  });

  it('an archive for another platform may be too large: its platform is reported', async () => {
    const platform = { os: 'linux', architecture: 'amd64' };
    const image = await report({ platform, layers: [rawTar([{ name: 'big', size: 2 ** 32 }])] });
    expect(image).toMatchObject({ os: 'linux', layers: [{ notRead: expect.stringContaining('more than') }] });
    await expect(layers([{ name: 'big', size: 2 ** 32 }])).rejects.toThrow('layer 1: it unpacks to more than');
  });
});

describe('behind the end of a layer', () => {
  const end = Buffer.alloc(1024);
  const raw = (...parts: Buffer[]) => report({ layers: [Buffer.concat(parts)] });
  const entry = rawTar([hello]).subarray(0, -1024);
  const other = rawTar([{ name: 'other.wasm', contents: Buffer.alloc(2048) }]);

  it.each([true, false])(
    'is nothing that Podman sees: nor is it here, and the layer counts as a whole (gzip %s)',
    async (gzip) => {
      const layer = Buffer.concat([entry, end, other]);
      const names: string[] = [];
      const facts = await readLayer(bytesOf(gzip ? gzipSync(layer) : layer), ({ path }) => void names.push(path));
      expect(names).toEqual(['hello.wasm']);
      const diffId = `sha256:${createHash('sha256').update(layer).digest('hex')}`;
      expect(facts).toEqual({ unpacked: layer.length, diffId });
    },
  );

  it('may be anything', async () => {
    expect(await raw(entry, end, Buffer.alloc(3000, 7))).toMatchObject({ programMissing: false });
  });

  it('is not the module, even where an entrypoint names it', async () => {
    expect(await raw(other.subarray(0, -1024), end, entry, end)).toMatchObject({ programMissing: true });
  });

  it('is not what zeros at the end of a file make it', async () => {
    const zeros = rawTar([{ name: 'zeros', contents: Buffer.alloc(5000) }]).subarray(0, -1024);
    expect(await raw(zeros, entry, end)).toMatchObject({ programMissing: false });
  });

  it('is no entry behind a single block of zeros: Podman refuses the layer', async () => {
    await expect(raw(entry, Buffer.alloc(512), other)).rejects.toThrow(
      'a single block of zeros is before "other.wasm"',
    );
  });
});
