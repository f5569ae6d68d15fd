import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { isTrusted, trust } from '../../../generators/core/presets/fetch/trust.js';
import type { Preset } from '../../../generators/core/presets/preset.js';
import { bundleInto } from '../../support/bundle.js';
import { emptyFolder } from '../../support/folder.js';

const preset = (number: number) =>
  ({
    hash: `sha256:${number}`,
    files: [],
    name: `preset ${number}`,
    origin: { source: './acme' },
  }) as unknown as Preset;

it('eight processes that trust presets at once lose none of them', async () => {
  const folder = await emptyFolder();
  const bundle = await bundleInto(folder, 'generators/core/presets/fetch/trust.ts', 'trust.mjs');
  const text = (process: number) => `import { trust } from ${JSON.stringify(bundle)};
    for (let i = 0; i < 3; i++)
      await trust({ hash: 'sha256:${process}' + i, files: [], name: 'p', origin: { source: './acme' } });`;
  const ended = await Promise.all(
    Array.from({ length: 8 }, (_, number) => {
      const args = ['--input-type=module', '--eval', text(number + 1)];
      const env = { ...process.env, XDG_CONFIG_HOME: join(folder, 'config') };
      return once(spawn(process.execPath, args, { env, stdio: 'inherit' }), 'exit');
    }),
  );
  expect(ended).toEqual(Array.from({ length: 8 }, () => [0, null]));
  const list = join(folder, 'config/create-wasm-oci/trusted-presets.json');
  const { trusted } = JSON.parse(await readFile(list, 'utf8')) as { trusted: { hash: string }[] };
  const all = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((one) => [0, 1, 2].map((other) => `sha256:${one}${other}`));
  expect(trusted.map(({ hash }) => hash).sort()).toEqual(all);
  expect(await readdir(join(list, '..'))).toEqual(['trusted-presets.json']);
  expect((await stat(list)).mode & 0o777).toBe(0o600);
});

it('a list that is kept elsewhere, behind a link, stays there', async () => {
  const folder = await emptyFolder();
  vi.stubEnv('XDG_CONFIG_HOME', join(folder, 'config'));
  await mkdir(join(folder, 'config/create-wasm-oci'), { recursive: true });
  await mkdir(join(folder, 'dotfiles'));
  await writeFile(join(folder, 'dotfiles/trusted.json'), '{"trusted": []}');
  const list = join(folder, 'config/create-wasm-oci/trusted-presets.json');
  await symlink('../../dotfiles/trusted.json', list);
  await trust(preset(1));
  expect(await isTrusted(preset(1))).toBe(true);
  expect((await lstat(list)).isSymbolicLink()).toBe(true);
  expect(await readFile(join(folder, 'dotfiles/trusted.json'), 'utf8')).toContain('sha256:1');
  vi.unstubAllEnvs();
});
