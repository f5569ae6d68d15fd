import type { Flag } from './flag.js';
import { jobFlags } from './job-flags.js';
import { presetFlag } from './preset-flag.js';
import { questions } from './questions.js';
import { selectionFlags } from './selection-flags.js';

/** The flags that say what a project is. Each has an environment variable, too. */
export const answerFlags: readonly Flag[] = [...questions, presetFlag];

/** The flags of the main job, in the order of `--help`. */
export const mainFlags: readonly Flag[] = [...answerFlags, ...jobFlags];

/** The flags of `containerfile`, in the order of `--help`. */
export const containerfileFlags: readonly Flag[] = [
  ...questions.filter(({ ofNewProjects }) => !ofNewProjects),
  presetFlag,
  ...selectionFlags,
  ...jobFlags,
];
