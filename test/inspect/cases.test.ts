import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectionOf } from '../../generators/inspect/inspection.js';
import { readFolder } from '../../generators/inspect/read.js';
import { fixtures } from '../support/fixtures.js';

/** Inputs as users reported them: test/fixtures/cases/README.md. */
const at = (name: string) => join(fixtures, 'cases', name);
const layout = async (name: string, image?: string) => inspectionOf(await readFolder(at(name), image));

describe('a layer compressed with zstd', () => {
  // By `zstd -dc LAYER | sha256sum`, and `tar -tv`.
  it.each(['zstd-two-frames', 'zstd-chunked'])('is read to its end on every Node (%s)', async (name) => {
    const { image, file, obstacles } = await layout(name);
    expect(image).toMatchObject({ layers: [{ unpacked: 10_240 }], files: [{ path: '/hello.wasm', bytes: 141 }] });
    expect(file).toMatchObject({ kind: 'module', bytes: 141 });
    expect(obstacles).toEqual([]);
  });
});
