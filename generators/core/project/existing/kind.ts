import type { ProjectKind } from '../kind.js';
import { requestForExisting } from './build-request.js';
import { guardExisting, type RenderedExisting, renderExisting } from './render.js';
import type { ExistingJob } from './resolve.js';

/** A project with sources of its own: it gets container files, and nothing else. */
export const existingProject: ProjectKind<ExistingJob, RenderedExisting> = {
  render: renderExisting,
  async notes({ advice, flags }, rendered) {
    return [
      ...advice.map((line) => `advice: ${line}`),
      ...rendered.kept.map((path) => keptNote(path, rendered)),
      ...(flags['dry-run'] && rendered.inTheWay && !flags.force
        ? ['Containerfile is there, and another: --force overwrites it.']
        : []),
    ];
  },
  guard: guardExisting,
  request: requestForExisting,
};

/** Podman prefers a .containerignore, also for the builds that a Dockerfile of the user's own describes. */
function keptNote(path: string, { files }: RenderedExisting): string {
  const instead = path === '.dockerignore' && files.has('.containerignore');
  return `${path} is yours, and kept.${instead ? ' Podman reads the new .containerignore in its place, in all builds.' : ''}`;
}
