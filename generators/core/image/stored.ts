import type { Bytes } from './bytes.js';
import { type Json, objectAt, objectsAt, readJson, readJsonList, textAt, textsAt } from './json.js';
import { type Choice, chooseImage, descriptorOf, type Listed, type Platform, platformOf } from './manifests.js';
import { blobOf, type LayoutFiles, verifyDigest } from './read-layout.js';
import { ManyImages, UnreadableArchive } from './unreadable.js';

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
  /** The name it is stored under, if any. */
  name?: string;
  /** Bytes of manifest, config and layers as stored. */
  bytes: number;
  /** Other images in the same place. */
  others: Listed[];
}

export interface StoredLayer {
  digest: string;
  bytes: number;
  mediaType: string;
  blob: Bytes;
}

/**
 * Finds the image of a layout, or of a Docker archive.
 *
 * @param name which one, where there are several
 * @throws UnreadableArchive
 */
export async function findStored(files: LayoutFiles, name?: string): Promise<Stored> {
  // `docker save` since Docker 25 writes both, and the layout knows more.
  if (!(await files.file('index.json'))) {
    const manifest = await files.file('manifest.json');
    if (manifest) return findInDockerArchive(files, manifest, name);
  }
  return openImage(files, await chooseImage(files, name));
}

/** More layers than any engine takes. */
const LAYERS_MAX = 1000;

async function openImage(files: LayoutFiles, { image, others }: Choice): Promise<Stored> {
  const manifestBlob = await blobOf(files, image);
  const manifest = await readJson(manifestBlob, 'the manifest');
  const configDescriptor = descriptorOf(objectAt(manifest, 'config'));
  const config = await readJson(await blobOf(files, configDescriptor), 'the config');
  const descriptors = objectsAt(manifest, 'layers').map(descriptorOf);
  if (descriptors.length > LAYERS_MAX) throw new UnreadableArchive(`it has ${descriptors.length} layers`);
  const layers: StoredLayer[] = [];
  for (const descriptor of descriptors) {
    const blob = await blobOf(files, descriptor);
    layers.push({ digest: descriptor.digest, bytes: descriptor.size, mediaType: descriptor.mediaType, blob });
  }
  return {
    kind: isArtifact(configDescriptor.mediaType, layers) ? 'artifact' : 'image',
    format: 'oci',
    config,
    platform: platformOf(config),
    layers,
    digest: image.digest,
    ...(image.name !== undefined && { name: image.name }),
    bytes: [image, configDescriptor, ...descriptors].reduce((sum, { size }) => sum + size, 0),
    others,
  };
}

/** CNCF's artifacts say so in the config's media type; older kinds only in that of the layer. */
function isArtifact(configType: string, layers: readonly StoredLayer[]): boolean {
  return configType.startsWith('application/vnd.wasm.config.') || layers.some(isWasmLayer);
}

/** A layer that is the module itself, not a tar archive: `application/wasm`, `….layer.v1+wasm`. */
export function isWasmLayer({ mediaType }: Pick<StoredLayer, 'mediaType'>): boolean {
  return /[/+]wasm$/.test(mediaType);
}

/**
 * The archive of `docker save` before Docker 25, and of `podman save` where no format is asked for.
 * It has no digests of blobs: the config's name and its `diff_ids` are what can be verified.
 */
async function findInDockerArchive(files: LayoutFiles, manifest: Bytes, wanted?: string): Promise<Stored> {
  const images = await readJsonList(manifest, 'manifest.json');
  const named = wanted === undefined ? images : images.filter((image) => textsAt(image, 'RepoTags').includes(wanted));
  const [image, second] = named;
  const names = images.flatMap((one) => textsAt(one, 'RepoTags')).slice(0, 5);
  if (!image || second) {
    const found = wanted === undefined ? '' : `, ${named.length} of them of that name`;
    throw new ManyImages(`it holds ${images.length} images${found}: ${names.join(', ')}`);
  }
  const configPath = textAt(image, 'Config') ?? '';
  const configFile = await files.file(configPath);
  if (!configFile) throw new UnreadableArchive('the config is missing');
  const hex = /([0-9a-f]{64})(?:\.json)?$/.exec(configPath)?.[1];
  if (hex) await verifyDigest(configFile, `sha256:${hex}`);
  const config = await readJson(configFile, 'the config');
  const diffIds = textsAt(objectAt(config, 'rootfs'), 'diff_ids');
  const layers: StoredLayer[] = [];
  for (const [index, path] of textsAt(image, 'Layers').slice(0, LAYERS_MAX).entries()) {
    const blob = await files.file(path);
    if (!blob) throw new UnreadableArchive(`the layer ${JSON.stringify(path.slice(0, 80))} is missing`);
    layers.push({
      digest: diffIds[index] ?? '',
      bytes: blob.size,
      mediaType: 'application/vnd.docker.image.rootfs.diff.tar',
      blob,
    });
  }
  const [name] = textsAt(image, 'RepoTags');
  return {
    kind: 'image',
    format: 'docker',
    config,
    platform: platformOf(config),
    layers,
    digest: hex ? `sha256:${hex}` : '',
    ...(name !== undefined && { name }),
    bytes: layers.reduce((sum, { bytes }) => sum + bytes, configFile.size),
    others: [],
  };
}
