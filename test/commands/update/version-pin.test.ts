import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { isPinned, pin } from '../../../generators/commands/update/version-pin.js';
import { write } from '../../support/files.js';
import { useFolder } from '../../support/update-project.js';

const folder = useFolder();
let version: string;

beforeEach(async () => {
  version = join(folder.path, 'cache/versions/1.0.0');
  await mkdir(version, { recursive: true });
  for (const path of ['cache', 'cache/versions', 'cache/versions/1.0.0']) await chmod(join(folder.path, path), 0o755);
  await writeFile(join(version, 'cli.js'), 'one');
});

describe('a version in the cache', () => {
  it('is the one that was fetched as long as its files are', async () => {
    expect(await pin('1.0.0', version)).toBe(true);
    expect(await isPinned('1.0.0', version)).toBe(true);
    await write(version, { 'cli.js': 'two' });
    expect(await isPinned('1.0.0', version)).toBe(false);
    expect(await pin('1.0.0', version)).toBe(false);
    await write(version, { 'cli.js': 'one' });
    expect(await pin('1.0.0', version)).toBe(true);
    await write(version, { more: '' });
    expect(await isPinned('1.0.0', version)).toBe(false);
  });

  it('that is not remembered is taken where only this user writes, and remembered from then on', async () => {
    expect(await isPinned('1.0.0', version)).toBe(true);
    await write(version, { 'cli.js': 'two' });
    expect(await isPinned('1.0.0', version)).toBe(false);
  });

  it.each(['cache', 'cache/versions', 'cache/versions/1.0.0'])(
    'that is not remembered is not taken where others may write into %s',
    async (path) => {
      await chmod(join(folder.path, path), 0o777);
      expect(await isPinned('1.0.0', version)).toBe(false);
      await chmod(join(folder.path, path), 0o755);
      await write(version, { 'cli.js': 'two' });
      expect(await isPinned('1.0.0', version)).toBe(true);
    },
  );

  it('is none where its folder is gone', async () => {
    await rm(version, { recursive: true });
    expect(await isPinned('1.0.0', version)).toBe(false);
  });
});
