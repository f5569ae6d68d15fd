import { dirname, join } from 'node:path';
import type { Answers } from '../../options/questions.js';
import { repeatLine } from '../../options/repeat.js';
import { packageManagerOf, starterFor, starterOf } from '../../options/started-by.js';
import { readPackageManager, writeStored } from '../../options/stored.js';
import type { Preset } from '../../presets/preset.js';
import { inLine, referenceFor } from '../../presets/reference.js';
import { packageVersion, templatesFolder } from '../../system/package-root.js';
import { builderImages, type DigestSource, digestsFor } from '../builder-images.js';
import { cacheIdOf, namesCache } from '../cache-id.js';
import { textOf } from '../destination.js';
import { type Project, renderProject } from '../render.js';
import { loadTemplates } from '../templates.js';

/** A project with the stored answers beside its own files. */
export interface RenderedNew {
  project: Project;
  /** All that is written: contents by path. */
  files: ReadonlyMap<string, string>;
}

/** What a project is made from, and where it goes. */
export interface Wanted {
  answers: Answers;
  preset: Preset | undefined;
  /** Absolute. */
  directory: string;
  /** What the ids of its cache mounts hold, where the caller knows; else what the project stores, or a new one. */
  cacheId?: string | undefined;
  /** How it gets digests that it does not store; left out, no registry is asked. */
  digests?: DigestSource | undefined;
}

/** Renders a project. Reads templates and an existing `.yo-rc.json`, and asks registries only through `digests`; writes nothing. */
export async function renderNew({ answers, preset, directory, ...wanted }: Wanted): Promise<RenderedNew> {
  const before = await textOf(join(directory, '.yo-rc.json'));
  const cacheId = wanted.cacheId ?? (await cacheIdOf(directory, before));
  // The first run's, whoever updates or repeats it: else its README would count as edited.
  const packageManager = readPackageManager(before) ?? packageManagerOf(starterOf(process.env));
  const templates = await loadTemplates(templatesFolder, answers.language);
  const digests = await digestsFor(answers, builderImages(answers, preset, templates), before, wanted.digests);
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
  });
  const reference = preset && referenceFor(preset, directory);
  const besides = {
    preset: reference,
    packageManager,
    digests,
    ...(namesCache(project.files, cacheId) && { cacheId }),
  };
  const rc = writeStored(before, answers, packageVersion, besides);
  return { project, files: new Map([...project.files, ['.yo-rc.json', rc]]) };
}
