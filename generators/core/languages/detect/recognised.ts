import type { BuildPlan } from '../build-plan.js';
import type { ManifestLicense } from '../rust/detect/cargo-license.js';

/** What builds a C project, the one that takes a cross compiler most surely first. */
export const buildSystems = ['cmake', 'make', 'sources'] as const;

/** One program of a project that could be shipped. */
export interface Candidate {
  /** What `--package` takes. */
  package?: string;
  /** What `--bin` takes. */
  bin?: string;
  /** What the project is called unless the person says otherwise. */
  name: string;
  /** How it is built. */
  plan: BuildPlan;
  /** What its manifest says of its licence. */
  license?: ManifestLicense;
}

/** An existing project, as its manifests describe it. */
export interface Recognised {
  /** What was found, one sentence a line, for people. */
  found: readonly string[];
  /** Every program in it, at least one. */
  candidates: readonly Candidate[];
  /** Those that the manifests themselves make first: one of them is taken unasked, several are what a person is asked about. */
  preferred: readonly Candidate[];
  /** What builds leave behind, for the ignore files. */
  buildOutputs: readonly string[];
  /** What a manifest could gain; each may have several lines. Nothing of it is done by this tool. */
  advice: readonly string[];
}

/** What a person said about the program before anything was looked at. */
export interface Selection {
  package?: string;
  bin?: string;
  /** C: which of make, cmake, sources. */
  'build-system'?: string;
  /** Rust: features beside those that a binary requires, parted by commas. */
  features?: string;
  /** Rust: `false` leaves the default features out. */
  'default-features'?: string;
}
