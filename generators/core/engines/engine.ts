import type { Failure, Fix } from '../failure.js';
import type { BuildPlan } from '../languages/build-plan.js';
import type { Service } from '../languages/language.js';
import type { LanguageId } from '../languages/languages.js';
import type { Platforms } from '../oci/index-platforms.js';
import type { ImageIndex, ListedManifest } from '../oci/manifests.js';
import type { ImageReport } from '../oci/oci.js';
import type { Artifact } from '../options/artifact.js';
import type { Finished } from '../system/process.js';
import type { Found } from '../toolchain/local-compiler.js';
import type { Commands } from './commands.js';
import type { EngineInfo } from './engine-info.js';
import type { EngineId } from './engines.js';
import type { Host } from './host.js';
import type { KnownErrors } from './known-errors.js';
import type { Pushed } from './pushed-digest.js';
import type { ServedManifest } from './served.js';
import type { Served, Session } from './session.js';

/** What a container engine needs to know of an image: it reads everything else in the project. */
export interface BuildContext {
  /** The project's directory, absolute: the build context. */
  directory: string;
  /** The image reference, with a tag. */
  image: string;
  /** What lists the image in its registry; `wasm` when missing. */
  platforms?: Platforms | undefined;
}

/** An image to be built: of which project, under which name. For an engine that does not read the project's Containerfile. */
export interface Target extends BuildContext {
  /** The directory as the user would type it. */
  shownDirectory: string;
  language: LanguageId;
  /** The project's two names: `title` for the image's label, `slug` for the module in it. */
  title: string;
  slug: string;
  /** Labels beside the title, as the project's Containerfile has them: for an engine that does not read it. */
  labels?: Readonly<Record<string, string>> | undefined;
  /** What of it is wanted as a Wasm OCI artifact, too. */
  artifact: Artifact;
  /** Whether the image is wanted as a folder, beside the archive. */
  layout?: boolean;
  /** Whether the module is one to be debugged: not optimised, with DWARF and names, and with nothing else done to it. */
  debug?: boolean;
  /** Whether wasm-opt is to make the module smaller, and WasmEdge's compiler to add native code. In a Containerfile, its own steps do. */
  wasmOpt: boolean;
  aot: boolean;
  /** Why nothing of it may be compiled outside a container, where that is so: its preset is not trusted. */
  notOnHost?: Failure | undefined;
  /** The build file of a project that this tool wrote, as it wrote it, for an engine that does not read it. */
  imitated?: { path: string; text: string } | undefined;
  /** How a new project serves, where it does. */
  service?: Service | undefined;
  /** How a program of an existing project is built. Missing for a project that this tool wrote. */
  plan?: BuildPlan | undefined;
}

/**
 * An engine that answers: its version, why it cannot run what it builds where that is known, and what it found to
 * compile with. Or the reason why it cannot be used here, and whether it is not installed at all.
 */
export type Availability =
  | { works: true; version: string; cannotRun?: Failure; found?: Found }
  | { works: false; why: Failure; missing?: true };

