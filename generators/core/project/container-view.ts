import ejs from 'ejs';
import { filesOfAddOns } from '../addons/addons.js';
import type { BuildPlan } from '../languages/build-plan.js';
import { escapers } from '../languages/escape.js';
import { compilerOf, templateFor, testsOf } from '../languages/languages.js';
import { serviceOf } from '../languages/service.js';
import { aotFlags } from '../languages/wasm-opt.js';
import type { Answers } from '../options/questions.js';
import { sbomFile, sbomFormat } from '../options/sbom-formats.js';
import type { Digests } from '../options/stored.js';
import { lastStage } from '../policy/last-stage.js';
import type { Preset } from '../presets/preset.js';
import { builderImages } from './builder-images.js';
import type { SourceNeeds } from './source-needs.js';
import { builderImage, type Templates, templateOf } from './templates.js';
import type { ContainerView } from './view.js';

/** What container files are made of, besides the answers. */
export interface ContainerContext {
  templates: Templates;
  /** How a program of an existing project is built; undefined for a new project. */
  plan?: BuildPlan | undefined;
  /** What the sources of a new project ask of its builder stage. */
  needs?: SourceNeeds | undefined;
  buildOutputs: readonly string[];
  labels: Readonly<Record<string, string>>;
  /** What the ids of the project's cache mounts hold: see cache-id.ts. */
  cacheId: string;
  /** A team's preset: its builder images. */
  preset?: Preset | undefined;
  /** The digests of its builder images, where the project pins them. */
  digests?: Digests | undefined;
}

/** What the templates of container files see. Names of a plan are quoted for the shell where a template writes them. */
export function containerView(
  answers: Answers,
  { templates, plan, needs, buildOutputs, labels, cacheId, preset, digests }: ContainerContext,
): ContainerView {
  const { title, slug } = answers.name;
  const compiler = compilerOf(answers.language);
  const { run } = templateFor(answers.language, answers.template);
  const { template: steps, module = `/${slug}.wasm`, view, copiesFrom } = compiler.steps(plan, slug, needs);
  return {
    ...view,
    answers,
    title,
    slug,
    image: answers.image,
    cache: `${slug}-${cacheId}`,
    ...builderImages(answers, preset, templates, digests, copiesFrom),
    debianImage: builderImage(templates, 'tools'),
    copiesFrom,
    labels,
    wasmOpt: answers['wasm-opt'],
    aot: answers.aot,
    aotFlags,
    language: { id: compiler.id, title: compiler.title },
    compiler,
    tests: plan ? undefined : testsOf(answers),
    steps,
    takesProfile: templateOf(templates, steps).includes('ARG PROFILE'),
    module,
    lastStage,
    service: plan === undefined ? serviceOf(run) : undefined,
    addOnPaths: filesOfAddOns(answers.add, slug).map(({ path }) => path),
    sbomFile: answers.sbom === 'none' ? undefined : sbomFile(slug, answers.sbom),
    sbomMediaType: answers.sbom === 'none' ? undefined : sbomFormat(answers.sbom).mediaType,
    existing: plan !== undefined,
    folder: plan?.workdir,
    environment: plan?.environment ?? {},
    buildOutputs,
    words: (texts) => texts.map(escapers.shell).join(' '),
    escape: escapers,
  };
}

/** A template's text, with what it includes. */
export function renderTemplate(templates: Templates, name: string, view: ContainerView): string {
  // By a name of this set only: EJS keeps what it compiled by the file's name.
  const filename = (own: string) => `${idOfSet(templates)}/${own}`;
  // The types of EJS know one of the two; with both, it takes the text, and keeps it by the name (ejs.js, includeFile).
  const includer = ((own: string) => ({
    template: templateOf(templates, own),
    filename: filename(own),
  })) as never;
  return ejs.render(templateOf(templates, name), view, {
    filename: filename(name),
    strict: false,
    cache: true,
    includer,
  });
}

const ids = new WeakMap<Templates, number>();
let sets = 0;

/** A number for each set of templates. */
function idOfSet(templates: Templates): number {
  const id = ids.get(templates) ?? sets++;
  ids.set(templates, id);
  return id;
}
