import { text } from 'node:stream/consumers';
import type { Keeper } from '../engine.js';
import { type ServedManifest, servedManifest } from '../served.js';

/** What Podman says of an image that has no index. */
const ONE_MANIFEST = /single images? as manifest lists?/i;

/** What a registry serves for a reference: skopeo reads it as it is; Podman prints an index in another layout. */
export async function servedByRegistry(
  { host }: Pick<Keeper, 'host'>,
  image: string,
  signal?: AbortSignal,
): Promise<ServedManifest | undefined> {
  const raw = await host.pipe('skopeo', ['inspect', '--raw', `docker://${image}`], text, signal);
  if (raw.exitCode === 0 && raw.result !== undefined) return servedManifest(raw.result, true);
  const listed = await host.run('podman', ['manifest', 'inspect', image], { signal });
  if (listed.exitCode === 0) return servedManifest(listed.stdout, false);
  return ONE_MANIFEST.test(listed.stderr) ? {} : undefined;
}
