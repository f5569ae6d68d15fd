import { join } from 'node:path';
import type { BuildRequest } from '../../build/build-request.js';
import { textOf } from '../../files/text-of.js';
import { serviceOf } from '../../languages/service.js';
import type { Job } from '../job.js';
import { asRendered } from '../line-ends.js';
import type { Project } from '../render.js';
import { requestOf } from '../request.js';
import type { RenderedNew } from './render.js';

/** What the engines are asked to make of a new project: what its program says is known, and compared. */
export function requestForNew(job: Job, rendered: RenderedNew): BuildRequest {
  const { project } = rendered;
  const { labels, imitated, run } = project;
  const request = requestOf(job, rendered, { labels, imitated, service: serviceOf(run) });
  return {
    ...request,
    run: async (engine, signal) => {
      const { runProject } = await import('../../build/run-project.js');
      const isOurs = project.isOurs && (await isUnchanged(job.directory, project));
      return runProject(engine, request.target, { ...project, isOurs }, signal);
    },
  };
}

/** Whether the user keeps no program of their own where ours would have been written. */
async function isUnchanged(directory: string, { run: { entry }, files }: Project): Promise<boolean> {
  const text = await textOf(join(directory, entry));
  return text !== undefined && asRendered(text) === files.get(entry);
}
