import { createHash } from 'node:crypto';
import { parsedObject } from '../oci/json.js';
import { type ImageIndex, listedPlatforms } from '../oci/manifests.js';

/** What a registry serves for a reference: an index, or the one manifest of an image. */
export type ServedManifest = { index: ImageIndex } | { index?: undefined };

/**
 * What a registry serves, by the text of it.
 *
 * @param raw whether the text is that of the registry, to the byte, which its digest is made of
 */
export function servedManifest(text: string, raw: boolean): ServedManifest | undefined {
  const json = parsedObject(text);
  if (json.manifests === undefined) return json.config === undefined ? undefined : {};
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  return { index: { ...(raw && { digest }), platforms: listedPlatforms(json) } };
}
