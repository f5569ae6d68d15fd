import { withoutEngine } from '../engines/engines.js';
import type { Run, Template } from '../languages/language.js';
import { languageOf, templateFor } from '../languages/languages.js';
import { parseImageReference } from '../options/image-reference.js';
import type { Answers } from '../options/questions.js';
import { type PackageManager, starterFor, startLine } from '../options/started-by.js';
import type { Digests } from '../options/stored.js';
import type { Preset } from '../presets/preset.js';
import { containerView, renderTemplate } from './container-view.js';
import { labelsOf, overlayFor, withOverlay } from './overlay.js';
import { filesOf } from './shared.js';
import type { SourceNeeds } from './source-needs.js';
import { type Templates, templateOf as template } from './templates.js';
import type { View } from './view.js';

/** A file that says how a project is built: its path and its text. */
export interface BuildFile {
  path: string;
  text: string;
}

/** A project, ready to be written. */
export interface Project {
  answers: Answers;
  /** Contents by path, relative to the project's directory, with `/` between folders. */
  files: ReadonlyMap<string, string>;
  /** What the program prints when it is run without arguments. Undefined where a preset brings another program. */
  greeting: string | undefined;
  /** How its image is run and judged. */
  run: Run;
  /** Whether the program is ours: no preset brings another. */
  isOurs: boolean;
  /** The build file that the embedded engine imitates, where the template has one: ours, whatever a preset puts in its place. */
  imitated: BuildFile | undefined;
  /** The image's labels beside its title, as the Containerfile has them. */
  labels: Readonly<Record<string, string>>;
  /** The files that a preset adds as a whole: none of the template's own is in their place. */
  added: ReadonlySet<string>;
  /** The files that become executable. */
  executables: ReadonlySet<string>;
}

/** What only the caller knows and templates show. */
export interface RenderContext {
  templates: Templates;
  /** This package's version. */
  version: string;
  /** The command line that repeats the run. */
  repeat: string;
  /** What the project was started with. */
  packageManager: PackageManager;
  /** What the ids of the project's cache mounts hold: see cache-id.ts. */
  cacheId: string;
  /** A team's preset: its builder images, labels, licence and files. Its answers are among the answers by now. */
  preset?: Preset | undefined;
  /** The digests of its builder images, where the project pins them. */
  digests?: Digests | undefined;
  /** What its sources ask of the builder stage. */
  needs?: SourceNeeds | undefined;
}

/** Makes a project out of answers. Pure: the same answers, templates, cache id, preset and digests give the same files. */
export function renderProject(
  answers: Answers,
  { templates, version, repeat, packageManager, cacheId, preset, digests, needs }: RenderContext,
): Project {
  const language = languageOf(answers.language);
  const kind = templateFor(answers.language, answers.template);
  const { title, slug } = answers.name;
  const greeting = greetingOf(template(templates, 'shared/banner.txt'), title);
  const labels = labelsOf(preset, slug, answers.language, preset?.license?.spdx);
  const { buildOutputs, string } = language.source;
  const view: View = {
    ...containerView(answers, { templates, buildOutputs, labels, cacheId, preset, digests, needs }),
    published: publishedAs(answers),
    license: preset?.license?.spdx,
    preset: preset?.name,
    version,
    repeat,
    withoutEngine: startLine(['.'], withoutEngine, starterFor(packageManager)),
    greeting,
    entry: kind.run.entry,
    string,
  };
  const files = filesOf(kind, answers).map(({ template: name, path }): [string, string] => {
    return [path, renderTemplate(templates, name, view)];
  });
  const own = new Map(files);
  const overlay = preset ? overlayFor(preset, answers.language) : [];
  const isOurs = !overlay.some(({ path }) => path === kind.run.entry);
  return {
    answers,
    files: preset ? withOverlay(own, preset, view) : own,
    greeting: isOurs && kind.run.kind === 'greeting' ? greeting : undefined,
    run: kind.run,
    isOurs,
    imitated: imitatedOf(kind, own),
    labels,
    added: new Set(overlay.map(({ path }) => path).filter((path) => !own.has(path))),
    executables: new Set(overlay.filter(({ executable }) => executable).map(({ path }) => path)),
  };
}

function imitatedOf({ imitated: path }: Template, own: ReadonlyMap<string, string>): BuildFile | undefined {
  const text = path === undefined ? undefined : own.get(path);
  return path === undefined || text === undefined ? undefined : { path, text };
}

/**
 * What every language's program prints: the banner, a line with the title, and its arguments.
 * The templates print the same; the end-to-end tests hold the two together.
 */
export function greetingOf(banner: string, title: string, args: readonly string[] = []): string {
  const list = args.length === 0 ? 'Arguments: none\n' : `Arguments:\n${args.map((a) => `  ${a}\n`).join('')}`;
  return `${banner}Hello from ${title}!\n${list}`;
}

/** An image of only this machine (no registry, or localhost) needs a registry in its name to be pushed. */
function publishedAs({ image, name }: Answers): string {
  const { registry } = parseImageReference(image);
  const local = registry === undefined || /^localhost(:|$)/.test(registry);
  return local ? `REGISTRY/YOU/${name.slug}:0.1.0` : image;
}
