import type { Bytes } from '../bytes/bytes.js';
import type { Json } from './json.js';
import type { ImageIndex, ListedManifest, Platform } from './manifests.js';

/** An image as it is stored, its blobs verified and not yet unpacked. */
export interface Stored {
  /** `artifact`: the module itself is the layer, and there is no file system. */
  kind: 'image' | 'artifact';
  /** What it is kept in. */
  format: 'oci' | 'docker';
  config: Json;
  platform: Platform;
  layers: StoredLayer[];
  /** The manifest's; a Docker archive has no manifest, and its images go by the digest of their config. */
  digest: string;
  /** The names it is stored under, if any. */
  names: string[];
  /** Bytes of manifest, config and layers as stored. */
  bytes: number;
  /** Other images in the same place. */
  others: ListedManifest[];
  /** The index that lists it, where it is in one. */
  index?: ImageIndex;
}

export interface StoredLayer {
  digest: string;
  bytes: number;
  mediaType: string;
  blob: Bytes;
  /** The name of the file that `oras` made a layer of. */
  title?: string;
  /** Whether the layer is the module itself, and no tar archive. */
  isModule?: boolean;
}
