import type { Flags } from '../options/job-flags.js';
import type { Answers } from '../options/questions.js';
import type { Preset } from '../presets/preset.js';

/** Options as the command line or Yeoman parsed them, and the surroundings of the run. */
export interface Given {
  options: Record<string, unknown>;
  cwd: string;
  environment: NodeJS.ProcessEnv;
  /** True where there is a terminal to draw prompts in. */
  terminal: boolean;
  /** Shows a remark before anything is asked or written: what takes a while, and how a name was changed. */
  note?(text: string): void;
}

/** Everything that is resolved before anything is written, of a new project and of an existing one. */
export interface Job {
  answers: Answers;
  preset: Preset | undefined;
  /** Why the engine is this one, where nobody typed it. */
  engineFrom: string | undefined;
  flags: Flags;
  /** The folder the user is in. */
  cwd: string;
  /** Absolute. */
  directory: string;
  /** The directory as a user in `cwd` types it. */
  shownDirectory: string;
  /** Whether a user can be asked. */
  interactive: boolean;
}
