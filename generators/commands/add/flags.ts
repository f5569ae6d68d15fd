import type { Flag } from '../../core/options/flag.js';
import { updateFlags } from '../update/flags.js';

/** Files are added as `update` adds them, so its flags mean the same here. */
const OF_AN_UPDATE = ['from', 'dry-run', 'yes', 'force', 'json', 'trust-preset'];

/** The flags of `add`, in the order of `--help`. */
export const addFlags: readonly Flag[] = updateFlags.filter(({ key }) => OF_AN_UPDATE.includes(key));
