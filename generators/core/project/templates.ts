import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { includesOfAddOns } from '../addons/addons.js';
import type { BuildPlan } from '../languages/build-plan.js';
import { compilerOf, templateFor, testsOf } from '../languages/languages.js';
import type { Answers } from '../options/questions.js';
import { filesOf, filesOfExisting } from './shared.js';

/** Template texts by their path below `templates/`. */
export type Templates = ReadonlyMap<string, string>;

/** The one place where builder images are pinned: a real Containerfile, so that Renovate and Dependabot bump it. */
const BUILDERS = 'builders/Containerfile';
/** What Containerfiles take in: the stage that finishes the module by further tools, and the last stage. */
const INCLUDED_TEMPLATES = ['shared/tools.ejs', 'shared/image.ejs'] as const;

/** Reads the templates of new projects of a kind in a language, and the builder pins, from the package's `templates` folder. */
export async function loadTemplates(
  folder: string,
  answers: Pick<Answers, 'language' | 'template' | 'add' | 'name'>,
): Promise<Templates> {
  const { language, template } = answers;
  const { steps, readme } = compilerOf(language);
  const tests = testsOf(answers);
  const own = filesOf(templateFor(language, template), answers).map((file) => file.template);
  const included = [
    ...INCLUDED_TEMPLATES,
    steps(undefined, '').template,
    readme.dependencies,
    ...(tests === undefined ? [] : ['shared/tests.ejs', tests.steps]),
    'shared/add-dependency.ejs',
    ...includesOfAddOns(answers.add),
  ];
  return load(folder, [BUILDERS, 'shared/banner.txt', ...included, ...own]);
}

/** Reads the builder pins only, for `builderImage`. */
export async function loadBuilderPins(folder: string): Promise<Templates> {
  return load(folder, [BUILDERS]);
}

/** Reads the templates of the container files of an existing project, and the builder pins. */
export async function loadContainerTemplates(
  folder: string,
  answers: Pick<Answers, 'language' | 'add' | 'name'>,
  plan: BuildPlan,
): Promise<Templates> {
  const { template: steps, files = [] } = compilerOf(answers.language).steps(plan, '');
  const own = [...filesOfExisting(answers), ...files].map((file) => file.template);
  return load(folder, [BUILDERS, ...INCLUDED_TEMPLATES, ...includesOfAddOns(answers.add), steps, ...own]);
}

/** Sets of templates by folder and names: they are files of this package, and an update renders hundreds of projects. */
const loaded = new Map<string, Promise<Templates>>();

function load(folder: string, names: readonly string[]): Promise<Templates> {
  const key = [folder, ...names].join('\0');
  const found = loaded.get(key) ?? readTemplates(folder, names);
  loaded.set(key, found);
  return found;
}

async function readTemplates(folder: string, names: readonly string[]): Promise<Templates> {
  // A checkout on Windows may have CRLF; generated files have LF everywhere.
  const read = async (name: string) => (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
  return new Map(await Promise.all([...new Set(names)].map(async (name) => [name, await read(name)] as const)));
}

/** The stage of the builders whose image a stage has: its own name, or that of the one it is `FROM`. */
export function builderStage(templates: Templates, stage: string): string {
  const [, from] = new RegExp(`^FROM ([a-z]+) AS ${stage}$`, 'm').exec(templates.get(BUILDERS) ?? '') ?? [];
  return from ?? stage;
}

/** The pinned builder image of a compiler, or the one of `tools`: the `FROM` whose stage is named after it. */
export function builderImage(templates: Templates, stage: string): string {
  const own = builderStage(templates, stage);
  const pinned = new RegExp(`^FROM (\\S+) AS ${own}$`, 'm').exec(templates.get(BUILDERS) ?? '');
  if (!pinned?.[1]) throw new Error(`templates/${BUILDERS} pins no image for ${stage}`);
  return pinned[1];
}

/** @throws Error, a defect of ours, when it was not loaded */
export function templateOf(templates: Templates, name: string): string {
  const text = templates.get(name);
  if (text === undefined) throw new Error(`template ${name} was not loaded`);
  return text;
}
