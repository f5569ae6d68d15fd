import { join } from 'node:path';
import { ExitCode, Failure } from '../../failure.js';
import { textOf } from '../../files/text-of.js';
import type { BuildPlan } from '../../languages/build-plan.js';
import { compilerOf } from '../../languages/languages.js';
import { withYourChanges } from '../../options/new-answers.js';
import { isSameProgram, settingWords } from '../../options/selection-flags.js';
import { readPackageManager, readSelection, readStored, readWritten, writeStored } from '../../options/stored.js';
import { referenceFor } from '../../presets/reference.js';
import { packageVersion, templatesFolder } from '../../system/package-root.js';
import { builderImages, digestsFor } from '../builder-images.js';
import { cacheIdOf, namesCache } from '../cache-id.js';
import { checkPlaces, filesInTheWay } from '../destination.js';
import type { Rendered, RenderOptions } from '../kind.js';
import { loadContainerTemplates } from '../templates.js';
import { renderContainerFiles } from './image-files.js';
import type { ExistingJob } from './resolve.js';
import { isUnedited, writtenFiles } from './written.js';

/** The container files of an existing project, and what is kept of its own. */
export interface RenderedExisting extends Rendered {
  /** Ignore files of the user's own. */
  kept: readonly string[];
  /** Whether there is a Containerfile that differs from the one of `files`. */
  inTheWay: boolean;
}

/** Renders the container files of a job. Reads templates and what the directory holds; writes nothing. */
export async function renderExisting(job: ExistingJob, options: RenderOptions): Promise<RenderedExisting> {
  const { answers, preset, license, project, chosen, directory } = job;
  const program = { ...job.program, plan: { ...job.program.plan, ...options.needs } as BuildPlan };
  const templates = await loadContainerTemplates(templatesFolder, answers, program.plan);
  const before = await textOf(join(directory, '.yo-rc.json'));
  const cacheId = options.cacheId ?? (await cacheIdOf(directory, before));
  const { copiesFrom } = compilerOf(answers.language).steps(program.plan, answers.name.slug);
  const images = builderImages(answers, preset, templates, undefined, copiesFrom);
  const digests = await digestsFor(answers, images, before, options.digests);
  const existing = { plan: program.plan, buildOutputs: project.buildOutputs, preset, license, cacheId, digests };
  const rendered = renderContainerFiles(answers, existing, templates);
  const differing = await filesInTheWay(directory, rendered);
  const stored = readWritten(before);
  const unedited = new Set<string>();
  for (const path of differing) {
    if (isUnedited(path, await textOf(join(directory, path)), stored)) unedited.add(path);
  }
  const inTheWay = differing.filter((path) => !unedited.has(path));
  // An existing ignore file says what the user wants to omit: it serves as well as ours. --force is for the Containerfile.
  const own = inTheWay.filter((path) => path !== 'Containerfile');
  const files = [...rendered].filter(([path]) => !own.includes(path));
  const besides = {
    selection: chosen,
    written: writtenFiles(files),
    packageManager: readPackageManager(before),
    preset: preset && referenceFor(preset, directory),
    digests,
    ...(namesCache(rendered, cacheId) && { cacheId }),
  };
  const rc = writeStored(before, answers, packageVersion, besides);
  return {
    files: new Map([...(options.compared ? rendered : files), ['.yo-rc.json', rc]]),
    executables: new Set(),
    unedited,
    kept: own,
    inTheWay: inTheWay.includes('Containerfile'),
  };
}

/**
 * Yeoman asks about an existing Containerfile in a terminal. Where nobody can be asked, it stays unless `--force` says so.
 *
 * @throws Failure (wrong input)
 */
export async function guardExisting(job: ExistingJob, { files, inTheWay }: RenderedExisting): Promise<void> {
  await checkPlaces(job.directory, job.shownDirectory, files.keys());
  if (job.interactive || job.flags.force || !inTheWay) return;
  const rc = await textOf(join(job.directory, '.yo-rc.json'));
  // An update takes answers and settings; another program is another project.
  const before = readSelection(rc);
  const same = before !== undefined && isSameProgram(before, job.chosen);
  const settings = settingWords(before, job.chosen);
  throw new Failure(`${job.shownDirectory} already has a Containerfile, which differs from the new one.`, {
    exitCode: ExitCode.wrongInput,
    fix: [
      ...(same ? withYourChanges(job.answers, readStored(rc) ?? {}, job.shownDirectory, settings) : []),
      { text: 'Move it away, or overwrite it with --force.' },
    ],
  });
}
