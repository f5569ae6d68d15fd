import type { BuildPlan } from '../build-plan.js';
import type { LanguageId } from '../languages.js';

export type { Selection } from '../../options/selection-flags.js';

/** One program of a project that an image could be built of. */
export interface Candidate<Plan extends BuildPlan = BuildPlan> {
  /** What `--package` takes. */
  package?: string;
  /** What `--bin` takes. */
  bin?: string;
  /** What the project is called unless the user says otherwise. */
  name: string;
  /** How it is built. */
  plan: Plan;
  /** What was found of this program, besides what holds for the whole project; one sentence a line, for users. */
  found?: readonly string[];
  /** What its manifest says of its licence. */
  license?: ManifestLicense;
  /** Another compiler than the language's first, where that one cannot compile the program. */
  needs?: CompilerNeed;
  /** What its sources could gain, as `advice` of the project. */
  advice?: readonly string[];
  /** Whether it is known only since the user named it: no manifest does. */
  onlyNamed?: boolean;
}

/** Which compiler a program needs. */
export interface CompilerNeed {
  /** What `--language` takes. */
  compiler: LanguageId;
  /** A sentence for users. */
  why: string;
  /** A sentence for users who chose another compiler, where that adds something to the advice on it. */
  otherwise?: string;
}

/** What a manifest says of its package's licence. */
export interface ManifestLicense {
  /** An SPDX expression; undefined where the manifest only names a file with the text. */
  expression?: string;
  /** File and line, for messages. */
  place: string;
}

/** An existing project, as its manifests describe it. */
export interface Recognised<Plan extends BuildPlan = BuildPlan> {
  /** What was found, one sentence a line, for users. */
  found: readonly string[];
  /** Every program in it, at least one. */
  candidates: readonly Candidate<Plan>[];
  /** Those that the manifests themselves make first: one of them is taken unasked, several are what a user is asked about. */
  preferred: readonly Candidate<Plan>[];
  /** What builds leave behind, for the ignore files. */
  buildOutputs: readonly string[];
  /** Paths outside of the project's folder that its build files name: place, and path relative to the folder, with `../`. */
  outside?: readonly { place: string; needed: string }[];
  /** Whether plans and paths are those of the whole build context, whichever folder was asked for. */
  ofContext?: boolean;
  /** What a manifest could gain; each may have several lines. Nothing of it is done by this tool. */
  advice: readonly string[];
  /** The same where a certain compiler builds it. */
  adviceFor?: Readonly<Partial<Record<LanguageId, readonly string[]>>>;
}
