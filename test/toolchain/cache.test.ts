import { existsSync } from 'node:fs';
import { appendFile, chmod, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { isPinned, pin } from '../../generators/commands/update/version-pin.js';
import { onlyUserWrites, treeHash } from '../../generators/core/files/tree-hash.js';
import { checkYowasp, findYowasp } from '../../generators/core/languages/c/yowasp.js';
import { keepModule, keptModule, takeKept } from '../../generators/core/toolchain/module-cache.js';
import { emptyFolder } from '../support/folder.js';

let home: string;

beforeEach(async () => {
  home = await emptyFolder();
  vi.stubEnv('XDG_CACHE_HOME', join(home, 'cache'));
  vi.stubEnv('XDG_STATE_HOME', join(home, 'state'));
});

async function write(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(home, path, '..'), { recursive: true });
    await writeFile(join(home, path), text);
  }
}

describe('the hash of a folder', () => {
  it('is another for every change of a file, its name or its place', async () => {
    await write({ 'a/x': '1', 'a/b/y': '2' });
    const before = await treeHash(join(home, 'a'));
    const changes: [() => Promise<unknown>, () => Promise<unknown>][] = [
      [() => write({ 'a/x': '2' }), () => write({ 'a/x': '1' })],
      [() => write({ 'a/new': '' }), () => rm(join(home, 'a/new'))],
      [() => rename(join(home, 'a/b/y'), join(home, 'a/y')), () => rename(join(home, 'a/y'), join(home, 'a/b/y'))],
      [
        () => rename(join(home, 'a/x'), join(home, 'x')).then(() => symlink('../x', join(home, 'a/x'))),
        () => rename(join(home, 'x'), join(home, 'a/x')),
      ],
    ];
    for (const [change, back] of changes) {
      await change();
      expect(await treeHash(join(home, 'a'))).not.toBe(before);
      await back();
      expect(await treeHash(join(home, 'a'))).toBe(before);
    }
  });
});

describe('a module in the cache', () => {
  const kept = async () => {
    await write({ 'project/main.c': 'int main(void) {}', 'built.wasm': '\0asm built' });
    const ingredients = { compiler: 'clang 1', args: ['main.c'], directory: join(home, 'project'), files: ['main.c'] };
    const place = await keptModule(ingredients);
    await keepModule(join(home, 'built.wasm'), place);
    return place;
  };
  const taken = async (place: string) =>
    (await takeKept(place, join(home, 'out.wasm'))) ? readFile(join(home, 'out.wasm'), 'utf8') : undefined;

  it('comes back as it was', async () => {
    expect(await taken(await kept())).toBe('\0asm built');
  });

  it.each<[string, (place: string) => Promise<unknown>]>([
    ['was replaced', (place) => writeFile(place, '\0asm evil')],
    ['was added to', (place) => appendFile(place, 'x')],
    ['was cut', async (place) => writeFile(place, (await readFile(place)).subarray(0, 40))],
    ['is empty', (place) => writeFile(place, '')],
    [
      'is that of other sources',
      (place) =>
        rename(place, `${place}.other`).then(() =>
          rename(`${place}.other`, place.replace(/\w{8}\.sealed$/, '00000000.sealed')),
        ),
    ],
    ['was kept by another user', () => rm(join(home, 'state'), { recursive: true })],
  ])('is not taken when it %s', async (_, change) => {
    const place = await kept();
    await change(place);
    for (const name of await readdir(join(place, '..'))) expect(await taken(join(place, '..', name))).toBeUndefined();
  });

  it('is not kept where no secret can be', async () => {
    vi.stubEnv('XDG_STATE_HOME', '/dev/null');
    expect(existsSync(await kept())).toBe(false);
  });
});

describe('the clang in the cache', () => {
  it('is not run when it is another than the one that is pinned', async () => {
    // The registry cannot be reached, so that nothing takes its place.
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:1/');
    vi.stubEnv('npm_config_cache', join(home, 'npm'));
    vi.stubEnv('npm_config_fetch_retries', '0');
    const { program } = await findYowasp();
    await mkdir(join(program, 'gen'), { recursive: true });
    await writeFile(join(program, 'gen/bundle.js'), 'export const runClang = () => {};');
    const notes: string[] = [];
    await expect(checkYowasp({ onNote: (note) => notes.push(note) })).rejects.toMatchObject({ exitCode: 3 });
    expect(notes[0]).toContain(`${program} is not @yowasp/clang`);
    expect(existsSync(program)).toBe(false);
  });
});

describe('an older version in the cache', () => {
  const folder = () => join(home, 'cache/create-wasm-oci/versions/0.1.0');
  const fetched = async () => {
    await write({ 'cache/create-wasm-oci/versions/0.1.0/dist/cli.js': 'old' });
    for (const path of ['', '..', '../..']) await chmod(join(folder(), path), 0o755);
  };

  it('is run when it is what was fetched', async () => {
    await fetched();
    expect(await pin('0.1.0', folder())).toBe(true);
    expect(await isPinned('0.1.0', folder())).toBe(true);
  });

  it('is not run when it was changed since, and not replaced by another of that number', async () => {
    await fetched();
    await pin('0.1.0', folder());
    await write({ 'cache/create-wasm-oci/versions/0.1.0/dist/cli.js': 'evil' });
    expect(await isPinned('0.1.0', folder())).toBe(false);
    expect(await pin('0.1.0', folder())).toBe(false);
    expect(await pin('0.2.0', folder())).toBe(true);
  });

  it('that nothing is remembered of is run where only its user writes, and remembered', async () => {
    await fetched();
    await chmod(join(folder(), '..'), 0o777);
    expect(await isPinned('0.1.0', folder())).toBe(false);
    await chmod(join(folder(), '..'), 0o755);
    expect(await isPinned('0.1.0', folder())).toBe(true);
    await chmod(join(folder(), '..'), 0o777);
    expect(await isPinned('0.1.0', folder())).toBe(true);
    await write({ 'cache/create-wasm-oci/versions/0.1.0/dist/cli.js': 'evil' });
    expect(await isPinned('0.1.0', folder())).toBe(false);
  });

  it.skipIf(process.getuid?.() !== 0)('in a folder of another user is not believed (needs root)', async () => {
    await fetched();
    expect(await onlyUserWrites([folder()])).toBe(true);
    const { chown } = await import('node:fs/promises');
    await chown(folder(), 12345, 12345);
    expect(await onlyUserWrites([folder()])).toBe(false);
  });
});
