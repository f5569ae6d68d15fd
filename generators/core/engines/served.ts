import { digestOf } from '../oci/digest-of.js';
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
  return { index: { ...(raw && { digest: digestOf(text) }), platforms: listedPlatforms(json) } };
}
