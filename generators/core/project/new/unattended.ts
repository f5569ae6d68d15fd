import type { CommandLine } from '../../options/command-line.js';
import { createProgress } from '../../terminal/create-progress.js';
import { ProjectRun } from '../run.js';
import { writeFiles } from '../write-files.js';
import { newProject } from './kind.js';
import { resolveNew } from './resolve.js';

/**
 * The main job where nobody is asked and no file is in the way: Yeoman, which draws prompts and resolves conflicts, is
 * not loaded.
 */
export async function runUnattended({ directory, answers, flags }: CommandLine): Promise<void> {
  const progress = await createProgress(process.stderr);
  const job = await resolveNew({
    options: { ...answers, ...flags, ...(directory !== undefined && { directory }) },
    cwd: process.cwd(),
    environment: process.env,
    terminal: false,
    ask: () => Promise.reject(new Error('this run asks nothing')),
    note: (text) => progress.note(text),
  });
  const run = new ProjectRun(newProject, job, progress);
  await run.render();
  await run.check();
  if (run.writes) await writeFiles(run, process.stderr);
  await run.build();
  run.present(process);
}
