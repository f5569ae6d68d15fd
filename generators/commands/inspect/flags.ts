import { enginesThat } from '../../core/engines/engines.js';
import type { Flag } from '../../core/options/flag.js';

/** The engines that have a store. */
export const stores = enginesThat(({ hasStore }) => hasStore);

const storeChoices = ['auto', ...stores.map(({ id }) => id)];

/** What can be required of an image. */
export const requirements = ['portable', 'kubernetes'] as const;

/** The flags of `inspect`, in the order of `--help`. */
export const inspectFlags = [
  {
    key: 'require',
    placeholder: requirements.join('|'),
    choices: requirements.map((value) => ({ value })),
    help: 'exit with 1, and show why, unless every runtime runs it, or containerd and CRI-O pull it; a list takes both',
  },
  { key: 'sbom', help: 'list the packages of the SBOMs that are attached to the image in its registry (oras)' },
  {
    key: 'verify',
    placeholder: 'KEY',
    help: 'exit with 1 unless this public key signed the image in its registry (cosign)',
  },
  { key: 'json', help: 'one JSON document instead of the report' },
  {
    key: 'engine',
    placeholder: storeChoices.join('|'),
    choices: storeChoices.map((value) => ({ value })),
    help: 'the engine whose store is searched (default: auto)',
  },
  { key: 'image', placeholder: 'NAME', help: 'the image to inspect, if an archive or a layout holds several' },
] as const satisfies readonly Flag[];
