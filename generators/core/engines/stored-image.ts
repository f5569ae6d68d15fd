import { type ImageReport, readOciArchive } from '../oci/oci.js';
import { UnreadableArchive } from '../oci/unreadable.js';
import type { Engine } from './engine.js';
import { explain, uncheckable } from './explain.js';
import type { Host } from './host.js';
import type { KnownErrors } from './known-errors.js';

/** An engine that keeps images in a store of its own, as far as its images are concerned. */
type Keeper = Required<Pick<Engine, 'store'>> & { errors: KnownErrors; host: Host };

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

/** Sends an image from an engine's store to the registry in its reference, with the engine's own credentials. */
export async function pushStored({ store, errors, host }: Keeper, image: string, signal?: AbortSignal): Promise<void> {
  const pushed = await host.run(errors.program, store.push(image), { signal });
  if (pushed.exitCode !== 0) throw explain(errors, pushed, 'push', await host.system(), signal, image);
}
