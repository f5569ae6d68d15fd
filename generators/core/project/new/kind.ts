import { filesInTheWay } from '../destination.js';
import type { Job } from '../job.js';
import type { ProjectKind } from '../kind.js';
import { requestForNew } from './build-request.js';
import { guardNew } from './guard.js';
import { type RenderedNew, renderNew } from './render.js';

/** A project that this tool writes whole: sources, container files and all that goes with them. */
export const newProject: ProjectKind<Job, RenderedNew> = {
  render: renderNew,
  async notes({ directory, flags }, { project }) {
    // A dry run shows what the run itself would ask about, or refuse.
    if (!flags['dry-run'] || !flags.write || flags.force) return [];
    const inTheWay = await filesInTheWay(directory, project.files);
    if (inTheWay.length === 0) return [];
    return [`${inTheWay.join(', ')}: existing, with other contents; --force overwrites.`];
  },
  guard: guardNew,
  request: requestForNew,
};
