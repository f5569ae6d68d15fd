import type { Escapers } from '../languages/escape.js';
import type { Compiler, CopiedImage, Service, TemplateTests } from '../languages/language.js';
import type { Answers } from '../options/questions.js';
import type { lastStage } from '../policy/last-stage.js';

/** What the templates of container files see: plain values, and the escapers that put them safely into each kind of file. */
export interface ContainerView {
  /** Every answer, by its question's key. */
  answers: Answers;
  title: string;
  slug: string;
  image: string;
  /** What the ids of the project's cache mounts begin with: no other project has the same. */
  cache: string;
  builderImage: string;
  /** The image's labels beside its title: a team's, by key. */
  labels: Readonly<Record<string, string>>;
  /** The image that wasm-opt and WasmEdge's compiler come from, where either is used. */
  toolsImage: string | undefined;
  /** The image of another compiler that the builder stage copies from, and what it is called in the Containerfile. */
  copiedImage?: string | undefined;
  copiesFrom: CopiedImage | undefined;
  /** Debian's image, for what an add-on makes of it. */
  debianImage: string;
  wasmOpt: boolean;
  aot: boolean;
  aotFlags: readonly string[];
  /** What `--language` names, and how users write it. */
  language: Pick<Compiler, 'id' | 'title'>;
  compiler: Compiler;
  /** Whether the builder stage can build a module to be debugged. */
  takesProfile: boolean;
  /** The tests of a new project, where its template has some. */
  tests: TemplateTests | undefined;
  /** The template of the builder stage's steps, and where they leave the module. */
  steps: string;
  module: string;
  lastStage: typeof lastStage;
  /** How the program serves, where it is one that answers requests. */
  service: Service | undefined;
  /** The files of its add-ons, which no build reads. */
  addOnPaths: readonly string[];
  /** The file of its SBOM, where builds write one. */
  sbomFile: string | undefined;
  sbomMediaType: string | undefined;
  /** Whether the project is an existing one: only container files are written. */
  existing: boolean;
  /** Where an existing project is built, relative to the context, where that is not the context itself. */
  folder: string | undefined;
  /** Variables that the user sets for the build of an existing project, by name. */
  environment: Readonly<Record<string, string>>;
  /** What builds leave behind: no build reads it. */
  buildOutputs: readonly string[];
  /** Words of a command in the shell of a Containerfile. */
  words(texts: readonly string[]): string;
  escape: Escapers;
}

/** What the templates of a new project see. */
export interface View extends ContainerView {
  /** What others pull: the image itself where it names a registry, else a place to fill in. */
  published: string;
  /** The SPDX expression of the licence, where a preset names one. */
  license: string | undefined;
  /** The name of the preset, where there is one. */
  preset: string | undefined;
  version: string;
  /** The line that repeats the run that wrote the project. */
  repeat: string;
  /** The line that makes an image of the project without a container engine. */
  withoutEngine: string;
  /** The greeting without arguments: what the container prints. */
  greeting: string;
  /** The source file that a user changes first. */
  entry: string;
  /** A quoted literal in the project's own language. */
  string(text: string): string;
}
