import { type Json, objectAt, objectsAt, readJson, textAt } from './json.js';
import { type Descriptor, hasBlob, jsonOf, type LayoutFiles } from './read-layout.js';
import { ManyImages, UnreadableArchive } from './unreadable.js';

/** `os/architecture`, and a variant behind another `/` where there is one. */
export interface Platform {
  os: string;
  architecture: string;
  variant?: string;
}

/** One image of a layout. */
export interface Listed extends Descriptor {
  /** As the index, or else the image's own config, says. */
  platform: Platform;
  /** The name it is stored under, if any. */
  name?: string;
}

/** The image to look at, and the others that stand beside it. */
export interface Choice {
  image: Listed;
  others: Listed[];
}

/** How deep indexes may stand in one another: Docker's are two deep. */
const DEPTH = 4;
/** More images than any index holds: the official ones of many platforms have about twenty. */
const IMAGES_MAX = 1000;
/** One index may be listed a thousand times in another: what is followed has an end. */
const INDEXES_MAX = 100;

/** Where an index stands: how deep, how many more may be followed in all, and the name of the entry that leads to it. */
interface Place {
  depth: number;
  left: { indexes: number };
  parent?: string;
}

/**
 * Chooses the image to look at: the one of that name; else the only one, else the one for wasi/wasm, else the first.
 *
 * @throws UnreadableArchive when several are for wasi/wasm, or none has that name
 */
export async function chooseImage(files: LayoutFiles, name?: string): Promise<Choice> {
  const index = await files.file('index.json');
  if (!index) throw new UnreadableArchive('index.json is missing');
  const all = await listImages(files, await readJson(index, 'index.json'), {
    depth: 1,
    left: { indexes: INDEXES_MAX },
  });
  const images = name === undefined ? all : all.filter((image) => image.name === name || image.digest === name);
  const [first, second] = images;
  if (!first) {
    if (name === undefined || all.length === 0) throw new UnreadableArchive('it holds no image');
    throw new ManyImages(`it holds no ${shownName(name)}${named(all)}`);
  }
  const image = second ? await preferred(files, images) : first;
  return { image, others: all.filter((other) => other !== image) };
}

async function preferred(files: LayoutFiles, images: Listed[]): Promise<Listed> {
  const [only, second] = images.filter(({ platform }) => isWasm(platform));
  if (second) throw new ManyImages(`it holds ${images.length} images${named(images)}`);
  if (only) return only;
  // `docker save` writes the whole index of an image of which only this machine's platform was pulled.
  for (const image of images) if (await hasBlob(files, image)) return image;
  return images[0] as Listed;
}

/** Whether a platform is the one that `podman run` hands to crun-wasm. */
export function isWasm({ os, architecture }: Platform): boolean {
  return os === 'wasi' && architecture === 'wasm';
}

/** `wasi/wasm`, or `linux/arm64/v8`. */
export function platformText({ os, architecture, variant }: Platform): string {
  return [os || 'unknown', architecture || 'unknown', variant].filter(Boolean).join('/');
}

function named(images: Listed[]): string {
  const names = images.slice(0, 5).map(({ name, digest }) => shownName(name ?? digest));
  return names.length === 0 ? '' : `: ${names.join(', ')}${images.length > names.length ? ', …' : ''}`;
}

function shownName(name: string): string {
  return JSON.stringify(name.slice(0, 120));
}

/**
 * Every image of an index. Docker saves an image index as it was built: within another index, with an
 * attestation beside the image, for a platform called unknown/unknown.
 */
async function listImages(files: LayoutFiles, index: Json, { depth, left, parent }: Place): Promise<Listed[]> {
  const images: Listed[] = [];
  for (const entry of objectsAt(index, 'manifests')) {
    const annotations = objectAt(entry, 'annotations');
    if (textAt(annotations, 'vnd.docker.reference.type')) continue;
    const descriptor = descriptorOf(entry);
    const name = nameOf(annotations) ?? parent;
    if (/\.(?:index\.v1|manifest\.list\.v2)\+json$/.test(descriptor.mediaType)) {
      if (depth === DEPTH) throw new UnreadableArchive(`its indexes stand more than ${DEPTH} deep in one another`);
      if (left.indexes-- === 0) throw new UnreadableArchive(`it holds more than ${INDEXES_MAX} indexes`);
      const place = { depth: depth + 1, left, ...(name !== undefined && { parent: name }) };
      images.push(...(await listImages(files, await jsonOf(files, descriptor), place)));
    } else {
      const platform = entry.platform ? platformOf(objectAt(entry, 'platform')) : await ownPlatform(files, descriptor);
      images.push({ ...descriptor, platform, ...(name !== undefined && { name }) });
    }
    if (images.length > IMAGES_MAX) throw new UnreadableArchive(`it holds more than ${IMAGES_MAX} images`);
  }
  return images;
}

/** Podman and skopeo write the first; containerd and Docker the second, where the first is a tag alone. */
function nameOf(annotations: Json): string | undefined {
  return textAt(annotations, 'io.containerd.image.name') ?? textAt(annotations, 'org.opencontainers.image.ref.name');
}

async function ownPlatform(files: LayoutFiles, descriptor: Descriptor): Promise<Platform> {
  const manifest = await jsonOf(files, descriptor);
  return platformOf(await jsonOf(files, descriptorOf(objectAt(manifest, 'config'))));
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
