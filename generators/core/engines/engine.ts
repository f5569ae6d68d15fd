import type { Failure } from '../failure.js';
import type { BuildPlan } from '../languages/build-plan.js';
import type { LanguageId } from '../languages/languages.js';
import type { ImageReport } from '../oci/oci.js';
import type { EngineId } from './choices.js';
import type { Commands } from './commands.js';

/** An image to be made: of which project, under which name. */
export interface Target {
  /** The project's directory, absolute: the build context. */
  directory: string;
  /** The same as the person would type it. */
  shownDirectory: string;
  /** The image reference, with a tag. */
  image: string;
  language: LanguageId;
  /** The project's two names: `title` for the image's label, `slug` for the module in it. */
  title: string;
  slug: string;
  /** Labels beside the title, as the project's Containerfile has them: for an engine that does not read it. */
  labels?: Readonly<Record<string, string>> | undefined;
  /** Whether the module is wanted as a Wasm OCI artifact, too. */
  artifact: boolean;
  /** Whether the image is wanted as a folder, beside the archive. */
  layout?: boolean;
  /** Whether wasm-opt is to make the module smaller, and WasmEdge's compiler to add native code. In a Containerfile, its own steps do. */
  wasmOpt: boolean;
  aot: boolean;
  /** Why nothing of it may be compiled outside a container, where that is so: its preset is not trusted. */
  notOnHost?: Failure | undefined;
  /** The build file of a project that this tool wrote, as it wrote it, for an engine that does not read it. */
  imitated?: { path: string; text: string } | undefined;
  /** How a program of an existing project is built. Left out for a project that this tool wrote. */
  plan?: BuildPlan | undefined;
}

/**
 * An engine that answers, with the version it answered with, and why it cannot run what it builds where that is known;
 * or the reason why it cannot be used here.
 */
export type Availability = { works: true; version: string; cannotRun?: Failure } | { works: false; why: Failure };

/** How to build. */
export interface BuildOptions {
  /** Build every step anew. */
  noCache?: boolean | undefined;
  onLine?: ((line: string) => void) | undefined;
  /** Told what is to stay on the screen: a download, and why something is done again. */
  onNote?: ((text: string) => void) | undefined;
  signal?: AbortSignal | undefined;
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
}

/**
 * What builds and runs images. Every method that fails throws a Failure that names the cause and its fix,
 * or Cancelled when the signal ended it.
 */
export interface Engine {
  id: EngineId;
  /** Whether it can build this on this machine, now. */
  available(target: Target, signal?: AbortSignal): Promise<Availability>;
  /** Builds an image for wasi/wasm and names it. Returns the seconds it took. */
  build(target: Target, options: BuildOptions): Promise<number>;
  /** Reads back what was built. */
  image(target: Target, signal?: AbortSignal): Promise<ImageReport>;
  /**
   * Runs the image once, without arguments, stdin or a terminal. A program that does not end by itself (a trap, no end
   * within the limit of so many milliseconds) is thrown as a ProgramFailure; one that does has run, whatever its exit code.
   */
  run(target: Target, signal?: AbortSignal, limit?: number): Promise<RunResult>;
  /** Sends the image to the registry that its reference names, with the credentials of the engines' own auth files. */
  push(target: Target, signal?: AbortSignal): Promise<void>;
  /** For an engine that reads registries: the digest of an image there, of its index where it has one. */
  digest?(image: string, signal?: AbortSignal): Promise<string>;
  /** For an engine without a store: hands the image to an engine that has one, and returns which. */
  load?(target: Target, signal?: AbortSignal): Promise<Exclude<EngineId, 'embedded'>>;
  /** What `podman run` takes to run the image: stdout's one line. */
  reference(target: Target): string;
  /** The command line that builds, and the one that runs, for a person to repeat. */
  commands(target: Target): Commands;
}
