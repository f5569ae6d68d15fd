import { thisHost } from '../../core/engines/host.js';
import { namesRegistry } from '../../core/system/registry.js';
import type { InspectedSource } from './found.js';
import type { StoreSearch } from './store.js';

/** An image of a store with the index that its registry serves for it: the store keeps one image of that. */
export async function asServed(
  reference: string,
  source: InspectedSource,
  { among, note, signal }: StoreSearch,
): Promise<InspectedSource> {
  const { origin, image } = source;
  const info = among.find(({ id }) => id === origin.kind);
  if (!image || !info || !namesRegistry(reference)) return source;
  const { store, errors } = await info.engine();
  const served = await store?.served?.({ store, errors, host: thisHost }, reference, signal);
  if (!served) {
    note(`The registry of ${reference} gave no answer: this is about the image in the store of ${info.id}.`);
    return source;
  }
  const { index: _, ...others } = image;
  return { ...source, image: { ...others, ...(served.index && { index: served.index }) } };
}
