import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { inspectAlone } from '../../support/inspect-peak.js';
import { type ArchiveShape, ociArchive, type RawEntry, rawTar, tar } from '../../support/oci-archive.js';
import {
  componentBytes,
  custom,
  moduleBytes,
  moduleOf,
  moduleWithCode,
  name,
  number,
  section,
} from '../../support/wasm-bytes.js';

// The limits that docs/reference/inspect.md promises for files of up to 1 GB. A bare Node takes 45 MB of them.
const PEAK_MAX = 300;
const PRINTED_MAX = 64 * 1024 ** 2;

const alone = await inspectAlone();
afterAll(alone.remove);

const hostile = async (contents: Uint8Array, options: string[] = ['--json']) => {
  await writeFile(join(alone.folder, 'input'), contents);
  const result = await alone.inspect(['./input', ...options]);
  console.log(`${expect.getState().currentTestName}: ${result.peak} MB, ${result.seconds.toFixed(1)} s`);
  expect(result.peak).toBeLessThan(PEAK_MAX);
  expect(result.printed).toBeLessThan(PRINTED_MAX);
  return result;
};
const times = (count: number, piece: Uint8Array) => Buffer.alloc(count * piece.length, piece);
const list = (count: number, piece: Uint8Array) => Buffer.concat([number(count), times(count, piece)]);
const bytes = (...all: number[]) => Buffer.from(all);
const item = (text: string, ...behind: number[]) => Buffer.concat([name(text), bytes(...behind)]);

const NAMES = 'it holds more than 100,000 names, the most that are read';
const TEXT = 'its names have more than 4 MiB in all, the most that are read';
const million = 1_000_000;

describe('a module or component with more than is kept is an error that names the limit:', () => {
  const parameters = section(1, Buffer.concat([number(1), bytes(0x60), list(million, bytes(0x7e)), bytes(0)]));
  const import1 = Buffer.concat([item('a'), item('b', 0, 0)]);
  const feature = Buffer.concat([bytes(0x2b), name('simd128')]);
  const producer = Buffer.concat([item('p'), list(1000, Buffer.concat([item('n'), item('1')]))]);
  it.each<[string, Uint8Array, string]>([
    ['a long type that every import has', moduleOf(parameters, section(2, list(99_000, import1))), TEXT],
    ['types', moduleOf(section(1, list(million, bytes(0x60, 0, 0)))), NAMES],
    ['imports', moduleOf(section(2, list(million, import1))), NAMES],
    ['imported memories', moduleOf(section(2, list(60_000, Buffer.concat([item(''), item('', 2, 0, 1)])))), NAMES],
    ['memories', moduleOf(section(5, list(million, bytes(0, 1)))), NAMES],
    ['exports', moduleOf(section(7, list(million, item('', 0, 0)))), NAMES],
    ['one long export', moduleOf(section(7, list(1, item('x'.repeat(8 * million), 0, 0)))), TEXT],
    ['features in many sections', moduleOf(...Array(500).fill(custom('target_features', list(900, feature)))), NAMES],
    ['producers in many sections', moduleOf(...Array(200).fill(custom('producers', list(90, producer)))), NAMES],
    ['long names of sections', moduleOf(...Array(9_000).fill(custom('s'.repeat(1000), bytes(0)))), TEXT],
    ['sections', moduleOf(...Array(10_001).fill(custom('', bytes()))), 'it has more than 10,000 sections'],
    ['a large section', moduleOf(section(2, Buffer.alloc(17 * million, 1))), '16 MiB are the most that are read'],
    [
      'imports of a component in many sections',
      Buffer.concat([
        componentBytes,
        ...Array(300).fill(section(10, list(1000, Buffer.concat([bytes(0), item('i', 5, 0)])))),
      ]),
      NAMES,
    ],
  ])('%s', async (_, contents, limit) => {
    expect(await hostile(contents)).toMatchObject({ exitCode: 1, message: expect.stringContaining(limit) });
  });
});

