import { describe, expect, it, vi } from 'vitest';
import { readDigests, readStored, writeStored } from '../../generators/core/options/stored.js';
import type { Preset } from '../../generators/core/presets/preset.js';
import { builderImages, digestsFor } from '../../generators/core/project/builder-images.js';
import { fileOf, render } from '../support/projects.js';

const pinned = { language: 'c', 'wasm-opt': true, aot: false, 'pin-digests': true } as const;
const images = { builderImage: 'registry.example.com/c:1', toolsImage: 'registry.example.com/tools:2' };
const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const storing = (digests: object) => JSON.stringify({ 'create-wasm-oci': { digests } });

describe('the digests of a project that pins them', () => {
  it('are those that it stores, and no registry is asked', async () => {
    const stored = { [images.builderImage]: digest('a'), [images.toolsImage]: digest('b') };
    const resolve = vi.fn();
    expect(await digestsFor(pinned, images, storing(stored), { resolve })).toEqual(new Map(Object.entries(stored)));
    expect(resolve).not.toHaveBeenCalled();
  });

  it('are asked for where the tag is another one, and digests of other tags are dropped', async () => {
    const stored = storing({ 'registry.example.com/c:0': digest('a'), [images.toolsImage]: digest('b') });
    const resolve = async (asked: readonly string[]) => new Map(asked.map((image) => [image, digest('c')]));
    expect([...(await digestsFor(pinned, images, stored, { resolve }))]).toEqual([
      [images.builderImage, digest('c')],
      [images.toolsImage, digest('b')],
    ]);
  });

  it('are all asked for again where that is wanted', async () => {
    const stored = storing({ [images.builderImage]: digest('a'), [images.toolsImage]: digest('b') });
    const resolve = async (asked: readonly string[]) => new Map(asked.map((image) => [image, digest('c')]));
    const digests = await digestsFor(pinned, images, stored, { resolve, again: true });
    expect([...digests.values()]).toEqual([digest('c'), digest('c')]);
  });

  it('are missing where none is stored and no registry may be asked', async () => {
    expect(await digestsFor(pinned, images, undefined)).toEqual(new Map());
  });

  it('are not asked for an image that a preset names by its digest', async () => {
    const resolve = vi.fn(async () => new Map());
    const byDigest = { builderImage: `registry.example.com/c@${digest('a')}`, toolsImage: undefined };
    await digestsFor(pinned, byDigest, undefined, { resolve });
    expect(resolve).not.toHaveBeenCalled();
  });

  it('are none where the project does not pin', async () => {
    const stored = storing({ [images.builderImage]: digest('a') });
    expect(await digestsFor({ ...pinned, 'pin-digests': false }, images, stored)).toEqual(new Map());
  });
});

describe('a Containerfile', () => {
  it('names its images by tag and digest where the project pins them', async () => {
    const plain = await render('c', 'hello', undefined, { 'wasm-opt': true });
    const [, builder = '', tools = ''] =
      /^ARG BUILDER_IMAGE=(\S+)\nARG TOOLS_IMAGE=(\S+)$/m.exec(fileOf(plain, 'Containerfile')) ?? [];
    const digests = new Map([
      [builder, digest('a')],
      [tools, digest('b')],
    ]);
    const more = { 'wasm-opt': true, 'pin-digests': true };
    const containerfile = fileOf(await render('c', 'hello', undefined, more, undefined, digests), 'Containerfile');
    expect(containerfile).toBe(
      fileOf(plain, 'Containerfile')
        .replace(`=${builder}\n`, `=${builder}@${digest('a')}\n`)
        .replace(`=${tools}\n`, `=${tools}@${digest('b')}\n`),
    );
  });

  it('takes no digest that is stored for another tag', () => {
    const templates = new Map([['builders/Containerfile', 'FROM r.example.com/c:2 AS c\n']]);
    const stored = new Map([['r.example.com/c:1', digest('a')]]);
    const { builderImage } = builderImages({ ...pinned, 'wasm-opt': false }, undefined, templates, stored);
    expect(builderImage).toBe('r.example.com/c:2');
  });
});

describe('the image of another compiler that a builder stage copies from', () => {
  const templates = new Map([
    ['builders/Containerfile', 'FROM r.example.com/rust:1 AS rust\nFROM r.example.com/c:2 AS c\n'],
  ]);
  const rust = { ...pinned, language: 'rust', 'wasm-opt': false } as const;
  const sdk = { compiler: 'c', argument: 'WASI_SDK_IMAGE', stage: 'wasi-sdk' };

  it('is the one that compiles that language, with its digest where the project pins them', () => {
    expect(builderImages(rust, undefined, templates, undefined, sdk)).toMatchObject({
      builderImage: 'r.example.com/rust:1',
      copiedImage: 'r.example.com/c:2',
    });
    const digests = new Map([['r.example.com/c:2', digest('c')]]);
    expect(builderImages(rust, undefined, templates, digests, sdk).copiedImage).toBe(
      `r.example.com/c:2@${digest('c')}`,
    );
    expect(builderImages(rust, undefined, templates).copiedImage).toBeUndefined();
  });

  it("is the preset's, where it has one for that language", () => {
    const preset = { builders: { c: 'team.example.com/sdk:3' } } as unknown as Preset;
    expect(builderImages(rust, preset, templates, undefined, sdk).copiedImage).toBe('team.example.com/sdk:3');
  });

  it('has its digest asked for like the others', async () => {
    const resolve = async (asked: readonly string[]) => new Map(asked.map((image) => [image, digest('d')]));
    const all = builderImages(rust, undefined, templates, undefined, sdk);
    expect([...(await digestsFor(rust, all, undefined, { resolve })).keys()]).toEqual([
      'r.example.com/rust:1',
      'r.example.com/c:2',
    ]);
  });
});

describe('stored digests', () => {
  it('are read as they were written', async () => {
    const { answers } = await render('c', 'hello', undefined, { 'pin-digests': true });
    const digests = new Map([[images.builderImage, digest('a')]]);
    const rc = writeStored(undefined, answers, '1.0.0', { digests });
    expect(readDigests(rc)).toEqual(digests);
    expect(readStored(rc)).toMatchObject({ 'pin-digests': 'yes' });
    expect(readDigests(writeStored(rc, { ...answers, 'pin-digests': false }, '1.0.0'))).toEqual(new Map());
  });

  it.each([
    ['no object', 'yes', /digests" is not an object/],
    ['a list', ['x'], /digests" is not an object/],
    ['no digest', { 'r.example.com/c:1': 'latest' }, /"latest" is not a digest/],
    ['a line behind a digest', { 'r.example.com/c:1': `${digest('a')}\nRUN id` }, /./],
    ['a number', { 'r.example.com/c:1': 1 }, /./],
    ['an image without a tag', { 'r.example.com/c': digest('a') }, /not an image by its tag/],
    ['an image with a digest', { [`r.example.com/c:1@${digest('a')}`]: digest('a') }, /not an image by its tag/],
    ['a name that is no image', { 'x y:1': digest('a') }, /not an image reference/],
  ])('are refused where they hold %s', (_what, digests, message) => {
    expect(() => readDigests(storing(digests as object))).toThrow(message);
  });
});
