import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readOciArchive } from '../../generators/core/oci/oci.js';
import { type Requirements, unmetBy } from '../../generators/core/policy/require.js';
import { ociArchive } from '../support/oci-archive.js';
import { moduleBytes } from '../support/wasm-bytes.js';

async function unmet(required: Requirements): Promise<string[]> {
  const config = { Entrypoint: ['/x.wasm'], Labels: { 'com.example.team': 'platform', empty: '' } };
  const module = moduleBytes({
    imports: [
      ['env', 'now'],
      ['wasi_snapshot_preview1', 'fd_write'],
    ],
  });
  const archive = await ociArchive({ layers: [{ 'x.wasm': module }], config });
  return unmetBy(await readOciArchive(Readable.from([archive])), required).map(
    ({ id, message }) => `${id}: ${message}`,
  );
}

describe('what a preset requires of an image', () => {
  it('is nothing unless it says so', async () => {
    expect(await unmet({})).toEqual([]);
  });

  it('is met by an image within its limits', async () => {
    const met = { 'max-image-bytes': 10_000, 'max-module-bytes': 200, labels: ['com.example.team'], portable: false };
    expect(await unmet(met)).toEqual([]);
  });

  it('is met at its very limits, and not one byte below', async () => {
    const archive = await ociArchive({ layers: [{ 'hello.wasm': moduleBytes() }] });
    const image = await readOciArchive(Readable.from([archive]));
    const module = image.module?.bytes ?? 0;
    const limits = (less: number) => ({ 'max-image-bytes': image.bytes - less, 'max-module-bytes': module - less });
    expect(unmetBy(image, limits(0))).toEqual([]);
    expect(unmetBy(image, limits(1)).map(({ id }) => id)).toEqual(['max-image-bytes', 'max-module-bytes']);
  });

  it('of a module is nothing for an image without one', async () => {
    const archive = await ociArchive({ layers: [{ 'hello.wasm': Buffer.from('no module') }] });
    const image = await readOciArchive(Readable.from([archive]));
    expect(unmetBy(image, { 'max-module-bytes': 1, portable: true })).toEqual([]);
  });

  it.each<[Requirements, RegExp]>([
    [{ 'max-image-bytes': 100 }, /^max-image-bytes: the image has [\d,]+ bytes, more than the 100 allowed$/],
    [{ 'max-module-bytes': 10 }, /^max-module-bytes: the module has \d+ bytes, more than the 10 allowed$/],
    [{ labels: ['com.example.team', 'missing'] }, /^labels: the image has no label missing$/],
    [{ labels: ['empty'] }, /^labels: the image has no label empty$/],
    [
      { portable: true },
      /^portable: the module is not portable \(WasmEdge under crun, .*: imports from a namespace that is no WASI/,
    ],
  ])('is not met: %j', async (required, message) => {
    expect(await unmet(required)).toEqual([expect.stringMatching(message)]);
  });
});
