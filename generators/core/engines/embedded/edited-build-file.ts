import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ExitCode, Failure, type Fix } from '../../failure.js';
import { textOf } from '../../files/text-of.js';
import { asDirectory } from '../../options/command-names.js';
import { asRendered } from '../../project/line-ends.js';
import { quoted } from '../../system/shell.js';
import type { Target } from '../engine.js';

/** Files that make takes instead of a Makefile, whatever that says. Source: GNU make manual, 3.2. */
const INSTEAD = ['GNUmakefile', 'makefile'];

/**
 * Why an engine that does not read a project's build file cannot build it: the engine knows the steps of the file that
 * was written, and this is another file. Podman would build another program. Undefined where it is the same.
 */
export async function editedBuildFile({ directory, shownDirectory, imitated }: Target): Promise<Failure | undefined> {
  if (!imitated) return undefined;
  const { path, text } = imitated;
  const names = await readdir(directory).catch((): string[] => []);
  const instead = path === 'Makefile' ? INSTEAD.find((name) => names.includes(name)) : undefined;
  if (instead !== undefined) return refusedBuildFile(`${instead} takes the place of the generated ${path}`);
  // A file that is missing says nothing else; nothing was written yet, or it was removed.
  if (!names.includes(path)) return undefined;
  const found = await textOf(join(directory, path));
  if (found !== undefined && asRendered(found) === text) return undefined;
  return refusedBuildFile(`${path} is not the one that create-wasm-oci writes`, [
    {
      command: `create-wasm-oci update ${quoted(asDirectory(shownDirectory))}`,
      text: `brings the ${path} of an older version up to date`,
    },
  ]);
}

function refusedBuildFile(why: string, fix: readonly Fix[] = []): Failure {
  return new Failure(`${why}, and the embedded engine does not read it: it would build another program.`, {
    exitCode: ExitCode.notBuilt,
    fix: [{ text: 'Build it with --engine podman or --engine docker, which run make.' }, ...fix],
  });
}
