import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ExitCode, Failure } from '../failure.js';

/**
 * Refuses to write where something says beforehand what Yeoman does with a file. A `.yo-resolve` in the project, or in
 * a folder above, has it skip files or overwrite them, and does not report it. With `* skip` in a cloned repository
 * nothing would be written, and with `* force` the user's own changes would be lost.
 *
 * @throws Failure (wrong input) naming the first such file
 */
export async function refuseYoResolve(directory: string, paths: readonly string[]): Promise<void> {
  if (!hasYoResolve(directory, paths)) return;
  const { YoResolve } = await import('@yeoman/conflicter');
  const rules = new YoResolve();
  for (const path of paths) {
    const place = join(directory, path);
    const status = await rules.getStatusForFile(place);
    if (status === undefined) continue;
    const [folder = directory] =
      [...rules.groupedYoResolve].find(([, map]) => [...map.keys()].some((pattern) => pattern.match(place))) ?? [];
    const file = relative(directory, join(folder, '.yo-resolve')).replaceAll('\\', '/');
    throw new Failure(`${file} has Yeoman ${status} ${path}, without asking or reporting it.`, {
      exitCode: ExitCode.wrongInput,
      fix: [{ text: `Remove that line from ${file}: a file that differs is asked about, or needs --force.` }],
    });
  }
}

/** Whether there is such a file in one of the folders that are written to, or above them. */
function hasYoResolve(directory: string, paths: readonly string[]): boolean {
  const folders = new Set<string>();
  const add = (folder: string) => {
    if (folders.has(folder)) return;
    folders.add(folder);
    add(dirname(folder));
  };
  for (const path of paths) add(dirname(join(directory, path)));
  return [...folders].some((folder) => existsSync(join(folder, '.yo-resolve')));
}
