import { expect, it } from 'vitest';
import { findTemplate } from '../../generators/core/languages/languages.js';
import { serviceOf } from '../../generators/core/languages/service.js';
import type { Job } from '../../generators/core/project/job.js';
import { requestForNew } from '../../generators/core/project/new/build-request.js';
import { answersWith } from '../support/answers.js';
import { render } from '../support/projects.js';

/** What is asked for the image of a C project. */
async function requestOfProject(template: 'cli' | 'http', acceptEmpty: boolean) {
  const answers = answersWith({ language: 'c', template, 'accept-empty': acceptEmpty });
  const project = await render('c', answers.name.title, answers.image, answers);
  const job = { answers, directory: '/p', shownDirectory: 'p', cwd: '/', flags: {} } as unknown as Job;
  return requestForNew(job, { project, files: project.files, executables: new Set(), found: [] });
}

it.each([
  ['cli', false, []],
  ['cli', true, ['hollow']],
  ['http', false, ['imports']],
  ['http', true, ['hollow', 'imports']],
] as const)('an image of the template %s, with --accept-empty %s, may break %j', async (template, empty, accepted) => {
  expect((await requestOfProject(template, empty)).accept).toEqual(accepted);
});

it('a service is where its template says', async () => {
  const run = findTemplate('c', 'http')?.run;
  expect((await requestOfProject('http', false)).target.service).toBe(run && serviceOf(run));
});
