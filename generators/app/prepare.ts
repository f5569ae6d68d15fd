import { dirname, join } from 'node:path';
import { withYourChanges } from '../core/answers/new-answers.js';
import { repeatLine } from '../core/answers/repeat.js';
import { readStored, writeStored } from '../core/answers/stored.js';
import { languageOf } from '../core/languages/languages.js';
import { packageVersion, templatesFolder } from '../core/package-root.js';
import { inLine, referenceFor } from '../core/preset/reference.js';
import { checkPlaces, filesInTheWay, textOf, wouldOverwrite } from '../core/project/destination.js';
import { type Project, renderProject } from '../core/project/render.js';
import { loadTemplates } from '../core/project/templates.js';
import type { Job } from './settle.js';

/** A project with the stored answers beside its own files. */
export interface Prepared {
  project: Project;
  /** All that is written: contents by path. */
  files: ReadonlyMap<string, string>;
}

/** Renders the project of a job. Reads templates and an existing `.yo-rc.json`; writes nothing. */
export async function prepare({
  answers,
  preset,
  directory,
}: Pick<Job, 'answers' | 'preset' | 'directory'>): Promise<Prepared> {
  const project = renderProject(answers, {
    templates: await loadTemplates(templatesFolder, languageOf(answers.language)),
    version: packageVersion,
    // The README is the same wherever the project was first written, so the line names the folder by the project.
    repeat: repeatLine({ ...answers, engine: 'auto' }, answers.name.slug, {
      preset: preset && inLine(preset, dirname(directory)),
    }),
    preset,
  });
  const reference = preset && referenceFor(preset, directory);
  const rc = writeStored(await textOf(join(directory, '.yo-rc.json')), answers, packageVersion, { preset: reference });
  return { project, files: new Map([...project.files, ['.yo-rc.json', rc]]) };
}

/**
 * Yeoman asks about each conflict in a terminal. Where nobody can be asked, nothing is overwritten unless `--force` says so.
 *
 * What cannot be written at all is refused in any case.
 *
 * @throws Failure (wrong input) that names the files
 */
export async function guardExisting(
  { project, files }: Prepared,
  { answers, directory, shownDirectory, interactive, switches }: Job,
): Promise<void> {
  await checkPlaces(directory, shownDirectory, files.keys());
  if (interactive || switches.force) return;
  const inTheWay = await filesInTheWay(directory, project.files);
  if (inTheWay.length === 0) return;
  const stored = readStored(await textOf(join(directory, '.yo-rc.json')));
  // In another language it would be another program.
  const same = stored !== undefined && stored.language === answers.language;
  throw wouldOverwrite(shownDirectory, inTheWay, same ? withYourChanges(answers, stored, shownDirectory) : []);
}
