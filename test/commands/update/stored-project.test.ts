import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readProject } from '../../../generators/commands/update/stored-project.js';
import { packageVersion } from '../../../generators/core/system/package-root.js';
import { write } from '../../support/files.js';
import { useFolder } from '../../support/update-project.js';

const folder = useFolder();
const OURS = { language: 'c', name: 'x', image: 'localhost/x:latest', version: packageVersion };
const store = (ours: unknown, name = 'hello') =>
  write(join(folder.path, name), { '.yo-rc.json': JSON.stringify({ 'create-wasm-oci': ours }) });
const read = (name = 'hello') => readProject(name, folder.path);

describe('a stored project', () => {
  it('is read with its directory as the user would type it', async () => {
    await store({ ...OURS, cache: '0123456789abcdef' });
    expect(await read()).toEqual({
      directory: join(folder.path, 'hello'),
      shownDirectory: 'hello',
      rc: expect.stringContaining('"name":"x"'),
      stored: OURS,
      version: packageVersion,
      preset: undefined,
      cacheId: '0123456789abcdef',
      existing: false,
    });
    const preset = { source: './acme', name: 'acme', hash: `sha256:${'0'.repeat(64)}` };
    await store({ ...OURS, preset, adopted: {} });
    expect(await read()).toMatchObject({ preset, existing: true });
    expect((await readProject('.', join(folder.path, 'hello'))).shownDirectory).toBe('.');
  });

  it.each<[string, () => Promise<void>, string, object[]]>([
    [
      'without .yo-rc.json',
      () => write(join(folder.path, 'hello'), { a: '' }),
      'hello is not a project of create-wasm-oci: it has no .yo-rc.json.',
      [{ command: 'create-wasm-oci hello', text: 'writes a new one' }],
    ],
    [
      'of another generator',
      () => write(join(folder.path, 'hello'), { '.yo-rc.json': '{"generator-x": {}}' }),
      'hello is not a project of create-wasm-oci: its .yo-rc.json has no answers of ours.',
      [{ command: 'create-wasm-oci hello', text: 'writes a new one' }],
    ],
    [
      'of a newer version',
      () => store({ ...OURS, version: '99.0.0' }),
      `hello was written by create-wasm-oci 99.0.0, and this is ${packageVersion}.`,
      [{ command: 'npx create-wasm-oci@99.0.0 update hello' }],
    ],
  ])('%s is refused', async (_, make, message, fix) => {
    await make();
    await expect(read()).rejects.toMatchObject({ name: 'Failure', exitCode: 1, message, fix });
  });

  it.each<[string, object, RegExp]>([
    ['without an image and a version', { language: 'c', name: 'x' }, /is incomplete: "image", "version" is missing\.$/],
    ['with another word for a version', { ...OURS, version: 'latest' }, /"version": "latest" is not a version$/],
    [
      'with the version of a build',
      { ...OURS, version: `${packageVersion}+x` },
      /"version": "[\d.]+\+x" is not a version\.$/,
    ],
    ['with a version and more', { ...OURS, version: `${packageVersion} ` }, /is not a version\.?$/],
  ])('%s is refused, and the fix says where the old file is', async (_, ours, message) => {
    await store(ours);
    await expect(read()).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(message),
      fix: expect.arrayContaining([expect.objectContaining({ command: 'git log -p -- .yo-rc.json' })]),
    });
  });

  it('is named where a folder below it is given, but not one whose file is broken or another’s', async () => {
    await store(OURS);
    const inside = join(folder.path, 'hello/a/b');
    await write(inside, { x: '' });
    await write(join(folder.path, 'hello/a'), { '.yo-rc.json': '{"generator-x": {}}' });
    await expect(read('hello/a/b')).rejects.toMatchObject({
      fix: [{ command: 'create-wasm-oci update hello', text: 'updates the project that it is part of' }],
    });
  });
});
