import { enginesThat } from '../../core/engines/engines.js';
import type { Flag } from '../../core/options/flag.js';

/** The engines that have a store. */
export const stores = enginesThat(({ hasStore }) => hasStore);

const storeChoices = ['auto', ...stores.map(({ id }) => id)];

/** The flags of `inspect`, in the order of `--help`. */
export const inspectFlags = [
  {
    key: 'require',
    placeholder: 'portable',
    choices: [{ value: 'portable' }],
    help: 'exit code 1 unless every runtime takes it, saying why',
  },
  { key: 'json', help: 'one JSON document instead of the report' },
  {
    key: 'engine',
    placeholder: storeChoices.join('|'),
    choices: storeChoices.map((value) => ({ value })),
    help: 'whose store to look into (default: auto)',
  },
  { key: 'image', placeholder: 'NAME', help: 'which image, where an archive or a layout holds several' },
] as const satisfies readonly Flag[];
