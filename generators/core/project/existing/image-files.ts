import ejs from 'ejs';
import type { BuildPlan } from '../../languages/build-plan.js';
import { sourcesFlags } from '../../languages/c/language.js';
import { escapers } from '../../languages/escape.js';
import { languageOf } from '../../languages/languages.js';
import { cargoArguments } from '../../languages/rust/language.js';
import { aotFlags } from '../../languages/wasm-opt.js';
import type { Answers } from '../../options/questions.js';
import type { Digests } from '../../options/stored.js';
import type { Preset } from '../../presets/preset.js';
import { builderImages } from '../builder-images.js';
import { labelsOf } from '../overlay.js';
import { type Templates, templateOf } from '../templates.js';

/** Which template has the steps of the builder stage. */
export const STEPS: Record<BuildPlan['kind'], string> = {
  cargo: 'adopted/cargo.ejs',
  make: 'adopted/make.ejs',
  cmake: 'adopted/cmake.ejs',
  sources: 'adopted/sources.ejs',
  go: 'adopted/go.ejs',
};

/** Where the builder stage has the build context. */
const CONTEXT = 'file:///src';

/** With make, optimisation is the Makefile's business: the target, and nothing in the module that only a debugger reads. */
const MADE = ['--target=wasm32-wasip1', '-Wl,--strip-all'];

/** What is known of a project that exists already. */
export interface AdoptedProject {
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
 * The container files of a project that exists already: contents by path. Pure, and safe: every name in a plan
 * went through `plain`, and every one is quoted for the shell.
 */
export function renderAdopted(
  answers: Answers,
  { plan, buildOutputs, preset, license, cacheId, digests }: AdoptedProject,
  templates: Templates,
): Map<string, string> {
  const { name, language: id, image, 'wasm-opt': wasmOpt, aot } = answers;
  const { title, slug } = name;
  const { shell } = escapers;
  const language = languageOf(id);
  const view = {
    title,
    slug,
    image,
    cache: `${slug}-${cacheId}`,
    plan,
    buildOutputs,
    escape: escapers,
    language,
    words: (texts: readonly string[]) => texts.map(shell).join(' '),
    cargo: plan.kind === 'cargo' ? cargoArguments(plan, CONTEXT) : [],
    clang: plan.kind === 'sources' ? sourcesFlags(plan) : MADE,
    /**
     * A shell's pattern: its folder is quoted where it has to be, its `*` never. All begin with `./`: to clang, `@x.c`
     * is a file of flags, and `-x.c` a flag.
     */
    pattern: (glob: string) =>
      glob.endsWith('*.c') ? `${shell(`./${glob.slice(0, -'*.c'.length)}`)}*.c` : shell(`./${glob}`),
    labels: labelsOf(preset, slug, id, license),
    ...builderImages(answers, preset, templates, digests),
    wasmOpt,
    aot,
    aotFlags,
    steps: STEPS[plan.kind],
  };
  const includer = (included: string) => ({ template: templateOf(templates, included) });
  const render = (path: string) =>
    ejs.render(templateOf(templates, path), view, { filename: path, strict: false, includer });
  const ignored = render('adopted/_containerignore.ejs');
  return new Map([
    ['Containerfile', render('adopted/Containerfile.ejs')],
    ['.containerignore', ignored],
    ['.dockerignore', ignored],
  ]);
}
