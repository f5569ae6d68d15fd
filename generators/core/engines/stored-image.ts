import { type ImageReport, readOciArchive } from '../oci/oci.js';
import { UnreadableArchive } from '../oci/unreadable.js';
import type { BuildContext, Keeper } from './engine.js';
import { explain, uncheckable } from './explain.js';

/** Reads an image back out of an engine's store. */
export async function readStoredImage(
  { store, errors, host }: Keeper,
  image: string,
  signal?: AbortSignal,
): Promise<ImageReport> {
  const saved = await host.pipe(errors.program, store.save(image), readOciArchive, signal);
  if (saved.result) return saved.result;
  // Of an archive that the engine did not finish, its own words say more than the reader's.
  const failed = saved.exitCode || saved.missing || saved.unstartable !== undefined || signal?.aborted;
  if (failed) throw explain(errors, { ...saved, stdout: '' }, 'answer', await host.system(), signal);
  if (!(saved.broken instanceof UnreadableArchive)) throw saved.broken;
  throw uncheckable(image, saved.broken);
}

/**
 * Sends an image from an engine's store to the registry in its reference, with the engine's own credentials. Returns the
 * digest of the index, where it sends one.
 */
export async function pushStored(
  keeper: Keeper,
  { image, platforms }: BuildContext,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { store, errors, host } = keeper;
  if (platforms === 'kubernetes') return store.pushIndex(keeper, image, signal);
  const pushed = await host.run(errors.program, store.push(image), { signal });
  if (pushed.exitCode !== 0) throw explain(errors, pushed, 'push', await host.system(), signal, image);
  return undefined;
}
