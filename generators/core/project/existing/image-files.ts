import type { BuildPlan } from '../../languages/build-plan.js';
import { compilerOf } from '../../languages/languages.js';
import type { Answers } from '../../options/questions.js';
import type { Digests } from '../../options/stored.js';
import type { Preset } from '../../presets/preset.js';
import { containerView, renderTemplate } from '../container-view.js';
import { labelsOf } from '../overlay.js';
import { filesOfExisting } from '../shared.js';
import { type Templates, templateOf } from '../templates.js';

/** What is known of an existing project. */
export interface ExistingProject {
  plan: BuildPlan;
  /** What builds leave behind. */
  buildOutputs: readonly string[];
  /** A team's preset: its builder images and labels. */
  preset?: Preset | undefined;
  /** The licence that the image's label names. */
  license?: string | undefined;
  /** What the ids of the project's cache mounts hold: see cache-id.ts. */
  cacheId: string;
  /** The digests of its builder images, where the project pins them. */
  digests?: Digests | undefined;
}

/**
 * The container files of an existing project: contents by path. Pure, and safe: every name in a plan went through
 * `plain`, and every one is quoted for the shell.
 */
export function renderContainerFiles(
  answers: Answers,
  { license, ...project }: ExistingProject,
  templates: Templates,
): Map<string, string> {
  const labels = labelsOf(project.preset, answers.name.slug, answers.language, license);
  const view = containerView(answers, { ...project, labels, templates });
  const { files = [] } = compilerOf(answers.language).steps(project.plan, answers.name.slug);
  return new Map([
    ...filesOfExisting(answers).map(({ template, path }) => [path, renderTemplate(templates, template, view)] as const),
    ...files.map(({ template, path }) => [path, templateOf(templates, template)] as const),
  ]);
}
