import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import { textOf } from '../files/text-of.js';
import type { BuildPlan } from '../languages/build-plan.js';
import type { PlanNeeds, SourceFindings } from '../languages/language.js';
import { languageOf, languages } from '../languages/languages.js';
import type { Answers } from '../options/questions.js';

/** What of a build plan follows from the sources only: crates that compile C, for one. */
export type SourceNeeds = PlanNeeds<BuildPlan>;

const NO_NEEDS: SourceFindings = { needs: {}, found: [] };

/**
 * What the builder stage of a new project needs because of what its user has added: after `cargo add` of a crate that
 * compiles C, a compiler for it. Where its sources cannot be read, what its Containerfile has: what is broken in them is the
 * compiler's to say.
 */
export async function sourceNeeds(language: Answers['language'], directory: string): Promise<SourceFindings> {
  const { source, detect } = languageOf(language);
  if (!source.manifests.some((name) => existsSync(join(directory, name)))) return NO_NEEDS;
  const { fromSources } = await detect();
  if (!fromSources) return NO_NEEDS;
  const { openProject } = await import('./existing/project-folder.js');
  try {
    return fromSources(await openProject(directory, directory));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const text = await textOf(join(directory, 'Containerfile'));
    return { needs: await needsWrittenIn(language, text ?? ''), found: [] };
  }
}

/** The same as it was when a Containerfile was rendered. */
export async function needsWrittenIn(language: string | undefined, containerfile: string): Promise<SourceNeeds> {
  const of = languages.find(({ compilers }) => compilers.some(({ id }) => id === language));
  return (await of?.detect())?.needsIn?.(containerfile) ?? {};
}
