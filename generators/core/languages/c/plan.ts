import type { BuildPlan } from '../build-plan.js';
import type { PassedOptions } from './build-options.js';

/** How a C program is built. */
export type CPlan = MakePlan | CmakePlan | AutotoolsPlan | MesonPlan | SourcesPlan;

/** What is defined for functions that wasi-libc lacks: see templates/c/wasi-stubs. */
export interface Stubs {
  functions: readonly string[];
  /** Headers that it lacks, too. */
  headers: readonly string[];
}

/** What every plan has, whatever builds. */
interface Stubbed extends BuildPlan, PassedOptions {
  stubs?: Stubs;
}

/** `make TARGET`, with the compiler given as a variable. */
export interface MakePlan extends Stubbed {
  kind: 'make';
  /** Undefined where no rule names the output: then it is the Makefile's default goal that makes it. */
  target?: string;
  /** The file it links, relative to the project's directory. */
  output: string;
  /** Variables that the Makefile gives a compiler by its name, to link with: the variable of ours that takes its place. */
  linkers?: readonly { name: string; compiler: 'CC' | 'CXX' }[];
  flags: readonly string[];
}

/** `cmake --build … --target …`, with wasi-sdk's toolchain file. */
export interface CmakePlan extends Stubbed {
  kind: 'cmake';
  target: string;
  /** The name of the file it links, without a suffix. */
  output: string;
  /** Programs of the project that its build runs: they are compiled for the builder stage first. */
  native?: readonly { target: string; output: string }[];
  /** Whether CMake writes a header that the sources include. */
  configures?: true;
  flags: readonly string[];
}

/** `./configure`, then `make`. */
export interface AutotoolsPlan extends Stubbed {
  kind: 'autotools';
  /** The file that make links, relative to the project's directory. */
  output: string;
  /** The folder of the Makefile that has a rule for it, where that is not the project's own. */
  madeIn?: string;
  /** The packages that make a `configure` of configure.ac; undefined where the project has one. */
  generatedBy?: readonly string[];
  /** What a `configure` that autoconf did not make takes; an argument that ends in `=` needs its value. */
  byHand?: readonly string[];
  /** Scripts `config.sub` that are older than WASI. */
  oldConfigSubs: readonly string[];
  /** Whether configure writes a header that the sources include. */
  configures?: true;
  flags: readonly string[];
}

/** `meson setup --cross-file`, then `meson compile`. */
export interface MesonPlan extends Stubbed {
  kind: 'meson';
  target: string;
  /** Whether Meson writes a header that the sources include. */
  configures?: true;
  flags: readonly string[];
}

/** C files given to the compiler all at once. */
export interface SourcesPlan extends Stubbed {
  kind: 'sources';
  sources: readonly string[];
  /** The same for a shell: `src/*.c` where that means exactly these files, else the files. */
  patterns: readonly string[];
  /** Folders for `-I`. */
  includes: readonly string[];
  flags: readonly string[];
}
