import type { Symptom } from '../engines/known-errors.js';
import type { Fix } from '../failure.js';
import type { Inventory, PackageLister } from '../sbom/inventory.js';
import type { LocalCompiler } from '../toolchain/local-compiler.js';
import type { BuildPlan } from './build-plan.js';
import type { Cause, FailedBuild } from './causes/cause.js';
import type { EmbedReader } from './detect/embedded-files.js';
import type { ProjectFiles } from './detect/project-files.js';
import type { Recognised, Selection } from './detect/recognised.js';

/**
 * A source language, in a folder of its own: its compilers, its templates, and how its existing projects are
 * recognised. What else a new one takes is in docs/contributing.md; where TypeScript does not ask for it, a test does.
 *
 * `Plan` is how its existing projects are built.
 */
export interface Language<Plan extends BuildPlan = BuildPlan> {
  /** The name of its folder, here and below `templates/`. */
  id: string;
  /** As users write it. */
  title: string;
  source: Source;
  /** The first one is taken unless somebody chooses, or a project needs another. */
  compilers: readonly [Compiler<Plan>, ...Compiler<Plan>[]];
  /** The first one is what a new project is. */
  templates: readonly [Template, ...Template[]];
  /** The flags of `containerfile` that mean something for its existing projects. Languages share one by its key. */
  selects: readonly Select[];
  /** How its builds fail, whatever engine runs them. */
  symptoms: readonly Symptom[];
  /** Finds why a command of a build failed, where its output and the project's files say so. Loaded when one did. */
  cause(failed: FailedBuild<Plan>): Promise<Cause | undefined>;
  /** Loaded when it is called: a new project needs none of it. */
  detect(): Promise<Detector<Plan>>;
}

/** A flag that selects a program of an existing project, or sets how it is built. What it says is stored. */
export interface Select {
  key: string;
  /** What it takes, as `--help` shows it. Omitted for one that is on unless `--no-KEY` is given. */
  placeholder?: string;
  /** All that it takes, where that is a closed list. */
  choices?: readonly { value: string }[];
  /** Whether it may be given several times: all of its values count, and are stored as a list. */
  repeats?: true;
  /** Whether its value is flags of another program, which begin with a hyphen. */
  takesFlags?: true;
  /** Checks a value, given or stored. Throws InvalidValue naming the rule. */
  check?(text: string): unknown;
  help: string;
  /** Under which heading of `--help` it is, where it does not say which program. */
  group?: 'build';
}

/** What is known of a language's sources, whatever compiles them. */
export interface Source {
  /** A text as a quoted literal. */
  string(text: string): string;
  /** What compilers and build tools read, by path: tests are none of it. */
  files: RegExp;
  /** Files that describe a project, in the project's own folder. */
  manifests: readonly string[];
  /**
   * Whether other languages' projects have such manifests and sources beside their own: then a project is one of this
   * language only where no other language has a manifest.
   */
  besideOthers?: boolean;
  /** What an existing project is known by, as in "there is no …". */
  sign: string;
  /** Folders and files that builds of a new project leave behind: ignored by git and by the image build. */
  buildOutputs: readonly string[];
  /**
   * How its compilers begin the report of an error in a file of the project, as a regular expression. Files of a
   * dependency or of the compiler have absolute paths; the project is the working directory, or `/src`.
   *
   * @param line what a line begins with
   */
  error(line: string): string;
}

/** A compiler of a language: in a container, and on this machine. */
export interface Compiler<Plan extends BuildPlan = BuildPlan> {
  /** What `--language` takes; also the name of its stage in `templates/builders/Containerfile`. */
  id: string;
  /** As users write it. */
  title: string;
  /** What it is given besides names, here and in the project's own files: they are nowhere else. */
  flags: readonly string[];
  /** The same for a module to be debugged, where its flags are not those with one word more or less. */
  debugFlags?: readonly string[];
  /** The warnings that a new project asks it for. */
  warnings?: readonly string[];
  /**
   * Variables with which it compiles faster for one who edits, without what only makes modules smaller. In a container, those
   * that its Containerfile has an ARG for.
   */
  whileEditing?: Readonly<Record<string, string>>;
  /** What wasm-opt is given. Omitted where the compiler runs it itself. */
  wasmOpt?: readonly string[];
  readme: Readme;
  devcontainer: Devcontainer;
  /**
   * What the builder stage of a Containerfile does.
   *
   * @param plan how a program of an existing project is built; undefined for a new project
   * @param slug the name of a new project
   * @param needs what the sources of a new project ask for
   */
  steps(plan: Plan | undefined, slug: string, needs?: PlanNeeds<Plan>): BuilderSteps;
  /** How the packages in its modules are found, loaded when it is called. Missing where nothing lists them. */
  packages?(): Promise<PackageSource<Plan>>;
  /** Its part on this machine, loaded when it is called. */
  local(): Promise<LocalCompiler<Plan>>;
  /** Why a component of its modules does not run, as a sentence, and what to do. Missing where it does. */
  noComponent?: { why: string; fix: Fix };
  /** Templates of other languages that it does not have, each with the reason: the end of a sentence. */
  lacks?: Readonly<Record<string, string>>;
}

