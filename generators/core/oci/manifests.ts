import { OverLimit } from '../bytes/budget.js';
import { type Json, objectAt, objectsAt, readJson, textAt } from './json.js';
import { imagesCalled, type Named, shownImages, shownName, withoutDuplicates } from './names.js';
import { blobOf, type Descriptor, hasBlob, jsonOf, type LayoutFiles } from './read-layout.js';
import { ManyImages, UnreadableArchive } from './unreadable.js';

/** `os/architecture`, and a variant behind another `/` where there is one. */
export interface Platform {
  os: string;
  architecture: string;
  variant?: string;
}

/** One image of a layout. */
export interface ListedManifest extends Descriptor, Named {
  /** As the index, or else the image's own config, says. */
  platform: Platform;
  /** The index that lists it, where it is in one. */
  within?: ImageIndex;
}

/** An index as a registry serves it: a layout names it where it would name an image. */
export interface ImageIndex {
  /** Missing of a list that no registry has yet. */
  digest?: string;
  /** What it lists an image for; attestations are none. */
  platforms: Platform[];
}

/** The image to look at, and the others beside it. */
export interface ImageChoice {
  image: ListedManifest;
  others: ListedManifest[];
}

/** More layers than any engine takes. */
const LAYERS_MAX = 1000;

/** @throws OverLimit when an image has more layers than are read */
export function checkLayers({ length }: readonly unknown[]): void {
  if (length > LAYERS_MAX) throw new OverLimit(`it has ${length} layers, and ${LAYERS_MAX} are the most that are read`);
}

/** How deep indexes may be nested: Docker's are two deep. */
const INDEX_DEPTH = 4;
/** More images than any index holds: the official ones of many platforms have about twenty. */
const IMAGES_MAX = 1000;
/** One index may be listed a thousand times in another: what is followed has an end. */
const INDEXES_MAX = 100;

/** Where an index is: how deep, how many more may be followed in all, and the entry that leads to it. */
interface IndexPlace {
  depth: number;
  left: { indexes: number };
  parent?: Pick<ListedManifest, 'names' | 'index'> & { within: ImageIndex };
}

/**
 * Chooses the image to look at, among those of that name or digest, or among all: the only one, else the one for
 * wasi/wasm, else the first.
 *
 * @throws UnreadableArchive when several are for wasi/wasm, or none has that name
 */
export async function chooseImage(files: LayoutFiles, name?: string): Promise<ImageChoice> {
  const index = await files.file('index.json');
  if (!index) throw new UnreadableArchive('index.json is missing');
  const all = await listImages(files, await readJson(index, 'index.json', files.budget), {
    depth: 1,
    left: { indexes: INDEXES_MAX },
  });
  return chooseAmong(all, name, (image) => hasBlob(files, image));
}

/**
 * The same for images that are listed already.
 *
 * @param isHere whether an image is there, and not only listed
 */
export async function chooseAmong(
  all: readonly ListedManifest[],
  name: string | undefined,
  isHere: (image: ListedManifest) => Promise<boolean>,
): Promise<ImageChoice> {
  const everything = withoutDuplicates(all);
  const called = name === undefined ? all : imagesCalled(all, name);
  const images = everything.filter(({ digest }) => called.some((image) => image.digest === digest));
  const [first, second] = images;
  if (!first) {
    if (name === undefined || all.length === 0) throw new UnreadableArchive('it holds no image');
    throw new ManyImages(`it holds no ${shownName(name)}: ${shownImages(everything)}`);
  }
  const image = second ? await preferred(images, name !== undefined, isHere) : first;
  return { image, others: everything.filter(({ digest }) => digest !== image.digest) };
}

async function preferred(
  images: ListedManifest[],
  isNamed: boolean,
  isHere: (image: ListedManifest) => Promise<boolean>,
): Promise<ListedManifest> {
  const [first, second] = images.filter(({ platform }) => isWasm(platform));
  if (first && second) {
    // One name on two images: skopeo and Podman take the first.
    const sameName = images.every(({ names }) => names[0] !== undefined && names[0] === first.names[0]);
    if (!isNamed && !sameName) throw new ManyImages(`it holds ${images.length} images: ${shownImages(images)}`);
  }
  if (first) return first;
  // `docker save` writes the whole index of an image of which only this machine's platform was pulled.
  for (const image of images) if (await isHere(image)) return image;
  return images[0] as ListedManifest;
}

/** Whether a platform is the one that `podman run` hands to crun-wasm. */
export function isWasm({ os, architecture }: Platform): boolean {
  return os === 'wasi' && architecture === 'wasm';
}

/** `wasi/wasm`, or `linux/arm64/v8`. */
export function platformText({ os, architecture, variant }: Platform): string {
  return [os || 'unknown', architecture || 'unknown', variant].filter(Boolean).join('/');
}

