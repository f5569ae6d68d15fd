import { ExitCode, Failure } from '../../failure.js';
import { objectAt, parsedObject } from '../../oci/json.js';
import {
  descriptorOf,
  type ImageIndex,
  isWasm,
  type ListedManifest,
  listedEntries,
  platformOf,
} from '../../oci/manifests.js';
import { ANSWER_LIMIT } from '../explain.js';
import type { Host } from '../host.js';

/** An image of Podman's store, and what its manifest list has beside it. */
export interface Meant {
  /** What `podman save` is given. */
  image: string;
  /** The digest that the list, or the reference, names it by. */
  digest?: string;
  others: ListedManifest[];
  /** The list, where the reference means one. */
  index?: ImageIndex;
}

/**
 * The image that a reference means, for which `podman image exists` has said no or yes: of a manifest list the entry
 * for wasi/wasm, where `podman save` would take that of the host. An entry of a list may be given by its own digest,
 * which `podman image exists` does not know. Undefined where the reference means no image.
 *
 * @throws Failure when the list has an entry for wasi/wasm that is not in the store
 */
export async function meantByPodman(
  { run }: Host,
  reference: string,
  exists: boolean,
  signal: AbortSignal,
): Promise<Meant | undefined> {
  const ask = (args: string[]) => run('podman', args, { timeout: ANSWER_LIMIT, signal });
  const idOf = async (digest: string) => {
    const { exitCode, stdout } = await ask([
      'images',
      '--all',
      '--no-trunc',
      '--quiet',
      '--filter',
      `digest=${digest}`,
    ]);
    return exitCode === 0 ? stdout.split('\n')[0]?.trim() || undefined : undefined;
  };
  if (!exists) {
    const [, digest] = /@(sha256:[0-9a-f]{64})$/.exec(reference) ?? [];
    const image = digest === undefined ? undefined : await idOf(digest);
    return image === undefined || digest === undefined ? undefined : { image, digest, others: [] };
  }
  if ((await ask(['manifest', 'exists', reference])).exitCode !== 0) return { image: reference, others: [] };
  const list = await ask(['manifest', 'inspect', reference]);
  const entries = listEntries(list.exitCode === 0 ? list.stdout : '');
  if (entries.length === 0) return { image: reference, others: [] };
  const wanted = entries.find(({ platform }) => isWasm(platform));
  for (const entry of wanted ? [wanted] : entries) {
    const image = await idOf(entry.digest);
    if (image === undefined) continue;
    const index = { platforms: entries.map(({ platform }) => platform) };
    return { image, digest: entry.digest, others: entries.filter((one) => one !== entry), index };
  }
  throw new Failure(`${reference} is a manifest list, and its image for wasi/wasm is not in the store of podman.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ command: `podman manifest inspect ${reference}`, text: 'shows what it lists' }],
  });
}

/** The images of a list; attestations are none. */
function listEntries(list: string): ListedManifest[] {
  return listedEntries(parsedObject(list)).map((entry, index) => ({
    ...descriptorOf(entry),
    platform: platformOf(objectAt(entry, 'platform')),
    names: [],
    index,
  }));
}
