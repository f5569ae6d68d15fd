import { join } from 'node:path';
import { textOf } from '../../files/text-of.js';
import { otherProject, withYourChanges } from '../../options/new-answers.js';
import { readStored } from '../../options/stored.js';
import { checkPlaces, filesInTheWay, wouldOverwrite } from '../destination.js';
import type { Job } from '../job.js';
import type { RenderedNew } from './render.js';

/**
 * Yeoman asks about each conflict in a terminal. Where nobody can be asked, nothing is overwritten unless `--force` says so.
 *
 * What cannot be written at all is refused in any case.
 *
 * @throws Failure (wrong input) that names the files
 */
export async function guardNew(
  { answers, directory, shownDirectory, interactive, flags }: Job,
  { project, files }: RenderedNew,
): Promise<void> {
  await checkPlaces(directory, shownDirectory, files.keys());
  if (interactive || flags.force) return;
  const inTheWay = await filesInTheWay(directory, project.files);
  if (inTheWay.length === 0) return;
  const stored = readStored(await textOf(join(directory, '.yo-rc.json')));
  const same = stored !== undefined && otherProject(answers, stored).length === 0;
  throw wouldOverwrite(shownDirectory, inTheWay, same ? withYourChanges(answers, stored, shownDirectory) : []);
}
