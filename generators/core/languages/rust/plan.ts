import type { BuildPlan } from '../build-plan.js';

/** `cargo build --manifest-path … --bin …` */
export interface CargoPlan extends BuildPlan {
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
  /** What the user gives the compiler of a crate's C files, a word each. */
  cflags?: readonly string[];
  /** Crates of its tree that compile C: they need a C compiler for WebAssembly. */
  withC?: readonly string[];
  /** Those of them that CMake builds. */
  withCmake?: readonly string[];
  /** Variables that take back what .cargo/config.toml says of the user's own machine: `RUSTC_WRAPPER=`. */
  overrides?: readonly string[];
}