describe('a module with as much as is kept is read within the same memory:', () => {
  it.each<[string, Uint8Array]>([
    // Each of these characters is six in JSON; the last makes all of it take two bytes a character.
    [
      'names of control characters',
      moduleOf(section(7, Buffer.concat([number(41), times(40, item('\x01'.repeat(100_000), 0, 0)), item('☃', 0, 0)]))),
    ],
    ['short names', moduleOf(section(7, list(99_990, item('x', 0, 0))))],
    ['modules in a component', Buffer.concat([componentBytes, ...Array(9_000).fill(section(1, moduleBytes()))])],
    ['tables', moduleOf(section(4, list(4 * million, bytes(0x70, 0, 1))))],
    ['globals', moduleOf(section(6, list(3 * million, bytes(0x7f, 0, 0x41, 0, 0x0b))))],
    ['tags', moduleOf(section(13, list(5 * million, bytes(0, 0))))],
    ['segments of elements', moduleOf(section(9, list(2 * million, bytes(1, 0, 1, 0))))],
    ['segments of data', moduleOf(section(11, list(99_000, bytes(1, 0))))],
    [
      'functions',
      moduleOf(
        section(1, bytes(1, 0x60, 0, 0)),
        section(3, list(5 * million, bytes(0))),
        section(10, list(5 * million, bytes(2, 0, 0x0b))),
      ),
    ],
    [
      'locals of a function',
      moduleOf(section(10, Buffer.concat([bytes(1), name('\x01\xff\xff\xff\xff\x0f\x7f\x0b')]))),
    ],
    ['labels of an instruction', moduleWithCode([0x41, 0, 0x0e, ...list(2 * million, bytes(0)), 0])],
  ])('%s', async (_, contents) => {
    const { exitCode, message } = await hostile(contents);
    expect({ exitCode, message }).toEqual({ exitCode: 0, message: '' });
  });

  it('64 MiB of code whose last function is not valid', async () => {
    const code = Buffer.concat([bytes(0), times(20, bytes(0x41, 0, 0x1a)), bytes(0x0b)]);
    const body = Buffer.concat([number(code.length), code]);
    const count = Math.floor((60 * 1024 ** 2) / body.length);
    const bodies = Buffer.concat([number(count), times(count - 1, body), bytes(3, 0, 0x6a, 0x0b)]);
    const types = [section(1, bytes(1, 0x60, 0, 0)), section(3, list(count, bytes(0)))];
    expect(await hostile(moduleOf(...types, section(10, bodies)))).toMatchObject({ exitCode: 0 });
  });
});

