import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import { partOf } from '../../generators/core/languages/detect/project-files.js';
import type { Selection } from '../../generators/core/languages/detect/recognised.js';
import type { LanguageId } from '../../generators/core/languages/languages.js';
import { projectName } from '../../generators/core/options/names.js';
import { writeStored } from '../../generators/core/options/stored.js';
import { renderContainerFiles } from '../../generators/core/project/existing/image-files.js';
import { chooseProgram, recogniseProject } from '../../generators/core/project/existing/recognise.js';
import { writtenFiles } from '../../generators/core/project/existing/written.js';
import { loadContainerTemplates } from '../../generators/core/project/templates.js';
import { templatesFolder } from '../../generators/core/system/package-root.js';
import { answersWith } from '../support/answers.js';
import { type Fixture, openFixture } from '../support/fixtures.js';
import { CACHE_ID, cacheIdIn } from '../support/projects.js';
import { expectTree } from '../support/tree.js';

// What is written beside the files of each fixture, to be read in review. `npm run golden` writes it again.
const trees = join(dirname(fileURLToPath(import.meta.url)), 'trees');

const cases: [Fixture, Selection][] = [
  ['article', {}],
  ['rust-same-names', { package: 'getrandom' }],
  ['rust-with-c', {}],
  ['rust-cmake', {}],
  ['rust-workspace', { bin: 'shout' }],
  ['c-make', {}],
  ['c-posix', {}],
  ['c-cmake', {}],
  ['c-configure', { cflags: '-O2 "-DA=two words"' }],
  ['c-autoreconf', { bin: 'shout', 'configure-flags': '--enable-echo', 'make-var': ['V=1'] }],
  ['c-meson', { bin: 'count', define: ['unit=rows of text'] }],
  ['c-below', { in: 'programs' }],
  ['c-cmake-below', { in: 'cmake' }],
  ['c-sources', { bin: 'main' }],
  ['cpp-cmake', {}],
  ['cpp-make', {}],
  ['cpp-by-hand', {}],
  ['cpp-sources', {}],
  ['go-module', { package: 'cmd/report' }],
  ['parts', { in: 'programs', cflags: '-O3 "-DA=two words"', 'make-var': ['V=a$b'], 'build-env': ["E=it's $x"] }],
  ['parts', { in: 'build/cmake', define: ['WITH=1'] }],
  ['parts', { in: 'cmd/tool', ldflags: '-X main.a=b', tags: 'netgo' }],
  ['parts', { in: 'tool' }],
];

describe.each(cases)('the golden container files of %s %j', (fixture, selection) => {
  it('are what is written, file by file', async () => {
    const context = await openFixture(fixture);
    const files = selection.in === undefined ? context : partOf(context, selection.in);
    const [project] = await recogniseProject(files, selection, { language: undefined, directory: fixture });
    const choice = project && chooseProgram(project, selection);
    if (!choice || !('candidate' in choice)) throw new Error(`${fixture} is ambiguous`);
    const { plan, name: called } = choice.candidate;
    const name = projectName(called || fixture);
    const image = `quay.io/you/${name.slug}:1.0`;
    const answers = answersWith({
      language: project.language.compilers[0].id as LanguageId,
      name,
      image,
      'wasm-opt': fixture === 'c-cmake',
    });
    const templates = await loadContainerTemplates(templatesFolder, answers, plan);
    const rendered = renderContainerFiles(
      answers,
      { plan, buildOutputs: project.buildOutputs, cacheId: CACHE_ID },
      templates,
    );
    await expectTree(
      join(trees, ['adopted', fixture, ...(selection.in?.split('/') ?? [])].join('-')),
      new Map([
        ...rendered,
        [
          '.yo-rc.json',
          writeStored(undefined, answers, '0.0.0', {
            selection,
            written: writtenFiles(rendered),
            cacheId: cacheIdIn(rendered),
          }),
        ],
      ]),
    );
  });
});
