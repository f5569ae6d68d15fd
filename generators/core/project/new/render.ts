import { dirname, join } from 'node:path';
import { textOf } from '../../files/text-of.js';
import { compilerOf } from '../../languages/languages.js';
import { repeatLine } from '../../options/repeat.js';
import { packageManagerOf, starterFor, starterOf } from '../../options/started-by.js';
import { readPackageManager, writeStored } from '../../options/stored.js';
import { inLine, referenceFor } from '../../presets/reference.js';
import { packageVersion, templatesFolder } from '../../system/package-root.js';
import { builderImages, digestsFor } from '../builder-images.js';
import { cacheIdOf, namesCache } from '../cache-id.js';
import type { Job } from '../job.js';
import type { Rendered, RenderOptions } from '../kind.js';
import { type Project, renderProject } from '../render.js';
import { sourceNeeds } from '../source-needs.js';
import { loadTemplates } from '../templates.js';

/** A new project with the stored answers beside its own files. */
export interface RenderedNew extends Rendered {
  project: Project;
  /** What of the existing sources shows in the Containerfile. */
  found: readonly string[];
}

/** Renders a project. Reads templates and an existing `.yo-rc.json`, and asks registries only through `digests`; writes nothing. */
export async function renderNew(
  { answers, preset, directory }: Pick<Job, 'answers' | 'preset' | 'directory'>,
  options: RenderOptions,
): Promise<RenderedNew> {
  const before = await textOf(join(directory, '.yo-rc.json'));
  const cacheId = options.cacheId ?? (await cacheIdOf(directory, before));
  // The first run's, whoever updates or repeats it: else its README would count as edited.
  const packageManager = readPackageManager(before) ?? packageManagerOf(starterOf(process.env));
  const templates = await loadTemplates(templatesFolder, answers);
  const { needs, found } = options.needs
    ? { needs: options.needs, found: [] }
    : await sourceNeeds(answers.language, directory);
  const { copiesFrom } = compilerOf(answers.language).steps(undefined, answers.name.slug, needs);
  const images = builderImages(answers, preset, templates, undefined, copiesFrom);
  const digests = await digestsFor(answers, images, before, options.digests);
  const project = renderProject(answers, {
    templates,
    version: packageVersion,
    // The README is the same wherever the project was first written, so the line names the folder by the project.
    repeat: repeatLine({ ...answers, engine: 'auto' }, answers.name.slug, {
      preset: preset && inLine(preset, dirname(directory)),
      starter: starterFor(packageManager),
    }),
    packageManager,
    cacheId,
    preset,
    digests,
    needs,
  });
  const reference = preset && referenceFor(preset, directory);
  const besides = {
    preset: reference,
    packageManager,
    digests,
    ...(namesCache(project.files, cacheId) && { cacheId }),
  };
  const rc = writeStored(before, answers, packageVersion, besides);
  const files = new Map([...project.files, ['.yo-rc.json', rc]]);
  return { project, files, executables: project.executables, found };
}
