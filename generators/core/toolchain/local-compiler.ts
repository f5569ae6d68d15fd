import type { Failure } from '../failure.js';
import type { BuildPlan } from '../languages/build-plan.js';
import type { LanguageId } from '../languages/languages.js';

/** A compiler found on this machine. */
export interface Toolchain {
  name: string;
  version: string;
}

/** A compiler and where it is. */
export interface Found extends Toolchain {
  /** The program that is run, as a path or by its name on PATH. */
  program: string;
  /** Megabytes that compiling fetches first; omitted when everything is here. */
  download?: number;
}

/** What compiles a language here, or the failure that says what is missing and how it is installed. */
export type CompilerFinding = { found: Found } | { missing: Failure };

/** What to compile, and who hears of it. */
export interface CompileJob<Plan extends BuildPlan = BuildPlan> {
  language: LanguageId;
  /** The project's directory, absolute. */
  directory: string;
  /** The build context, absolute, where the project is a folder of it. */
  context?: string | undefined;
  /** The module's name in the project. */
  slug: string;
  /** How a program of an existing project is built; missing for a project that this tool wrote. */
  plan?: Plan | undefined;
  /** The file to write: absolute, inside the project or elsewhere. Its folders are made. */
  output: string;
  /** Whether the module is one to be debugged: not optimised, with DWARF and names. */
  debug?: boolean | undefined;
  /** Variables set besides this process's own. */
  variables?: Readonly<Record<string, string>> | undefined;
  /** A folder for what makes the next compilation faster, where the same project is compiled again and again. */
  workFolder?: string | undefined;
  /** What an earlier findToolchain found; looked for again when omitted. */
  toolchain?: Found | undefined;
  /** Told every line of the compiler, and of a download. */
  onLine?: ((line: string) => void) | undefined;
  /** Called with what the user should know before it happens (a download). `onLine` when omitted. */
  onNote?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** The tests to run. */
export interface TestJob<Plan extends BuildPlan = BuildPlan>
  extends Pick<CompileJob<Plan>, 'language' | 'directory' | 'slug' | 'plan' | 'onNote'> {
  /** The program that runs a module, and what it is given in front of it. */
  runner: readonly [program: string, ...args: string[]];
  /** For the tests' own program. */
  args: readonly string[];
  signal: AbortSignal;
}

/** How a language is compiled without a container. */
export interface LocalCompiler<Plan extends BuildPlan = BuildPlan> {
  /** The failure that says why it cannot build by such a plan; undefined where it can. */
  unfit?(plan: Plan): Failure | undefined;
  find(signal?: AbortSignal): Promise<CompilerFinding>;
  /** @throws Failure with what the compiler printed, or Cancelled */
  compile(job: CompileJob<Plan>, found: Found): Promise<void>;
  /**
   * Runs a project's tests as WebAssembly, with this process's streams. Missing where the compiler has no way to.
   *
   * @returns the exit code
   */
  test?(job: TestJob<Plan>, found: Found): Promise<number>;
}
