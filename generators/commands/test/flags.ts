import type { Flag } from '../../core/options/flag.js';
import { jobFlags } from '../../core/options/job-flags.js';
import { questions } from '../../core/options/questions.js';

/** The flags of `test`. */
export const testFlags: readonly Flag[] = [
  ...questions.filter(({ key }) => key === 'engine'),
  ...jobFlags.filter(({ key }) => key === 'trust-preset'),
];
