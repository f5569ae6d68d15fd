import { compilers, type LanguageId } from '../../generators/core/languages/languages.js';
import { projectName } from '../../generators/core/options/names.js';
import type { Answers } from '../../generators/core/options/questions.js';
import { repeatLine } from '../../generators/core/options/repeat.js';
import type { Digests } from '../../generators/core/options/stored.js';
import type { Preset } from '../../generators/core/presets/preset.js';
import { namesCache } from '../../generators/core/project/cache-id.js';
import { type Project, renderProject } from '../../generators/core/project/render.js';
import { loadTemplates, type Templates } from '../../generators/core/project/templates.js';
import { templatesFolder } from '../../generators/core/system/package-root.js';
import { answersWith } from './answers.js';

/** The text in the place of the random part of cache ids. */
export const CACHE_ID = '0123456789abcdef';

/** Every language's id. */
export const languageIds: LanguageId[] = compilers.map(({ id }) => id);

const loaded = new Map<string, Promise<Templates>>();

/** Renders a project with the real templates, at a version that does not change. */
export async function render(
  language: LanguageId,
  title: string,
  image?: string,
  more: Partial<Answers> = {},
  preset?: Preset,
  digests?: Digests,
): Promise<Project> {
  const name = projectName(title);
  const answers = answersWith({ language, name, ...(image !== undefined && { image }), ...more });
  const kind = `${language} ${answers.template} ${answers.add} ${name.slug}`;
  const templates = loaded.get(kind) ?? loadTemplates(templatesFolder, answers);
  loaded.set(kind, templates);
  const repeat = repeatLine(answers, name.slug, {
    preset: preset && { source: preset.origin.source, defaults: preset.defaults },
  });
  return renderProject(answers, {
    templates: await templates,
    version: '0.0.0',
    repeat,
    packageManager: 'npm',
    cacheId: CACHE_ID,
    preset,
    digests,
  });
}

/** What a project of these files stores of its caches. */
export function cacheIdIn(files: ReadonlyMap<string, string>): string | undefined {
  return namesCache(files, CACHE_ID) ? CACHE_ID : undefined;
}

/** A file of a project, which must be there. */
export function fileOf(project: Project, path: string): string {
  const contents = project.files.get(path);
  if (contents === undefined) throw new Error(`no ${path} in the project`);
  return contents;
}
