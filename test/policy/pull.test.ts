import { describe, expect, it } from 'vitest';
import type { ImageReport } from '../../generators/core/oci/oci.js';
import { pullProblems } from '../../generators/core/policy/pull.js';
import { goodImage } from '../support/fake-engine.js';

const wasm = { os: 'wasi', architecture: 'wasm' };
const amd64 = { os: 'linux', architecture: 'amd64' };
const arm64 = { os: 'linux', architecture: 'arm64', variant: 'v8' };

const problems = async (changes: Partial<ImageReport>) => pullProblems({ ...(await goodImage()), ...changes });
const layers = async (notRead: string) => (await goodImage()).layers.map((layer) => ({ ...layer, notRead }));

describe('containerd and CRI-O pull', () => {
  it.each<[string, Partial<ImageReport>]>([
    ['one manifest, whose config says wasi/wasm', {}],
    ['an index with the platforms of nodes', { index: { platforms: [wasm, amd64, arm64] } }],
    ['an index without wasi/wasm', { index: { platforms: [arm64, amd64] } }],
  ])('%s', async (_, changes) => {
    expect(await problems(changes)).toEqual([]);
  });
});

describe('it is said why they do not pull', () => {
  it.each([
    ['an index with wasi/wasm only', [wasm], 'its index lists wasi/wasm, and not linux/amd64 or linux/arm64'],
    ['an index without one of the nodes', [wasm, amd64], 'its index lists wasi/wasm, linux/amd64, and not linux/arm64'],
    ['an index with nothing', [], 'its index lists nothing, and not linux/amd64 or linux/arm64'],
    [
      'an index of another system',
      [{ os: 'windows', architecture: 'amd64' }],
      'its index lists windows/amd64, and not linux/amd64 or linux/arm64',
    ],
  ])('%s', async (_, platforms, message) => {
    const found = await problems({ index: { platforms } });
    expect(found).toEqual([
      expect.objectContaining({ id: 'index', by: ['containerd', 'CRI-O'], message: expect.stringContaining(message) }),
    ]);
    expect(found[0]?.fix.command).toContain('--platforms kubernetes --push');
  });

  it('an artifact, and nothing else of it', async () => {
    const found = await problems({ kind: 'artifact', missingDiffIds: [1] });
    expect(found).toEqual([expect.objectContaining({ id: 'artifact', by: ['containerd', 'CRI-O'] })]);
  });

  it('a config without the diff_ids of its layers, by containerd', async () => {
    const found = await problems({ missingDiffIds: [1] });
    expect(found).toEqual([expect.objectContaining({ id: 'diff-ids', by: ['containerd'] })]);
  });

  it('a layer in another compression, by containerd, and not one that is damaged', async () => {
    const bzip2 = await layers('it is compressed with bzip2, and only gzip and zstd are read');
    expect(await problems({ layers: bzip2 })).toEqual([
      expect.objectContaining({ id: 'compression', message: expect.stringContaining('compressed with bzip2') }),
    ]);
    expect(await problems({ layers: await layers('it is damaged') })).toEqual([]);
  });
});
