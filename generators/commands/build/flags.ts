import type { Flag } from '../../core/options/flag.js';
import { jobFlags } from '../../core/options/job-flags.js';
import { questions } from '../../core/options/questions.js';

/** What of the main job's flags changes how a project is built, and not what it is. */
const OF_A_BUILD = ['debug', 'load', 'push', 'artifact', 'layout', 'trust-preset', 'json'];

/** The flags of `build`, in the order of `--help`: every answer that the project's files do not hold, and what to do with the image. */
export const buildFlags: readonly Flag[] = [
  ...questions.filter(({ notInFiles }) => notInFiles),
  ...jobFlags.filter(({ key }) => OF_A_BUILD.includes(key)),
];
