import { join } from 'node:path';
import { readSelection } from '../options/stored.js';
import type { Progress } from '../terminal/progress.js';
import { textOf } from './destination.js';
import type { FoundProject } from './find-project.js';
import { ProjectRun } from './run.js';

/**
 * A run for a project whose files are written, new or existing: nothing of it is written, and nobody is asked.
 *
 * @param options as the command line has them, without the directory
 * @throws Failure (wrong input) when the stored answers are broken, or the options contradict them
 */
export async function storedRun(
  { directory, shownDirectory, above }: FoundProject,
  options: Record<string, unknown>,
  progress: Progress,
): Promise<Pick<ProjectRun, 'render' | 'check' | 'build' | 'present'>> {
  if (above) progress.note(`The project is ${shownDirectory}.`);
  const given = {
    options: { ...options, directory, write: false },
    cwd: process.cwd(),
    environment: process.env,
    terminal: false,
    note: (text: string) => progress.note(text),
  };
  if (readSelection(await textOf(join(directory, '.yo-rc.json'))) === undefined) {
    const [{ newProject }, { resolveNew }] = await Promise.all([import('./new/kind.js'), import('./new/resolve.js')]);
    const job = await resolveNew({ ...given, ask: () => Promise.reject(new Error('nobody is asked')) });
    return new ProjectRun(newProject, job, progress);
  }
  const [{ existingProject }, { resolveExisting }] = await Promise.all([
    import('./existing/kind.js'),
    import('./existing/resolve.js'),
  ]);
  const job = await resolveExisting({
    ...given,
    choose: () => Promise.reject(new Error('nobody is asked')),
    tell: (lines) => {
      for (const line of lines) progress.note(`found: ${line}`);
    },
  });
  return new ProjectRun(existingProject, job, progress);
}
