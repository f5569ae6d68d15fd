import { present, presentDryRun } from '../core/build/present.js';
import type { CommandLine } from '../core/options/command-line.js';
import { prepare } from '../core/project/new/render.js';
import { createProgress } from '../core/terminal/create-progress.js';
import { settle } from './settle.js';
import { shipmentOf } from './shipment.js';

/**
 * `--no-write` where nobody is asked: builds the project that is there. Nothing is written, so Yeoman, which
 * writes files and settles conflicts, is not loaded.
 */
export async function rebuild({ directory, flags, switches }: CommandLine): Promise<void> {
  const job = await settle({
    options: { ...flags, ...switches, ...(directory !== undefined && { directory }) },
    cwd: process.cwd(),
    environment: process.env,
    terminal: false,
    ask: () => Promise.reject(new Error('nobody is asked')),
  });
  const prepared = await prepare(job);
  if (switches['dry-run']) {
    const { answers, shownDirectory } = job;
    return presentDryRun({ ...answers, files: prepared.files, shownDirectory }, switches.json, process);
  }
  const [{ ship }, { refuseOtherEngines }] = await Promise.all([
    import('../core/build/build-project.js'),
    import('../core/build/only-embedded.js'),
  ]);
  await refuseOtherEngines(shipmentOf(job, prepared));
  present(await ship(shipmentOf(job, prepared), await createProgress(process.stderr)), switches.json, process);
}
