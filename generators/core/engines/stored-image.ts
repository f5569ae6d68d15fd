import { type ImageReport, readOciArchive } from '../oci/oci.js';
import { UnreadableArchive } from '../oci/unreadable.js';
import type { BuildContext, Keeper } from './engine.js';
import { explain, uncheckable } from './explain.js';
import { type Pushed, withPushedDigest } from './pushed-digest.js';

/** Reads an image back out of an engine's store. */
export async function readStoredImage(keeper: Keeper, image: string, signal?: AbortSignal): Promise<ImageReport> {
  return fromStore(keeper, image, readOciArchive, signal);
}

/**
 * What a reader makes of an image that an engine's store saves.
 *
 * @throws Failure where the engine does not save it, or saves no image
 */
export async function fromStore<Result>(
  { store, errors, host }: Keeper,
  image: string,
  read: (stream: NodeJS.ReadableStream) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const saved = await host.pipe(errors.program, store.save(image), read, signal);
  if (saved.result) return saved.result;
  // Of an archive that the engine did not finish, its own words say more than the reader's.
  const failed = saved.exitCode || saved.missing || saved.unstartable !== undefined || signal?.aborted;
  if (failed) throw explain(errors, { ...saved, stdout: '' }, 'answer', await host.system(), signal);
  if (!(saved.broken instanceof UnreadableArchive)) throw saved.broken;
  throw uncheckable(image, saved.broken);
}

/**
 * Sends an image from an engine's store to the registry in its reference, with the engine's own credentials. Returns what
 * was sent.
 */
export async function pushStored(
  keeper: Keeper,
  { image, platforms }: BuildContext,
  signal?: AbortSignal,
): Promise<Pushed> {
  const { store, errors, host } = keeper;
  if (platforms === 'kubernetes') return { digest: await store.pushIndex(keeper, image, signal), isIndex: true };
  const push = (file: string) => host.run(errors.program, store.push(image, file), { signal });
  const { ended, digest } = await withPushedDigest(push, store.pushed);
  if (ended.exitCode !== 0) throw explain(errors, ended, 'push', await host.system(), signal, image);
  return { digest };
}
