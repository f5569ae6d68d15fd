import { type ImageReport, readOciArchive } from '../oci/oci.js';
import { UnreadableArchive } from '../oci/unreadable.js';
import { pipe, run } from '../system/process.js';
import { thisSystem } from '../system/system.js';
import { explain, uncheckable } from './explain.js';

/** The two engines that keep images in a store of their own. */
type Program = 'podman' | 'docker';

/** Reads an image back out of an engine's store, by the arguments that write it to stdout as an archive. */
export async function readStored(
  program: Program,
  args: string[],
  image: string,
  signal?: AbortSignal,
): Promise<ImageReport> {
  const saved = await pipe(program, args, readOciArchive, signal);
  if (saved.result) return saved.result;
  // Of an archive that the engine did not finish, its own words say more than the reader's.
  const failed = saved.exitCode || saved.missing || saved.unstartable !== undefined || signal?.aborted;
  if (failed) throw explain(program, { ...saved, stdout: '' }, 'answer', await thisSystem(), signal);
  if (!(saved.broken instanceof UnreadableArchive)) throw saved.broken;
  throw uncheckable(image, saved.broken);
}

/** Sends an image from an engine's store to the registry in its reference, with the engine's own credentials. */
export async function pushStored(program: Program, image: string, signal?: AbortSignal): Promise<void> {
  const pushed = await run(program, ['push', image], { signal });
  if (pushed.exitCode !== 0) throw explain(program, pushed, 'push', await thisSystem(), signal, image);
}
