import { present, presentDryRun } from '../core/build/present.js';
import type { CommandLine } from '../core/options/command-line.js';
import { requestForNew } from '../core/project/new/build-request.js';
import { renderNew } from '../core/project/new/render.js';
import { resolveNew } from '../core/project/new/resolve.js';
import { createProgress } from '../core/terminal/create-progress.js';

/**
 * `--no-write` where nobody is asked: builds the project that is there. Nothing is written, so Yeoman, which
 * writes files and settles conflicts, is not loaded.
 */
export async function rebuild({ directory, answers, flags }: CommandLine): Promise<void> {
  const job = await resolveNew({
    options: { ...answers, ...flags, ...(directory !== undefined && { directory }) },
    cwd: process.cwd(),
    environment: process.env,
    terminal: false,
    ask: () => Promise.reject(new Error('nobody is asked')),
  });
  const rendered = await renderNew(job);
  if (flags['dry-run']) {
    const { answers, shownDirectory } = job;
    return presentDryRun({ ...answers, files: rendered.files, shownDirectory }, flags.json, process);
  }
  const [{ buildProject }, { refuseOtherEngines }] = await Promise.all([
    import('../core/build/build-project.js'),
    import('../core/build/only-embedded.js'),
  ]);
  await refuseOtherEngines(requestForNew(job, rendered));
  present(await buildProject(requestForNew(job, rendered), await createProgress(process.stderr)), flags.json, process);
}
