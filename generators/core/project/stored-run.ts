import { join } from 'node:path';
import { textOf } from '../files/text-of.js';
import { readSelection } from '../options/stored.js';
import type { Progress } from '../terminal/progress.js';
import type { FoundProject } from './find-project.js';
import { ProjectRun } from './run.js';

/** A run of a project whose files are written. */
export type StoredRun = Pick<ProjectRun, 'render' | 'check' | 'build' | 'present' | 'attach' | 'develop' | 'test'>;

const WITHOUT_NOTES = { notes: async () => [] };

/**
 * A run for a project whose files are written, new or existing: nothing of it is written, and nobody is asked.
 *
 * @param options as the command line has them, without the directory
 * @param how whether what is known of the project is shown: a user who runs it every minute knows it
 * @throws Failure (wrong input) when the stored answers are broken, or the options contradict them
 */
export async function storedRun(
  { directory, shownDirectory, above }: FoundProject,
  options: Record<string, unknown>,
  progress: Progress,
  how: 'quiet' | 'told' = 'told',
): Promise<StoredRun> {
  const note = how === 'quiet' ? () => {} : (text: string) => progress.note(text);
  if (above) note(`The project is ${shownDirectory}.`);
  const given = {
    options: { ...options, directory, write: false },
    cwd: process.cwd(),
    environment: process.env,
    terminal: false,
    note,
  };
  if (readSelection(await textOf(join(directory, '.yo-rc.json'))) === undefined) {
    const [{ newProject }, { resolveNew }] = await Promise.all([import('./new/kind.js'), import('./new/resolve.js')]);
    const job = await resolveNew({ ...given, ask: () => Promise.reject(new Error('this run asks nothing')) });
    return new ProjectRun({ ...newProject, ...(how === 'quiet' && WITHOUT_NOTES) }, job, progress);
  }
  const [{ existingProject }, { resolveExisting }] = await Promise.all([
    import('./existing/kind.js'),
    import('./existing/resolve.js'),
  ]);
  const job = await resolveExisting({
    ...given,
    choose: () => Promise.reject(new Error('this run asks nothing')),
    tell: (lines) => {
      for (const line of lines) note(`found: ${line}`);
    },
  });
  return new ProjectRun({ ...existingProject, ...(how === 'quiet' && WITHOUT_NOTES) }, job, progress);
}
