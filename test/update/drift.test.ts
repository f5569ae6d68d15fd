import { describe, expect, it } from 'vitest';
import { projectName } from '../../generators/core/options/names.js';
import { driftFrom } from '../../generators/core/update/drift.js';
import { movedPins } from '../../generators/core/update/pins.js';
import { answersWith } from '../support/answers.js';
import { presetOf } from '../support/presets.js';

const TOML = `schema = 1
name = "acme"
[locked]
image = "registry.example.com/{name}:1"
[builders]
c = "registry.example.com/clang:2"
[labels]
"com.example.team" = "blue"
`;

const answers = answersWith({
  language: 'c',
  name: projectName('hello'),
  image: 'registry.example.com/hello:1',
});
const stored = { language: 'c', name: 'hello', image: 'registry.example.com/hello:1' };
const written = 'ARG BUILDER_IMAGE=registry.example.com/clang:2\nFROM scratch\nLABEL com.example.team="blue"\n';

async function drift(mine: string | undefined, { base = written, ...changed }: { base?: string; image?: string } = {}) {
  const preset = await presetOf({ 'wasm-oci.toml': TOML });
  const containerfile = { base, mine, theirs: written };
  return driftFrom(preset, { answers, stored: { ...stored, ...changed }, containerfile });
}

describe('drift from a preset', () => {
  it('is none in a project as it was written', async () => {
    expect(await drift(written)).toEqual([]);
    expect(await drift(written.replaceAll('\n', '\r\n'))).toEqual([]);
  });

  it('is a stored answer that the preset locks to another', async () => {
    expect(await drift(written, { image: 'docker.io/me/hello' })).toMatchObject([
      { key: 'image', found: 'docker.io/me/hello', locked: 'registry.example.com/hello:1' },
    ]);
  });

  it('is another builder image, and a label that was changed or taken out', async () => {
    expect(await drift(written.replace('clang:2', 'clang:1').replace('"blue"', '"red"'))).toMatchObject([
      {
        key: 'Containerfile, ARG BUILDER_IMAGE',
        found: 'registry.example.com/clang:1',
        where: 'the preset acme (acme/wasm-oci.toml, builders)',
      },
      {
        key: 'Containerfile, LABEL com.example.team',
        found: '"red"',
        locked: '"blue"',
        where: 'the preset acme (acme/wasm-oci.toml, labels)',
      },
    ]);
    const inComment = written.replace('LABEL', '# LABEL');
    expect(await drift(inComment)).toMatchObject([{ found: undefined, locked: '"blue"' }]);
    expect(await drift(written.replace(/LABEL.*\n/, ''))).toMatchObject([{ found: undefined, locked: '"blue"' }]);
  });

  it('is not a newer builder image, nor its digest, which a bot writes, unless the preset names it by digest', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    for (const bumped of ['clang:3', `clang:2@${digest}`, `clang:3@${digest}`])
      expect(await drift(written.replace('clang:2', bumped)), bumped).toEqual([]);
    const locked = `clang:2@${digest}`;
    const preset = await presetOf({ 'wasm-oci.toml': TOML.replace('clang:2', locked) });
    const base = written.replace('clang:2', locked);
    const containerfile = { base, mine: base.replace('clang:2', 'clang:3'), theirs: base };
    expect(driftFrom(preset, { answers, stored, containerfile })).toMatchObject([
      { key: 'Containerfile, ARG BUILDER_IMAGE', locked: `registry.example.com/${locked}` },
    ]);
  });

  it('is an image outside the places that the preset allows', async () => {
    const allowed = '[checks]\nimage-prefix = ["registry.example.com/team"]\n';
    const preset = await presetOf({ 'wasm-oci.toml': `schema = 1\nname = "acme"\n${allowed}` });
    const containerfile = { base: written, mine: written, theirs: written };
    const found = (image: string) => driftFrom(preset, { answers: { ...answers, image }, stored, containerfile });
    expect(found('registry.example.com/team/hello:1')).toEqual([]);
    expect(found('registry.example.com/teams/hello:1')).toMatchObject([{ key: 'image', locked: expect.any(String) }]);
  });

  it('is no image where the preset locks that, and none where it allows every place', async () => {
    const containerfile = { base: written, mine: written, theirs: written };
    const at = (image: string) => ({ answers: { ...answers, image }, stored, containerfile });
    const both = await presetOf({ 'wasm-oci.toml': `${TOML}[checks]\nimage-prefix = ["registry.example.com/"]\n` });
    expect(driftFrom(both, at('docker.io/me/hello'))).toEqual([]);
    expect(driftFrom(await presetOf({ 'wasm-oci.toml': TOML }), at('docker.io/me/hello'))).toEqual([]);
  });

  it('is no builder image of a language for which the preset names none', async () => {
    const preset = await presetOf({ 'wasm-oci.toml': TOML.replace('c = ', 'rust = ') });
    const containerfile = { base: written, mine: written.replace('clang:2', 'clang:9'), theirs: written };
    expect(driftFrom(preset, { answers, stored, containerfile })).toEqual([]);
  });

  it('is no label that the templates do not write, and one that no version wrote before', async () => {
    const preset = await presetOf({ 'wasm-oci.toml': TOML });
    const containerfile = { base: undefined, mine: written.replace('blue', 'red'), theirs: written };
    expect(driftFrom(preset, { answers, stored, containerfile })).toMatchObject([{ found: '"red"' }]);
    expect(driftFrom(preset, { answers, stored, containerfile: { ...containerfile, theirs: undefined } })).toEqual([]);
  });

  it('is not what an update brings by itself, nor a Containerfile that is gone', async () => {
    const before = written.replace('clang:2', 'clang:1');
    expect(await drift(before, { base: before })).toEqual([]);
    expect(await drift(undefined)).toEqual([]);
  });
});

