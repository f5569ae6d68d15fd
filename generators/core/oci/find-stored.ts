import { MAGIC } from '../wasm/sections.js';
import { findInDockerArchive } from './docker-archive.js';
import { type Json, objectAt, objectsAt, readJson, textAt } from './json.js';
import { checkLayers, chooseImage, configOf, descriptorOf, type ImageChoice, platformOf } from './manifests.js';
import { blobOf, type LayoutFiles } from './read-layout.js';
import type { Stored, StoredLayer } from './stored.js';
import { NoImage } from './unreadable.js';

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
    if (files.paths) throw new NoImage(files.paths);
  }
  return openImage(files, await chooseImage(files, name));
}

async function openImage(files: LayoutFiles, { image, others }: ImageChoice): Promise<Stored> {
  const manifestBlob = await blobOf(files, image);
  const manifest = await readJson(manifestBlob, 'the manifest', files.budget);
  const { config, isImage, mediaType, size } = await configOf(files, manifest);
  const entries = objectsAt(manifest, 'layers');
  checkLayers(entries);
  const layers: StoredLayer[] = [];
  for (const entry of entries) layers.push(await openLayer(files, entry));
  return {
    kind: isArtifact(mediaType, layers) || (!isImage && textAt(config, 'os') === undefined) ? 'artifact' : 'image',
    format: 'oci',
    config,
    platform: platformOf(config),
    layers,
    digest: image.digest,
    names: image.names,
    bytes: layers.reduce((sum, layer) => sum + layer.bytes, image.size + size),
    others,
    ...(image.within && { index: image.within }),
  };
}

async function openLayer(files: LayoutFiles, entry: Json): Promise<StoredLayer> {
  const { digest, size, mediaType } = descriptorOf(entry);
  const blob = await blobOf(files, { digest, size, mediaType });
  const title = textAt(objectAt(entry, 'annotations'), 'org.opencontainers.image.title');
  const isModule = isWasmType(mediaType) || (await blob.read(0, 4)).toString('hex') === MAGIC;
  return { digest, bytes: size, mediaType, blob, isModule, ...(title !== undefined && { title }) };
}

/**
 * CNCF's artifacts say so in the config's media type, older kinds only in that of the layer. `oras push` without a
 * media type calls any file a tar archive, and has an empty config.
 */
function isArtifact(configType: string, layers: readonly StoredLayer[]): boolean {
  return configType.startsWith('application/vnd.wasm.config.') || layers.some(({ isModule }) => isModule);
}

/** The media type of a layer that is the module itself: `application/wasm`, `….layer.v1+wasm`. */
function isWasmType(mediaType: string): boolean {
  return /[/+]wasm$/.test(mediaType);
}
