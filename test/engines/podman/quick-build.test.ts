import { expect, it } from 'vitest';
import { isFasterWithoutLayers } from '../../../generators/core/engines/podman/quick-build.js';
import { fileOf, render } from '../../support/projects.js';

it.each([
  ['c', {}, true],
  ['cpp', {}, true],
  ['go', {}, true],
  ['tinygo', {}, true],
  // rustup, and apt for the tools, are in front of the sources.
  ['rust', {}, false],
  ['c', { 'wasm-opt': true }, false],
] as const)('a project in %s with %o is built faster without layers: %s', async (language, answers, faster) => {
  const project = await render(language, 'hello', undefined, answers);
  expect(isFasterWithoutLayers(fileOf(project, 'Containerfile'))).toBe(faster);
});

it('a copy of another stage is no source', () => {
  const text = 'FROM a AS tools\nCOPY --from=builder /x /x\nrun apt-get update\n';
  expect(isFasterWithoutLayers(text)).toBe(false);
});
