import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../generators/core/bytes/bytes.js';
import { readImage } from '../../generators/core/oci/oci.js';
import { archiveFiles } from '../../generators/core/oci/read-layout.js';
import { UnreadableArchive } from '../../generators/core/oci/unreadable.js';
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

async function archive(images: object[], more: RawEntry[] = [], wanted?: string) {
  const manifest = { name: 'manifest.json', contents: Buffer.from(JSON.stringify(images)) };
  const files = [
    { name: `${sha(config)}.json`, contents: config },
    { name: 'a/layer.tar', contents: layer },
  ];
  return readImage(await archiveFiles(bytesOf(rawTar([manifest, ...files, ...more]))), wanted);
}

describe('the archive of docker save before Docker 25', () => {
  it('is read: there is no manifest, so its digest is that of the config', async () => {
    expect(await archive([image(['hello:1'])])).toMatchObject({
      format: 'docker',
      os: 'wasi',
      names: ['hello:1'],
      digest: `sha256:${sha(config)}`,
      layers: [{ digest: `sha256:${sha(layer)}` }],
      module: { kind: 'module' },
    });
  });

  it('may have a link in the place of a layer', async () => {
    const link: RawEntry = { name: 'b/layer.tar', type: '2', target: '../a/layer.tar' };
    expect(await archive([image(['hello:1'], 'b/layer.tar')], [link])).toMatchObject({ module: { kind: 'module' } });
  });

  describe('with several images', () => {
    const other = Buffer.from(JSON.stringify({ ...JSON.parse(String(config)), created: '2026-01-01T00:00:00Z' }));
    const files: RawEntry[] = [{ name: `${sha(other)}.json`, contents: other }];
    const second = (tags: string[]) => ({ ...image(tags), Config: `${sha(other)}.json` });
    const chosen = (images: object[], wanted?: string) => archive(images, files, wanted);

    it('names them where none is asked for', async () => {
      await expect(chosen([image(['a:1']), second(['b:1'])])).rejects.toThrow('it holds 2 images: "a:1", "b:1"');
    });

    it('shows digests where there are no names', async () => {
      const digests = `sha256:${sha(config)}, sha256:${sha(other)}`;
      await expect(chosen([image([]), second([])])).rejects.toThrow(`it holds 2 images: ${digests}`);
    });

    it.each([
      ['its name', 'b:1'],
      ['its whole name', 'docker.io/library/b:1'],
      ['its image ID', `sha256:${sha(other)}`],
      ['the beginning of its ID', sha(other).slice(0, 12)],
      ['its place, as skopeo counts', '@1'],
    ])('takes one by %s', async (_, wanted) => {
      const { digest, others } = await chosen([image(['a:1']), second(['b:1'])], wanted);
      expect(digest).toBe(`sha256:${sha(other)}`);
      expect(others).toMatchObject([{ digest: `sha256:${sha(config)}`, names: ['a:1'], platform: { os: 'wasi' } }]);
    });

    it('takes the first of one name, as skopeo does', async () => {
      expect(await chosen([second(['a:1']), image(['a:1'])], 'a:1')).toMatchObject({ digest: `sha256:${sha(other)}` });
    });

    it('takes one image with two names as one', async () => {
      expect(await chosen([image(['a:1']), image(['b:1'])])).toMatchObject({ names: ['a:1', 'b:1'], others: [] });
    });
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
    await expect(archive([image(['a:1'], 'c/layer.tar')], [other])).rejects.toThrow(/and the config says sha256:/);
  });
});