/** How to build. */
export interface BuildOptions {
  /** Build every step again. */
  noCache?: boolean | undefined;
  /** The stage of the Containerfile whose image is built; the last one when missing. */
  stage?: string | undefined;
  /** Build as fast as it goes: it was built before, with the cache, and one who edits waits for it. */
  quick?: boolean | undefined;
  /** Variables of the build: arguments that a Containerfile takes, or the environment of a compiler. */
  variables?: Readonly<Record<string, string>> | undefined;
  /** A folder for what a compiler of this machine keeps from build to build, for as long as one edits. */
  workFolder?: string | undefined;
  /** Gets what removes the image that this one takes the name of, once nothing runs from it. */
  onSuperseded?: ((remove: () => Promise<void>) => void) | undefined;
  onLine?: ((line: string) => void) | undefined;
  /** The compiler that `available` found: to ask compilers what they can takes up to a second. */
  found?: Found | undefined;
  /** Reports what stays on the screen: a download, and why something is done again. */
  onNote?: ((text: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** A command to run where a program was compiled. */
export interface BuilderCommand {
  command: readonly string[];
  /** Files beside it to read, by name. One that does not exist is no error. */
  files: readonly string[];
}

/** What a command printed on stdout, and the texts of the files that exist. */
export interface BuilderOutput {
  printed: string;
  files: ReadonlyMap<string, string>;
}

/** How tests are run. */
export interface TestOptions extends Pick<BuildOptions, 'found' | 'onNote'> {
  /** For the tests' own program. */
  args: readonly string[];
  signal: AbortSignal;
}

/** What a program in an image printed. */
export interface RunResult {
  stdout: string;
  stderr: string;
  seconds: number;
  /** The program's exit code. Missing where the runtime loses it, as crun with WasmEdge does. */
  exitCode?: number;
}

/** One run of an image, and what there is to say about its end where the program is not ours to judge. */
export interface Ran extends RunResult {
  note?: string;
  /** What a service answered. */
  answer?: string;
  /** The engine runs no such program; the note says so. */
  skipped?: true;
}

/**
 * An engine's own store of images: the arguments that its program is given for each thing.
 */
export interface Store {
  /** Asks whether there is an image: 0 is yes. */
  has(image: string): string[];
  /** Whether another answer to that says no, and not that it cannot tell. */
  saysNo(answer: Finished): boolean;
  /** Writes an image to stdout as an archive. */
  save(image: string): string[];
  /** Gets an image for wasi/wasm from its registry. */
  pull(image: string): string[];
  /** Takes an archive in. */
  load(archive: string): string[];
  /** Sends an image to its registry. A program that can writes the digest of what it sent into the file. */
  push(image: string, digestFile?: string): string[];
  /** The digest in what a push printed, of a program that writes it into no file. */
  pushed?(printed: string): string | undefined;
  /** Sends an image to its registry within an index for every platform of Kubernetes nodes. Returns the index's digest. */
  pushIndex(keeper: Keeper, image: string, signal?: AbortSignal): Promise<string>;
  /** Asks the registry of an image what it serves. Undefined where it gives no answer. */
  served?(keeper: Keeper, image: string, signal?: AbortSignal): Promise<ServedManifest | undefined>;
  /** Removes an image, also one that is not there. */
  remove(image: string): string[];
  /** Removes what a build left that carries a label, where an interrupted one leaves something. */
  prune?(label: string): string[];
  /** For a store that keeps more than a reference tells: reads the image that it means. */
  read?(reference: string, exists: boolean, signal: AbortSignal): Promise<StoredImage | undefined>;
}

/** The image of a store that a reference means. */
export interface StoredImage {
  /** What `save` is given. */
  image: string;
  /** What the reference's list has beside it. */
  others: readonly ListedManifest[];
  /** The list, where it is one. */
  index?: ImageIndex;
  /** Gives the report of the saved archive what the store knows better: digests that a registry has. */
  asStored(saved: ImageReport): Promise<ImageReport>;
}

/** An engine that keeps images in a store of its own, as far as its images are concerned. */
export interface Keeper {
  store: Store;
  errors: KnownErrors;
  host: Host;
}

/**
 * What builds and runs images. Every method that fails throws a Failure that names the cause and its fix,
 * or Cancelled when the signal ended it.
 */
export interface Engine<Needs extends BuildContext = Target> {
  id: EngineId;
  /** How it fails: its known errors, and what their fixes name. An engine that is no program has those of the first choice. */
  errors: KnownErrors;
  /** Whether it can build this on this machine, now. */
  available(target: Needs, signal?: AbortSignal): Promise<Availability>;
  /** Builds an image for wasi/wasm and names it. Returns the seconds it took. */
  build(target: Needs, options: BuildOptions): Promise<number>;
  /**
   * Runs a command where the program was compiled, in the folder where it was, once it is built: in the builder stage of the
   * Containerfile, or on this machine.
   */
  inBuilder?(
    target: Needs,
    wanted: BuilderCommand,
    options: Pick<BuildOptions, 'onLine' | 'signal'>,
  ): Promise<BuilderOutput>;
  /** Reads back what was built. */
  image(target: Needs, signal?: AbortSignal): Promise<ImageReport>;
  /**
   * Runs the image once, without arguments, stdin or a terminal, with the variables and ports that are given. Throws a
   * ProgramFailure for a program that does not end by itself (a trap, no end within the limit of so many milliseconds).
   * A program that ends has run, whatever its exit code.
   */
  run(target: Needs, signal?: AbortSignal, limit?: number, given?: Served): Promise<RunResult>;
  /**
   * Runs the image with this process's streams until its program ends, or the signal stops it. Returns the exit code: the
   * program's, where the runtime keeps it.
   */
  attach(target: Needs, session: Session, signal: AbortSignal): Promise<number>;
  /** For an engine that compiles on this machine: runs the tests of a project with this process's streams. Returns the exit code. */
  test?(target: Needs, job: TestOptions): Promise<number>;
  /**
   * Sends the image to the registry that its reference names, with the credentials of the engines' own auth files. Returns
   * what was sent.
   */
  push(target: Needs, signal?: AbortSignal): Promise<Pushed>;
  /** For an engine that reads registries: the digest of an image there, of its index where it has one. */
  digest?(image: string, signal?: AbortSignal): Promise<string>;
  /** Its store of images, where it has one. */
  store?: Store;
  /** For an engine without a store: loads the image into the store of an engine that has one, and returns which. */
  load?(target: Needs, signal?: AbortSignal): Promise<EngineInfo>;
  /** What `podman run` takes to run the image: stdout's one line. */
  reference(target: Needs): string;
  /** The command line that builds, and the one that runs, for a user to repeat. */
  commands(target: Needs): Commands;
  /** The command line that removes the image. */
  removal(target: Needs): Fix;
}
