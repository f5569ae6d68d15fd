import { engineChoices } from '../../core/engines/engines.js';
import type { Flag } from '../../core/options/flag.js';

/** The flags of `doctor`, in the order of `--help`. */
export const doctorFlags = [
  {
    key: 'engine',
    placeholder: engineChoices.map(({ value }) => value).join('|'),
    choices: engineChoices,
    help: 'look at one engine only; auto looks at all of them',
  },
  { key: 'offline', help: 'ask no registry' },
  { key: 'json', help: 'one JSON document instead of the report' },
] as const satisfies readonly Flag[];