describe('a file that a preset adds as a whole', () => {
  const found = async (mine: string | undefined, { was = 'a\n', now = 'a\n' }: { was?: string; now?: string } = {}) => {
    const preset = await presetOf({ 'wasm-oci.toml': TOML });
    const tree = (text: string | undefined) => new Map(text === undefined ? [] : [['ci.yml', text]]);
    const added = { paths: new Set(['ci.yml']), base: tree(was), mine: tree(mine), theirs: tree(now) };
    const containerfile = { base: written, mine: written, theirs: written };
    return driftFrom(preset, { answers, stored, containerfile, added });
  };
  const where = 'the preset acme (acme/wasm-oci.toml, overlay)';

  it('has drifted where it was changed or deleted', async () => {
    expect(await found('b\n')).toEqual([
      { key: 'ci.yml', found: 'another text', locked: 'its own', where, file: 'ci.yml' },
    ]);
    expect(await found(undefined)).toEqual([
      { key: 'ci.yml', found: undefined, locked: 'this file', where, file: 'ci.yml' },
    ]);
    expect(await found('b\n', { now: 'c\n' })).toHaveLength(1);
  });

  it('has not drifted with the line ends of Windows, and where an update changes or adds it', async () => {
    expect(await found('a\r\n')).toEqual([]);
    expect(await found('a\n', { now: 'c\n' })).toEqual([]);
    expect(await found('c\n', { now: 'c\n' })).toEqual([]);
  });
});

describe('a pin', () => {
  const at = (tag: string) => `ARG BUILDER_IMAGE=docker.io/library/rust:${tag}\n`;

  it('moves where the templates moved it, from wherever the user had it', () => {
    expect(movedPins({ base: at('1'), mine: at('1'), theirs: at('2') })).toEqual([
      { name: 'BUILDER_IMAGE', from: 'docker.io/library/rust:1', to: 'docker.io/library/rust:2' },
    ]);
    expect(movedPins({ base: at('1'), mine: at('0'), theirs: at('2') })).toMatchObject([
      { from: expect.stringMatching(/0$/) },
    ]);
  });

  it('is unchanged where only the user moved or removed it, and in a comment', () => {
    expect(movedPins({ base: at('1'), mine: at('9'), theirs: at('1') })).toEqual([]);
    expect(movedPins({ base: at('1'), mine: 'FROM scratch\n', theirs: at('2') })).toEqual([]);
    expect(movedPins({ base: at('1'), mine: undefined, theirs: at('2') })).toEqual([]);
    expect(movedPins({ base: at('1'), mine: at('2'), theirs: at('2') })).toEqual([]);
    expect(movedPins({ base: at('1'), mine: `# ${at('1')}`, theirs: at('2') })).toEqual([]);
    expect(movedPins({ base: at('1'), mine: at('1'), theirs: undefined })).toEqual([]);
    expect(movedPins({ base: undefined, mine: at('1'), theirs: at('2') })).toHaveLength(1);
  });
});
