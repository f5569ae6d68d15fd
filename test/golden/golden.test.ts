import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import { addOns } from '../../generators/core/addons/addons.js';
import type { LanguageId } from '../../generators/core/languages/languages.js';
import type { Answers } from '../../generators/core/options/questions.js';
import { type PresetReference, writeStored } from '../../generators/core/options/stored.js';
import { diskTree } from '../../generators/core/presets/fetch/disk-tree.js';
import { readPreset } from '../../generators/core/presets/read-preset.js';
import type { Project } from '../../generators/core/project/render.js';
import { packageRoot } from '../../generators/core/system/package-root.js';
import { cacheIdIn, languageIds, render } from '../support/projects.js';
import { expectTree } from '../support/tree.js';

// The trees are whole generated projects, to be read in review. `npm run golden` writes them again.
const trees = join(dirname(fileURLToPath(import.meta.url)), 'trees');

// The worked example of docs/reference/presets.md: what it does to a project is there to be read, too.
const folder = join(packageRoot, 'docs/preset-example');
const shown = (path: string) => `docs/preset-example/${path}`;
const example = (await readPreset(diskTree(folder, shown), { source: './docs/preset-example' })).preset;
const stored = { source: '../docs/preset-example', name: example.name, hash: example.hash };

const cases: { name: string; language: LanguageId; more: Partial<Answers> }[] = [
  ...languageIds.map((language) => ({ name: language, language, more: {} })),
  { name: 'rust-wasm-opt-aot', language: 'rust', more: { 'wasm-opt': true, aot: true } },
  { name: 'c-wasm-opt', language: 'c', more: { 'wasm-opt': true } },
  { name: 'c-add-ons', language: 'c', more: { add: addOns.map(({ id }) => id) } },
  { name: 'c-http', language: 'c', more: { template: 'http' } },
  { name: 'cpp-http', language: 'cpp', more: { template: 'http' } },
  { name: 'go-http', language: 'go', more: { template: 'http' } },
  { name: 'rust-http', language: 'rust', more: { template: 'http' } },
  { name: 'tinygo-aot', language: 'tinygo', more: { aot: true } },
];

describe.each(cases)('the golden tree of $name', ({ name, language, more }) => {
  it('is what is generated, file by file', async () => {
    const project = await render(language, 'My App!', 'quay.io/you/my-app:1.0', more);
    await expectTree(join(trees, name), new Map([...project.files, rcOf(project)]));
  });
});

describe.each(languageIds)('the golden tree of %s with the example preset', (language) => {
  it('is what is generated, file by file', async () => {
    const project = await render(language, 'My App!', 'registry.example.com/wasm/my-app:0.1.0', {}, example);
    await expectTree(join(trees, `preset-${language}`), new Map([...project.files, rcOf(project, stored)]));
  });
});

function rcOf({ answers, files }: Project, preset?: PresetReference): [string, string] {
  return ['.yo-rc.json', writeStored(undefined, answers, '0.0.0', { preset, cacheId: cacheIdIn(files) })];
}
