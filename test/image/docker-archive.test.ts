import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readOciArchive } from '../../generators/core/image/oci.js';
import { UnreadableArchive } from '../../generators/core/image/unreadable.js';
import { type RawEntry, rawTar } from '../support/oci-archive.js';
import { moduleBytes } from '../support/wasm-bytes.js';

const sha = (contents: Buffer) => createHash('sha256').update(contents).digest('hex');
const layer = rawTar([{ name: 'hello.wasm', contents: moduleBytes() }]);
const config = Buffer.from(
  JSON.stringify({
    os: 'wasi',
    architecture: 'wasm',
    config: { Entrypoint: ['/hello.wasm'] },
    rootfs: { diff_ids: [`sha256:${sha(layer)}`] },
  }),
);
const image = (tags: string[], layerPath = 'a/layer.tar') => ({
  Config: `${sha(config)}.json`,
  RepoTags: tags,
  Layers: [layerPath],
});

function archive(images: object[], ...more: RawEntry[]) {
  const manifest = { name: 'manifest.json', contents: Buffer.from(JSON.stringify(images)) };
  const files = [
    { name: `${sha(config)}.json`, contents: config },
    { name: 'a/layer.tar', contents: layer },
  ];
  return readOciArchive(Readable.from([rawTar([manifest, ...files, ...more])]));
}

describe('the archive of docker save before Docker 25', () => {
  it('is read: there is no manifest, so its digest is that of the config', async () => {
    expect(await archive([image(['hello:1'])])).toMatchObject({
      format: 'docker',
      os: 'wasi',
      name: 'hello:1',
      digest: `sha256:${sha(config)}`,
      layers: [{ digest: `sha256:${sha(layer)}` }],
      module: { kind: 'module' },
    });
  });

  it('may have a link in the place of a layer', async () => {
    const link: RawEntry = { name: 'b/layer.tar', type: '2', target: '../a/layer.tar' };
    expect(await archive([image(['hello:1'], 'b/layer.tar')], link)).toMatchObject({ module: { kind: 'module' } });
  });

  it('holds one image, or it is told which there are', async () => {
    await expect(archive([image(['a:1']), image(['b:1'])])).rejects.toThrow('it holds 2 images: a:1, b:1');
  });

  it.each<[string, object[]]>([
    ['a path out of it', [image(['a:1'], '../../etc/passwd')]],
    ['a config that is not there', [{ ...image(['a:1']), Config: 'none.json' }]],
    ['a config with another digest', [{ ...image(['a:1']), Config: 'manifest.json' }]],
    ['nothing', []],
  ])('with %s is refused', async (_, images) => {
    await expect(archive(images)).rejects.toThrow(UnreadableArchive);
  });

  it('whose layer was changed is refused', async () => {
    const other: RawEntry = { name: 'c/layer.tar', contents: rawTar([{ name: 'x' }]) };
    await expect(archive([image(['a:1'], 'c/layer.tar')], other)).rejects.toThrow(/and the config says sha256:/);
  });
});
