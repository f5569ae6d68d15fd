import { namesRegistry } from '../../system/registry.js';
import type { Store } from '../engine.js';
import type { Host } from '../host.js';
import { pushPodmanIndex } from './push-index.js';
import { servedByRegistry } from './served.js';
import { withStoredDigests } from './stored-digests.js';
import { meantByPodman } from './stored-list.js';

/** Podman's store: it keeps manifest lists, too, and the digests that pulled images have in their registry. */
export function podmanStore(host: Host): Store {
  return {
    has: (image) => ['image', 'exists', image],
    saysNo: ({ exitCode }) => exitCode === 1,
    save: (image) => ['save', '--quiet', '--format', 'oci-archive', image],
    pull: (image) => ['pull', '--quiet', '--platform', 'wasi/wasm', image],
    load: (archive) => ['load', '--input', archive],
    push: (image, digestFile) => ['push', ...(digestFile === undefined ? [] : ['--digestfile', digestFile]), image],
    pushIndex: pushPodmanIndex,
    served: servedByRegistry,
    remove: (image) => ['rmi', '--force', '--ignore', image],
    prune: (label) => ['image', 'prune', '--force', '--filter', `label=${label}`],
    async read(reference, exists, signal) {
      const meant = await meantByPodman(host, reference, exists, signal);
      if (!meant) return undefined;
      const { image, digest, others, index } = meant;
      const isFromElsewhere = digest !== undefined || namesRegistry(reference);
      const asStored = (report: Parameters<typeof withStoredDigests>[1]['report']) =>
        withStoredDigests(host, { report, image, isFromElsewhere }, signal);
      return { image, others, asStored, ...(index && { index }) };
    },
  };
}
