import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Answers } from '../../generators/core/answers/questions.js';
import { writeStored } from '../../generators/core/answers/stored.js';
import type { LanguageId } from '../../generators/core/languages/languages.js';
import { languageIds, render } from '../support/projects.js';

// The trees are whole generated projects, to be read in review. `npm run golden` writes them anew.
const trees = join(dirname(fileURLToPath(import.meta.url)), 'trees');

const cases: { name: string; language: LanguageId; more: Partial<Answers> }[] = [
  ...languageIds.map((language) => ({ name: language, language, more: {} })),
  { name: 'rust-wasm-opt-aot', language: 'rust', more: { 'wasm-opt': true, aot: true } },
  { name: 'c-wasm-opt', language: 'c', more: { 'wasm-opt': true } },
  { name: 'tinygo-aot', language: 'tinygo', more: { aot: true } },
];

describe.each(cases)('the golden tree of $name', ({ name, language, more }) => {
  const tree = join(trees, name);

  it('is what is generated, file by file', async () => {
    const project = await render(language, 'My App!', 'quay.io/you/my-app:1.0', more);
    const files = new Map([...project.files, ['.yo-rc.json', writeStored(undefined, project.answers, '0.0.0')]]);
    if (process.env.UPDATE_GOLDEN) await update(tree, files);

    const found = (await readdir(tree, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(tree.length + 1)
          .replaceAll('\\', '/'),
      );
    expect([...files.keys()].sort()).toEqual(found.sort());
    for (const [path, contents] of files) expect(contents, path).toBe(await readFile(join(tree, path), 'utf8'));
  });
});

async function update(tree: string, files: ReadonlyMap<string, string>): Promise<void> {
  await rm(tree, { recursive: true, force: true });
  for (const [path, contents] of files) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), contents);
  }
}