/** How the packages in a module are found. */
export interface PackageSource<Plan extends BuildPlan = BuildPlan> {
  /** Reads the list that the compiler leaves in a module; undefined where there is none. */
  inModule?(module: Uint8Array): Inventory | undefined;
  /**
   * The command that lists them where the program was compiled.
   *
   * @param directory the URL of the folder where the compiler runs, on this machine; undefined in a container
   */
  lister?(plan: Plan | undefined, directory: string | undefined): PackageLister;
  /** The standard library, by the name of the producer in the module that has its version. */
  standard?: { producer: RegExp; type: string; name: string };
}

/** The compiler's part of a new project's README. */
export interface Readme {
  /** Tests the program on the user's own machine. */
  test: string;
  /** Builds it without a container. */
  build: string;
  /** The template, below `templates/`, of the section about dependencies. */
  dependencies: string;
}

/** The compiler's part of a development container. */
export interface Devcontainer {
  /** Debian 13's packages of it and of what its projects are built with; none where Debian does not have it. */
  packages: readonly string[];
  /** The extensions of Visual Studio Code for its sources. */
  extensions: readonly string[];
}

/** The steps of a Containerfile's builder stage. */
export interface BuilderSteps {
  /** Below `templates/`. */
  template: string;
  /** Where they leave the module; `/SLUG.wasm` when omitted. */
  module?: string;
  /** What the template sees besides what every template does. */
  view?: Readonly<Record<string, unknown>>;
  /** Files of an existing project that the steps need, copied unchanged. */
  files?: readonly TemplateFile[];
  /** The image of another compiler, from which the steps copy: a stage of its own comes before them. */
  copiesFrom?: CopiedImage;
}

/** An image that the steps of a builder stage copy from. */
export interface CopiedImage {
  /** The compiler whose builder image it is. */
  compiler: string;
  /** The build argument that names another image: `WASI_SDK_IMAGE`. */
  argument: string;
  /** The name of its stage, for `COPY --from`. */
  stage: string;
}

/** A kind of new project. */
export interface Template {
  /** The name of its folder below the language's; what `--template` takes. Languages share one by its id. */
  id: string;
  /** As users read it: the same in every language. */
  title: string;
  /** Source and manifest files. The container files and the README are every template's (see project/shared.ts). */
  files: readonly TemplateFile[];
  /** The build file that the embedded engine does not read: it does by itself what ours says, and refuses another. */
  imitated?: string;
  /** Its tests, by the id of the compiler that can build them. */
  tests?: Readonly<Partial<Record<string, TemplateTests>>>;
  run: Run;
}

/** The tests of a new project. */
export interface TemplateTests {
  /** The steps of a Containerfile that compile them to /test.wasm: below `templates/`. */
  steps: string;
  /** What their program is given. */
  args?: readonly string[];
  /** What they print where one fails, if it ends with an exit code, which crun loses, and not in a trap. */
  fails?: RegExp;
}

/** One file of a project: its template below `templates/`, and its path in the project. */
export interface TemplateFile {
  template: string;
  path: string;
}

/** How an image of a template is run, and judged. */
export type Run = Greeting | Service;

/** A program that prints the greeting and ends. */
export interface Greeting {
  kind: 'greeting';
  /** The source file that prints it: when the user has changed it, the output is not compared. */
  entry: string;
}

/** A program that answers HTTP requests until it is stopped. The variables PORT and ADDRESS say where it listens. */
export interface Service {
  kind: 'http';
  /** The source file of its routes: when the user has changed it, the answer is not compared. */
  entry: string;
  /** Where it listens unless PORT says otherwise: what the Containerfile exposes. */
  port: number;
  /** What is asked once it is up, and the body that it answers with. */
  probe: { path: string; body: string };
  /** How many connections it serves at once, as its sources have it. */
  connections: number;
}

/** A part of a build plan that follows from the sources; undefined is what they do not ask for. */
export type PlanNeeds<Plan> = { readonly [Key in keyof Plan]?: Plan[Key] | undefined };

/** What the sources of a project ask of its builder stage. */
export interface SourceFindings<Plan extends BuildPlan = BuildPlan> {
  needs: PlanNeeds<Plan>;
  /** What users read of it, a line each. */
  found: readonly string[];
}

/** Recognises existing projects of a language. It sees only the view. */
export interface Detector<Plan extends BuildPlan = BuildPlan> {
  /**
   * Undefined where there is no sign of such a project.
   *
   * @throws Failure (wrong input) naming file and line of what is broken, or cannot be built
   */
  recognise(files: ProjectFiles, selection: Selection): Recognised<Plan> | undefined;
  /** Finds the names of files that its sources and build files take in. */
  embeds: readonly EmbedReader[];
  /** What of a plan follows from the sources only. A new project, which has no plan, gets it, too. */
  fromSources?(files: ProjectFiles): SourceFindings<Plan>;
  /** The same as a Containerfile has it, which may have been written for other sources. */
  needsIn?(containerfile: string): PlanNeeds<Plan>;
}
