import { expect, it } from 'vitest';
import { bundleWithMaps } from '../../scripts/bundle/bundle.mjs';
import { root } from '../../scripts/set-up.mjs';

it('no start reads the parser of TOML: only presets and existing projects need it', async () => {
  const files = await bundleWithMaps(root);
  const options = files.find(({ fileName }) => fileName.startsWith('chunks/options-'));
  const modules = options?.map?.sources ?? [];
  expect(modules.some((name) => name.endsWith('core/options/questions.ts'))).toBe(true);
  expect(modules.filter((name) => /toml-eslint-parser|core\/toml\.ts/.test(name))).toEqual([]);
});
