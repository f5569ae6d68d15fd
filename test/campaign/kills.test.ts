import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ended, figure, inputs, makeWorld, type World } from './world.js';

/** Every file of a folder and its text; what an unfinished run keeps for itself is not among them. */
async function textsIn(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const own = files.filter((path) => !path.slice(folder.length).startsWith('/.create-wasm-oci'));
  const texts = await Promise.all(
    own.map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')]),
  );
  return Object.fromEntries(texts);
}

/** Runs a command and kills it after so many milliseconds. Returns whether it was still running. */
async function killed(world: World, args: string[], after: number): Promise<boolean> {
  const child = world.start(args);
  const clock = setTimeout(() => child.kill('SIGKILL'), after);
  const { exitCode } = await ended(child);
  clearTimeout(clock);
  return exitCode === null;
}

const OTHERS = '{\n  "generator-other": {\n    "answer": "mine"\n  }\n}\n';

it('a run that is killed at any moment leaves each file old or new, and the next run finishes', async () => {
  const world = await makeWorld();
  const folder = join(world.work, 'hello');
  const counts = { killed: 0, ended: 0 };
  const make = async () => {
    await world.run(['hello', '--language', 'rust', '--yes', '--no-build']);
    const rc = join(folder, '.yo-rc.json');
    await writeFile(rc, JSON.stringify({ ...JSON.parse(OTHERS), ...JSON.parse(await readFile(rc, 'utf8')) }, null, 2));
  };
  await make();
  const before = await textsIn(folder);
  const update = ['update', 'hello', '--yes', '--force', '--name', 'Other name', '--image', 'quay.io/you/other:2'];
  const started = performance.now();
  const finished = await world.run(update);
  const longest = Math.ceil((performance.now() - started) * 1.1);
  expect(finished.exitCode, finished.stderr).toBe(0);
  const after = await textsIn(folder);
  expect(after).not.toEqual(before);
  for (const wait of inputs(fc.integer({ min: 0, max: longest }), 150)) {
    await rm(folder, { recursive: true });
    await make();
    // The random part of the cache ids is another one each time.
    const cache = /"cache": "(\w+)"/;
    const [old] = cache.exec(before['.yo-rc.json'] ?? '')?.slice(1) ?? [];
    const own = cache.exec(await readFile(join(folder, '.yo-rc.json'), 'utf8'))?.[1] ?? '';
    const expected = (texts: Record<string, string>, path: string) => texts[path]?.replaceAll(old ?? own, own);
    counts[(await killed(world, update, wait)) ? 'killed' : 'ended']++;
    for (const [path, text] of Object.entries(await textsIn(folder))) {
      expect([expected(before, path), expected(after, path)], path).toContain(text);
    }
    const { exitCode, stderr } = await world.run(update);
    expect(exitCode, stderr).toBe(0);
    const texts = await textsIn(folder);
    expect(Object.keys(texts).sort()).toEqual(Object.keys(after).sort());
    for (const [path, text] of Object.entries(texts)) expect(text, path).toBe(expected(after, path));
    expect(JSON.parse(texts['.yo-rc.json'] ?? '')).toMatchObject(JSON.parse(OTHERS));
  }
  figure('kills of update', counts);
});

it('a new project that is killed at any moment holds whole files only, and the same command finishes it', async () => {
  const world = await makeWorld();
  const folder = join(world.work, 'hello');
  const counts = { killed: 0, ended: 0 };
  const create = ['hello', '--language', 'c', '--yes', '--no-build'];
  const started = performance.now();
  await world.run(create);
  const longest = Math.ceil((performance.now() - started) * 1.1);
  const whole = await textsIn(folder);
  for (const wait of inputs(fc.integer({ min: 0, max: longest }), 150)) {
    await rm(folder, { recursive: true, force: true });
    counts[(await killed(world, create, wait)) ? 'killed' : 'ended']++;
    const left = await readdir(world.work).then((names) => (names.includes('hello') ? textsIn(folder) : {}));
    for (const [path, text] of Object.entries(left)) expect(text, path).toBe(whole[path]);
    const { exitCode, stderr } = await world.run(create);
    expect(exitCode, stderr).toBe(0);
    expect(await textsIn(folder)).toEqual(whole);
  }
  figure('kills of a new project', counts);
});
