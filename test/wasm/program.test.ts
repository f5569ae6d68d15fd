import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readOciArchive } from '../../generators/core/oci/oci.js';
import { verify } from '../../generators/core/policy/verify.js';
import { ociArchive, type RawEntry, rawTar } from '../support/oci-archive.js';
import { moduleBytes } from '../support/wasm-bytes.js';

/** A program for each name, told apart by what it exports besides _start. */
const program = (mark: string, mode = 0o755): Pick<RawEntry, 'contents' | 'mode'> => ({
  contents: moduleBytes({ exports: ['_start', mark] }),
  mode,
});
const file = (name: string, mark = 'it', mode = 0o755): RawEntry => ({ name, ...program(mark, mode) });
const link = (name: string, target: string): RawEntry => ({ name, type: '2', target });
const hard = (name: string, target: string): RawEntry => ({ name, type: '1', target });

async function runs(layers: RawEntry[][], config: object) {
  const archive = await ociArchive({ layers: layers.map(rawTar), config });
  const report = await readOciArchive(Readable.from([archive]));
  const refused = verify(report).refused.map(({ rule }) => rule.id);
  return { refused, marks: report.module?.kind === 'module' && report.module.functions.slice(1) };
}

// Each was run by Podman 5.4.2 and crun 1.21: those here print, those of the next table end in "invalid path".
describe('an entrypoint that crun finds is found', () => {
  it.each<[string[], RawEntry[], object?]>([
    [['/hello.wasm'], [file('hello.wasm', 'it', 0o644)]],
    [['hello.wasm'], [file('hello.wasm', 'it', 0o644)]],
    [['./hello.wasm'], [file('hello.wasm')]],
    [['./hello.wasm'], [file('app/hello.wasm')], { WorkingDir: '/app' }],
    [['hello.wasm'], [file('app/hello.wasm', 'it', 0o644)], { WorkingDir: '/app' }],
    [['app/hello.wasm'], [file('app/hello.wasm')]],
    [['bin/x.wasm'], [file('app/bin/x.wasm', 'it', 0o644)], { WorkingDir: '/app' }],
    [['../hello.wasm'], [file('hello.wasm')], { WorkingDir: '/app' }],
    [['//hello.wasm'], [file('hello.wasm')]],
    [['/../../hello.wasm'], [file('hello.wasm')]],
    [['/app/../hello.wasm'], [file('hello.wasm'), file('app/x', 'x')]],
    [['x.wasm'], [file('usr/bin/x.wasm')]],
    [['x.wasm'], [file('opt/x.wasm')], { Env: ['PATH=/opt'] }],
    [['x.wasm'], [file('usr/bin/x.wasm'), file('x.wasm', 'cwd')]],
    [['x.wasm'], [file('usr/bin/x.wasm', 'path', 0o644), file('x.wasm')]],
    [['/l.wasm'], [file('d/real.wasm'), link('l.wasm', 'd/real.wasm')]],
    [['/l.wasm'], [file('d/real.wasm'), link('l.wasm', '/d/real.wasm')]],
    [['/dir/real.wasm'], [file('d/real.wasm'), link('dir', 'd')]],
    [['dir/real.wasm'], [file('d/real.wasm'), link('dir', 'd')]],
    [['/hard.wasm'], [file('d/real.wasm'), hard('hard.wasm', 'd/real.wasm')]],
    [['./l2.wasm'], [file('d/real.wasm'), link('l.wasm', 'd/real.wasm'), link('l2.wasm', 'l.wasm')]],
    [['/d/up/real.wasm'], [file('d/real.wasm'), link('d/up', '../../../../d')]],
    [['/dir/../d/real.wasm'], [file('d/real.wasm'), link('dir', 'd')]],
    [['/bin/sh', '-c', '/hello.wasm'], [file('bin/sh')]],
  ])('%j', async (Entrypoint, entries, settings = {}) => {
    const { refused, marks } = await runs([entries], { Entrypoint, ...settings });
    expect({ marks, refused }).toEqual({ marks: ['it'], refused: [] });
  });

  it('as a command, and behind an entrypoint that is one empty word', async () => {
    expect(await runs([[file('hello.wasm')]], { Cmd: ['/hello.wasm'] })).toEqual({ refused: [], marks: ['it'] });
    const reset = { Entrypoint: [''], Cmd: ['/hello.wasm'] };
    expect(await runs([[file('hello.wasm')]], reset)).toEqual({ refused: [], marks: ['it'] });
  });
});

describe('an entrypoint that crun does not find is missing', () => {
  it.each<[string[], RawEntry[], object?]>([
    [['hello.wasm'], [file('hello.wasm')], { WorkingDir: '/app' }],
    [['/x/../hello.wasm'], [file('hello.wasm')]],
    [['x.wasm'], [file('usr/bin/x.wasm', 'it', 0o644)]],
    [['bin/x.wasm'], [file('bin/x.wasm', 'it', 0o644)], { WorkingDir: '/app' }],
    [['/hello.wasm/'], [file('hello.wasm')]],
    [['/bin/sh', '-c', '/hello.wasm'], [file('hello.wasm')]],
    [['/loop.wasm'], [link('loop.wasm', 'loop.wasm')]],
    [['/dangling.wasm'], [link('dangling.wasm', 'nowhere')]],
  ])('%j', async (Entrypoint, entries, settings = {}) => {
    expect((await runs([entries], { Entrypoint, ...settings })).refused).toContain('entrypoint');
  });
});

describe('layers', () => {
  const layersOnly = { refused: ['layers'], marks: ['it'] };

  it('a hard link keeps the file that a later layer takes away, or replaces', async () => {
    const below = [file('real.wasm'), hard('hello.wasm', 'real.wasm')];
    const config = { Entrypoint: ['/hello.wasm'] };
    expect(await runs([below, [{ name: '.wh.real.wasm' }]], config)).toEqual(layersOnly);
    expect(await runs([below, [file('real.wasm', 'other')]], config)).toEqual(layersOnly);
  });

  it('a symbolic link is followed to what the last layer holds', async () => {
    const below = [link('hello.wasm', 'real.wasm'), file('real.wasm', 'old')];
    expect(await runs([below, [file('real.wasm')]], { Entrypoint: ['/hello.wasm'] })).toEqual(layersOnly);
  });

  it('a folder of a later layer replaces a file', async () => {
    const layers = [[file('hello.wasm')], [{ name: 'hello.wasm/', type: '5' }]];
    expect((await runs(layers, { Entrypoint: ['/hello.wasm'] })).refused).toContain('entrypoint');
  });
});
