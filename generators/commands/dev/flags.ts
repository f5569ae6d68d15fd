import { runFlags } from '../run/flags.js';

/** The flags of `dev`: those of `run`. */
export const devFlags = runFlags;
