import { join } from 'node:path';
import type { BuildRequest } from '../../build/build-request.js';
import { textOf } from '../destination.js';
import type { Job } from '../job.js';
import { asRendered } from '../line-ends.js';
import { requestOf } from '../request.js';
import type { RenderedNew } from './render.js';

/** What the engines are asked to make of a new project: its program's greeting is known, and compared. */
export function requestForNew(job: Job, rendered: RenderedNew): BuildRequest {
  const { labels, imitated } = rendered.project;
  const request = requestOf(job, rendered, { labels, imitated });
  return {
    ...request,
    run: async (engine, signal) => {
      const { runImage } = await import('../../build/run-image.js');
      return runImage(engine, request.target, await expectedOutput(job.directory, rendered), signal);
    },
  };
}

/** The greeting, unless the user kept a program of their own where ours would have been written. */
async function expectedOutput(directory: string, { project }: RenderedNew): Promise<string | undefined> {
  const { entry } = project.run;
  const text = await textOf(join(directory, entry));
  return text !== undefined && asRendered(text) === project.files.get(entry) ? project.greeting : undefined;
}
