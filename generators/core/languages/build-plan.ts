/**
 * How a program of an existing project is built. A project that this tool wrote has none: there it follows from the
 * project's name.
 */
export type BuildPlan = CargoPlan | MakePlan | CmakePlan | SourcesPlan | GoPlan;

/** `cargo build --manifest-path … --bin …` */
export interface CargoPlan {
  kind: 'cargo';
  /** The package's name. Not given to cargo by itself: a dependency may have the same. */
  package: string;
  /** The folder of its Cargo.toml, relative to the project's directory; empty for the project's own. */
  folder: string;
  /** Whether `cargo build` in the project's directory builds other packages, by `default-members`. */
  aside: boolean;
  bin: string;
  /** The features that the binary's `required-features` names, and those that were asked for. */
  features: readonly string[];
  defaultFeatures: boolean;
  /** Whether there is a Cargo.lock: `--locked` is an error without one. */
  locked: boolean;
  /** `rust-toolchain.toml` or `rust-toolchain`, where there is one: it decides which Rust is used. */
  toolchainFile?: string;
  /** Variables that take back what .cargo/config.toml says of the person's own machine: `RUSTC_WRAPPER=`. */
  overrides?: readonly string[];
}

/** `make TARGET`, with the compiler handed over as a variable. */
export interface MakePlan {
  kind: 'make';
  /** Undefined where no rule names the output: then it is the Makefile's default goal that makes it. */
  target?: string;
  /** The file it links, relative to the project's directory. */
  output: string;
  flags: readonly string[];
}

/** `cmake --build … --target …`, with wasi-sdk's toolchain file. */
export interface CmakePlan {
  kind: 'cmake';
  target: string;
  /** The name of the file it links, without a suffix. */
  output: string;
  flags: readonly string[];
}

/** C files given to the compiler all at once. */
export interface SourcesPlan {
  kind: 'sources';
  sources: readonly string[];
  /** The same for a shell: `src/*.c` where that means exactly these files, else the files. */
  patterns: readonly string[];
  /** Folders for `-I`. */
  includes: readonly string[];
  flags: readonly string[];
}

/** `tinygo build … ./cmd/name` */
export interface GoPlan {
  kind: 'go';
  /** `.` or a path that begins with `./`. */
  package: string;
}
