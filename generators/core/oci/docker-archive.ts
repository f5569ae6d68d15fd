import { OverLimit } from '../bytes/budget.js';
import type { Bytes } from '../bytes/bytes.js';
import { type Json, objectAt, readJson, readJsonList, textAt, textsAt } from './json.js';
import { checkLayers, chooseAmong, type ListedManifest, platformOf } from './manifests.js';
import { type LayoutFiles, verifyDigest } from './read-layout.js';
import type { Stored, StoredLayer } from './stored.js';
import { UnreadableArchive } from './unreadable.js';

/** More images than anybody saves at once. */
const ARCHIVE_IMAGES_MAX = 1000;

/** An image of such an archive, with its entry in manifest.json. */
interface ArchivedImage extends ListedManifest {
  entry: Json;
}

/**
 * Finds the image in an archive of `docker save` before Docker 25, or of `podman save` where no format is asked for.
 * It has no digests of blobs: the config's name and its `diff_ids` are what can be verified. Images without a name are
 * chosen by the digest of their config, or by their place.
 *
 * @param wanted which one, where there are several
 * @throws UnreadableArchive
 */
export async function findInDockerArchive(files: LayoutFiles, manifest: Bytes, wanted?: string): Promise<Stored> {
  const entries = await readJsonList(manifest, 'manifest.json', files.budget);
  if (entries.length > ARCHIVE_IMAGES_MAX) throw new OverLimit(`it holds more than ${ARCHIVE_IMAGES_MAX} images`);
  const images: ArchivedImage[] = [];
  for (const [index, entry] of entries.entries()) images.push(await archivedImage(files, entry, index));
  const { image, others } = await chooseAmong(images, wanted, async () => true);
  // Several names on one image make one of several entries: the first of them has its layers.
  const { entry } = images.find(({ digest }) => digest === image.digest) as ArchivedImage;
  const { config, size, hex } = await archivedConfig(files, entry);
  if (hex) await verifyDigest(files, (await files.file(textAt(entry, 'Config') ?? '')) as Bytes, `sha256:${hex}`);
  const layers = await layersOf(files, entry, config);
  return {
    kind: 'image',
    format: 'docker',
    config,
    platform: platformOf(config),
    layers,
    digest: hex ? image.digest : '',
    names: image.names,
    bytes: layers.reduce((sum, { bytes }) => sum + bytes, size),
    others: others.map(({ entry: _, ...other }: ListedManifest & { entry?: Json }) => other),
  };
}

async function archivedImage(files: LayoutFiles, entry: Json, index: number): Promise<ArchivedImage> {
  const { config, size, hex } = await archivedConfig(files, entry);
  // Where the name of the config is no digest, its path tells images apart.
  const digest = hex ? `sha256:${hex}` : (textAt(entry, 'Config') ?? '');
  const names = textsAt(entry, 'RepoTags').map((name) => files.budget.name(name));
  return { entry, index, mediaType: '', digest, size, platform: platformOf(config), names };
}

async function archivedConfig(files: LayoutFiles, entry: Json): Promise<{ config: Json; size: number; hex?: string }> {
  const path = textAt(entry, 'Config') ?? '';
  const file = await files.file(path);
  if (!file) throw new UnreadableArchive('the config is missing');
  const hex = /([0-9a-f]{64})(?:\.json)?$/.exec(path)?.[1];
  return {
    config: await readJson(file, 'the config', files.budget),
    size: file.size,
    ...(hex !== undefined && { hex }),
  };
}

async function layersOf(files: LayoutFiles, entry: Json, config: Json): Promise<StoredLayer[]> {
  const diffIds = textsAt(objectAt(config, 'rootfs'), 'diff_ids');
  const layers: StoredLayer[] = [];
  const paths = textsAt(entry, 'Layers');
  checkLayers(paths);
  for (const [index, path] of paths.entries()) {
    const blob = await files.file(path);
    if (!blob) throw new UnreadableArchive(`the layer ${JSON.stringify(path.slice(0, 80))} is missing`);
    const mediaType = 'application/vnd.docker.image.rootfs.diff.tar';
    layers.push({ digest: diffIds[index] ?? '', bytes: blob.size, mediaType, blob });
  }
  return layers;
}
