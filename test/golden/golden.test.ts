import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import { writeStored } from '../../generators/core/answers/stored.js';
import { languageIds, render } from '../support/projects.js';
import { expectTree } from '../support/tree.js';

// The trees are whole generated projects, to be read in review. `npm run golden` writes them anew.
const trees = join(dirname(fileURLToPath(import.meta.url)), 'trees');

describe.each(languageIds)('the golden tree of %s', (language) => {
  it('is what is generated, file by file', async () => {
    const project = await render(language, 'My App!', 'quay.io/you/my-app:1.0');
    const files = new Map([...project.files, ['.yo-rc.json', writeStored(undefined, project.answers, '0.0.0')]]);
    await expectTree(join(trees, language), files);
  });
});