/**
 * Every image of an index. Docker saves an image index as it was built: within another index, with an
 * attestation beside the image, for a platform called unknown/unknown.
 */
async function listImages(
  files: LayoutFiles,
  index: Json,
  { depth, left, parent }: IndexPlace,
): Promise<ListedManifest[]> {
  const images: ListedManifest[] = [];
  for (const [place, entry] of objectsAt(index, 'manifests').entries()) {
    const annotations = objectAt(entry, 'annotations');
    if (textAt(annotations, 'vnd.docker.reference.type')) continue;
    const descriptor = descriptorOf(entry);
    const own = namesOf(annotations);
    const at = { index: parent?.index ?? place, names: own.length > 0 ? own : (parent?.names ?? []) };
    if (/\.(?:index\.v1|manifest\.list\.v2)\+json$/.test(descriptor.mediaType)) {
      if (depth === INDEX_DEPTH) throw new UnreadableArchive(`its indexes are nested more than ${INDEX_DEPTH} deep`);
      if (left.indexes-- === 0) throw new OverLimit(`it holds more than ${INDEXES_MAX} indexes`);
      const within = parent?.within ?? { digest: descriptor.digest, platforms: [] };
      const inside = { depth: depth + 1, left, parent: { ...at, within } };
      images.push(...(await listImages(files, await jsonOf(files, descriptor), inside)));
    } else {
      const platform = entry.platform ? platformOf(objectAt(entry, 'platform')) : await ownPlatform(files, descriptor);
      const texts = [descriptor.digest, descriptor.mediaType, platformText(platform), ...at.names];
      files.budget.keep(texts.reduce((sum, { length }) => sum + length, 0));
      parent?.within.platforms.push(platform);
      images.push({ ...descriptor, platform, ...at, ...(parent && { within: parent.within }) });
    }
    if (images.length > IMAGES_MAX) throw new OverLimit(`it holds more than ${IMAGES_MAX} images`);
  }
  return images;
}

/** The images of an index: what Docker lists beside them, an attestation, is none. */
export function listedEntries(index: Json): Json[] {
  return objectsAt(index, 'manifests').filter(
    (entry) => textAt(objectAt(entry, 'annotations'), 'vnd.docker.reference.type') === undefined,
  );
}

/** What an index lists images for. */
export function listedPlatforms(index: Json): Platform[] {
  return listedEntries(index).map((entry) => platformOf(objectAt(entry, 'platform')));
}

/** Podman and skopeo write the second; containerd and Docker the first, and only the tag as the second. */
function namesOf(annotations: Json): string[] {
  const keys = ['io.containerd.image.name', 'org.opencontainers.image.ref.name'];
  const names = keys.map((key) => textAt(annotations, key)).filter((name) => name !== undefined);
  return [...new Set(names)];
}

async function ownPlatform(files: LayoutFiles, descriptor: Descriptor): Promise<Platform> {
  // An index may list what the layout does not hold.
  if (!(await hasBlob(files, descriptor))) return platformOf({});
  return platformOf((await configOf(files, await jsonOf(files, descriptor))).config);
}

/** The media types of images' configs; anything else is the config of an artifact. */
const IMAGE_CONFIG = /^application\/vnd\.(?:oci\.image\.config\.v1|docker\.container\.image\.v1)\+json$/;

/** The config that a manifest names. That of an artifact may be empty, of any form, or none. */
export async function configOf(
  files: LayoutFiles,
  manifest: Json,
): Promise<{ config: Json; isImage: boolean; mediaType: string; size: number }> {
  const { mediaType, digest, size } = descriptorOf(objectAt(manifest, 'config'));
  const isImage = IMAGE_CONFIG.test(mediaType);
  const isNone = digest === '' || mediaType === 'application/vnd.oci.empty.v1+json';
  if (isNone) return { config: {}, isImage, mediaType, size: Math.max(0, size) };
  const blob = await blobOf(files, { mediaType, digest, size });
  const isJson = isImage || (await blob.read(0, 1)).toString() === '{';
  return { config: isJson ? await readJson(blob, 'the config', files.budget) : {}, isImage, mediaType, size };
}

/** The platform in an index's entry, or in an image's config. */
export function platformOf(json: Json): Platform {
  const variant = textAt(json, 'variant');
  return {
    os: textAt(json, 'os') ?? '',
    architecture: textAt(json, 'architecture') ?? '',
    ...(variant !== undefined && { variant }),
  };
}

/** A descriptor, whose size and digest are still to be verified. */
export function descriptorOf(json: Json): Descriptor {
  const size = typeof json.size === 'number' && Number.isSafeInteger(json.size) ? json.size : -1;
  return { mediaType: textAt(json, 'mediaType') ?? '', digest: textAt(json, 'digest') ?? '', size };
}