describe('an archive or image with more than is read is an error that names the limit:', () => {
  const image = (shape: Partial<ArchiveShape>) => ociArchive({ layers: [{ 'hello.wasm': moduleBytes() }], ...shape });
  const layer = (...parts: Buffer[]) => image({ layers: [Buffer.concat([...parts, Buffer.alloc(1024)])] });
  const entry = (one: RawEntry) => rawTar([one]).subarray(0, -1024);
  const record = (text: string) => {
    const rest = ` ${text}\n`;
    const length = [1, 2].map((digits) => rest.length + digits).find((sum) => String(sum).length === sum - rest.length);
    return `${length}${rest}`;
  };
  const records = Buffer.from(Array.from({ length: 30_000 }, (_, index) => record(`k${index}=`)).join(''));
  const configOf = (config: object) => image({ config: { Entrypoint: ['/hello.wasm'], ...config } });

  it.each<[string, () => Promise<Buffer>, string]>([
    [
      'a global header for every entry',
      () =>
        layer(
          entry({ name: 'g', type: 'g', contents: records }),
          ...Array(2000).fill(
            Buffer.concat([entry({ name: 'x', type: 'x', contents: Buffer.from(record('a=')) }), entry({ name: 'f' })]),
          ),
        ),
      'its extended headers have more than 1,000,000 records',
    ],
    [
      'extended headers without an entry',
      () => layer(times(6000, entry({ name: 'x', type: 'x', contents: Buffer.alloc(1024) }))),
      'its extended headers have more than 1 MiB before one entry',
    ],
    [
      'a long extended header',
      () => layer(entry({ name: 'x', type: 'x', size: 5 * million })),
      'an extended header in it has more than 4 MiB',
    ],
    ['entries', () => layer(times(500_001, entry({ name: 'f' }))), 'its layers hold more than 500,000 files'],
    [
      'entries of an archive',
      async () => rawTar(Array.from({ length: 100_001 }, (_, index) => ({ name: `f${index}` }))),
      NAMES,
    ],
    [
      'layers',
      () => image({ layers: Array.from({ length: 1001 }, () => ({})) }),
      'it has 1001 layers, and 1000 are the most',
    ],
    [
      'labels',
      () => configOf({ Labels: Object.fromEntries(Array.from({ length: 120_000 }, (_, index) => [index, ''])) }),
      NAMES,
    ],
    ['words of an entrypoint', () => configOf({ Entrypoint: Array(120_000).fill('') }), NAMES],
    ['a large config', () => configOf({ Cmd: ['x'.repeat(5 * million)] }), 'is larger than 4 MiB'],
    [
      'objects in an index',
      () => tar({ 'index.json': Buffer.from(`{"manifests":[${'{},'.repeat(1_300_000)}{}]}`) }),
      'sha512 digest',
    ],
    [
      'manifests in an index',
      () =>
        tar({
          'index.json': Buffer.from(
            `{"manifests":[${Array(1001)
              .fill(`{"digest":"sha256:${'0'.repeat(64)}","platform":{"os":"x"}}`)
              .join()}]}`,
          ),
        }),
      'it holds more than 1000 images',
    ],
    [
      'images of docker save',
      () =>
        tar({ 'manifest.json': Buffer.from(JSON.stringify(Array(1001).fill({ Config: 'c' }))), c: Buffer.from('{}') }),
      'it holds more than 1000 images',
    ],
    [
      'configs of docker save',
      () =>
        tar({
          'manifest.json': Buffer.from(JSON.stringify(Array(900).fill({ Config: 'c' }))),
          c: Buffer.from(JSON.stringify({ x: 'y'.repeat(2 * million) })),
        }),
      'its manifests have more than 16 MiB in all',
    ],
    [
      'a layer that unpacks to gigabytes',
      () => image({ layers: [], packed: [times(3, gzipSync(Buffer.alloc(400 * 1024 ** 2), { level: 1 }))] }),
      'layer 1',
    ],
    [
      'an archive that unpacks to gigabytes',
      async () => times(3, gzipSync(Buffer.alloc(400 * 1024 ** 2), { level: 1 })),
      'it holds more than 1024 MiB',
    ],
  ])('%s', async (_, contents, limit) => {
    expect(await hostile(await contents())).toMatchObject({ exitCode: 1, message: expect.stringContaining(limit) });
  });

  it.each<[string, () => Promise<Buffer>]>([
    ['files', () => image({ layers: [rawTar(Array.from({ length: 60_000 }, (_, index) => ({ name: `f${index}` })))] })],
    [
      'deep folders',
      () =>
        layer(
          ...Array.from({ length: 500 }, (_, index) =>
            Buffer.concat([
              entry({ name: 'L', type: 'L', contents: Buffer.from(`${index}/${'a/'.repeat(2000)}x`) }),
              entry({ name: 'f' }),
            ]),
          ),
        ),
    ],
    [
      'long links',
      () =>
        layer(
          ...Array.from({ length: 5000 }, (_, index) =>
            Buffer.concat([
              entry({ name: 'K', type: 'K', contents: Buffer.alloc(4000, 'x') }),
              entry({ name: `l${index}`, type: '2' }),
            ]),
          ),
        ),
    ],
  ])('more %s than are listed are not, and the document says so', async (_, contents) => {
    expect(await hostile(await contents(), [])).toMatchObject({ exitCode: 0 });
  });

  it('a config with a million folders in PATH, and a long working directory', async () => {
    const deep = `/${'a/'.repeat(2000)}`;
    const archive = await configOf({ Entrypoint: ['x'], WorkingDir: deep, Env: [`PATH=${'b:'.repeat(million)}`] });
    expect(await hostile(archive)).toMatchObject({ exitCode: 0 });
  });

  it('a tar archive of more than 4 GiB', async () => {
    const file = await open(join(alone.folder, 'large.tar'), 'w');
    await file.write(rawTar([{ name: 'index.json', size: 8 * 1024 ** 3 - 1 }]).subarray(0, 512));
    await file.truncate(1024 ** 4);
    await file.close();
    const result = await alone.inspect(['./large.tar']);
    expect(result).toMatchObject({ exitCode: 1, message: expect.stringContaining('it is larger than 4 GiB') });
  });
});
