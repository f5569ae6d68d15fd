import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { imageLayout } from '../../generators/core/oci/layout.js';
import { packTar } from '../../generators/core/oci/tar.js';
import { hello } from '../support/hello-modules.js';
import { hostileText } from '../support/hostile.js';
import { figure, inputs, makeWorld, share, treeHash } from './world.js';

interface Mutation {
  file: number;
  at: number;
  how: 'flip' | 'cut' | 'insert' | 'double';
  text: string;
}
const mutation: fc.Arbitrary<Mutation> = fc.record({
  file: fc.nat(),
  at: fc.nat(),
  how: fc.constantFrom('flip', 'cut', 'insert', 'double'),
  text: hostileText,
});

function mutated(bytes: Buffer, { at, how, text }: Mutation): Buffer {
  const place = at % Math.max(1, bytes.length);
  const [start, end] = [bytes.subarray(0, place), bytes.subarray(place)];
  if (how === 'cut') return start;
  if (how === 'insert') return Buffer.concat([start, Buffer.from(text), end]);
  if (how === 'double') return Buffer.concat([bytes, end]);
  const flipped = Buffer.from(bytes);
  flipped[place] = (flipped[place] ?? 0) ^ (1 << (at % 8));
  return flipped;
}

it('a generated project with a damaged file is reported, and not changed', async () => {
  const world = await makeWorld();
  const folder = join(world.work, 'hello');
  await world.run(['hello', '--language', 'c', '--yes', '--no-build']);
  const files = ['.yo-rc.json', 'Containerfile', 'Makefile', '.containerignore', 'src/main.c'];
  const counts = { current: 0, drifted: 0, refused: 0 };
  for (const one of inputs(mutation, 2000)) {
    const path = join(folder, files[one.file % files.length] ?? '');
    const before = await readFile(path);
    await writeFile(path, mutated(before, one));
    const hash = await treeHash([folder]);
    const { exitCode } = await world.run(['update', 'hello', '--check', '--json']);
    expect(await treeHash([folder])).toBe(hash);
    counts[exitCode === 0 ? 'current' : exitCode === 2 ? 'drifted' : 'refused']++;
    await writeFile(path, before);
  }
  figure('mutated projects', counts);
  await world.isUnharmed();
});

it('a damaged module or archive is reported for what it is', async () => {
  const world = await makeWorld();
  const contents = { image: 'localhost/hello:1', entrypoint: '/hello.wasm', module: hello(), labels: {}, epoch: 0 };
  const archive = await packTar(await imageLayout(contents), { epoch: 0, mode: 0o644 });
  const sources = [Buffer.from(hello()), archive];
  const counts = { read: 0, refused: 0 };
  for (const one of inputs(mutation, 2000)) {
    const bytes = mutated(sources[one.file % 2] ?? Buffer.alloc(0), one);
    await writeFile(join(world.work, 'input'), bytes);
    const { exitCode } = await world.run(['inspect', './input', '--json']);
    counts[exitCode === 0 ? 'read' : 'refused']++;
  }
  figure('mutated images', counts);
  expect(counts.read + counts.refused).toBe(share(2000));
});
