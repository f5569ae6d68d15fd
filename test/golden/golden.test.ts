import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import type { Answers } from '../../generators/core/answers/questions.js';
import { writeStored } from '../../generators/core/answers/stored.js';
import type { LanguageId } from '../../generators/core/languages/languages.js';
import { languageIds, render } from '../support/projects.js';
import { expectTree } from '../support/tree.js';

// The trees are whole generated projects, to be read in review. `npm run golden` writes them anew.
const trees = join(dirname(fileURLToPath(import.meta.url)), 'trees');

const cases: { name: string; language: LanguageId; more: Partial<Answers> }[] = [
  ...languageIds.map((language) => ({ name: language, language, more: {} })),
  { name: 'rust-wasm-opt-aot', language: 'rust', more: { 'wasm-opt': true, aot: true } },
  { name: 'c-wasm-opt', language: 'c', more: { 'wasm-opt': true } },
  { name: 'tinygo-aot', language: 'tinygo', more: { aot: true } },
];

describe.each(cases)('the golden tree of $name', ({ name, language, more }) => {
  it('is what is generated, file by file', async () => {
    const project = await render(language, 'My App!', 'quay.io/you/my-app:1.0', more);
    const files = new Map([...project.files, ['.yo-rc.json', writeStored(undefined, project.answers, '0.0.0')]]);
    await expectTree(join(trees, name), files);
  });
});
