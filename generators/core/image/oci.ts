import { Readable } from 'node:stream';
import { type Files, readTar, UnreadableArchive, unpackLayer } from './archive.js';
import { type NotAModule, readWasm, type WasmModule } from './wasm.js';

/** What is really in an image, read back from its own bytes. */
export interface ImageReport {
  os: string;
  architecture: string;
  variant?: string;
  /** One entry a layer. */
  layers: { digest: string; bytes: number }[];
  /** Every file of every layer, by absolute path. */
  files: { path: string; bytes: number }[];
  entrypoint: string[];
  labels: Record<string, string>;
  stopSignal?: string;
  /** Digest of the manifest. */
  digest: string;
  /** Bytes of manifest, config and layers as stored: what a push transfers. */
  bytes: number;
  /** The file that the entrypoint names, if it is in the image. */
  module?: WasmModule | NotAModule;
  /** The bytes of that file. */
  program?: Uint8Array;
}

interface Descriptor {
  digest: string;
  size: number;
  mediaType: string;
  platform?: { os?: string; architecture?: string };
  annotations?: Record<string, string>;
}

interface Config {
  os?: string;
  architecture?: string;
  variant?: string;
  config?: { Entrypoint?: string[]; Labels?: Record<string, string>; StopSignal?: string };
}

/**
 * Reads an OCI archive (`podman save --format oci-archive`, `docker save`). `podman image inspect` does not do:
 * it prints no variant, and knows nothing of the files in a layer.
 *
 * @throws UnreadableArchive when it is no OCI archive of one image, or too large to be a Wasm image
 */
export async function readOciArchive(stream: NodeJS.ReadableStream): Promise<ImageReport> {
  const archive = await readTar(stream);
  const descriptor = imageIn(archive, 'index.json');
  const manifest = json<{ config: Descriptor; layers: Descriptor[] }>(archive, blobPath(descriptor.digest));
  const config = json<Config>(archive, blobPath(manifest.config.digest));

  const contents: Files = new Map();
  for (const layer of manifest.layers) {
    const unpacked = await unpackLayer(blob(archive, blobPath(layer.digest)));
    for (const [path, file] of await readTar(Readable.from([unpacked]))) contents.set(`/${path}`, file);
  }

  const entrypoint = config.config?.Entrypoint ?? [];
  const program = contents.get(entrypoint[0] ?? '');
  return {
    os: config.os ?? '',
    architecture: config.architecture ?? '',
    ...(config.variant && { variant: config.variant }),
    layers: manifest.layers.map(({ digest, size }) => ({ digest, bytes: size })),
    files: [...contents].map(([path, file]) => ({ path, bytes: file.length })),
    entrypoint,
    labels: config.config?.Labels ?? {},
    ...(config.config?.StopSignal && { stopSignal: config.config.StopSignal }),
    digest: descriptor.digest,
    bytes: [descriptor, manifest.config, ...manifest.layers].reduce((sum, { size }) => sum + size, 0),
    ...(program && { module: await readWasm(program), program }),
  };
}

/** How deep indexes may stand in one another: Docker's are two deep. */
const DEPTH = 4;

/**
 * The one image of an index. Docker saves an image index as it was built: within another index,
 * with an attestation beside the image, for a platform called unknown/unknown.
 */
function imageIn(archive: Files, path: string, depth = 1): Descriptor {
  const { manifests } = json<{ manifests: Descriptor[] }>(archive, path);
  const images = manifests.filter(({ annotations }) => !annotations?.['vnd.docker.reference.type']);
  const [only, second] = images.length > 1 ? images.filter(isForWasm) : images;
  if (!only || second) throw new UnreadableArchive(`it holds ${images.length} images`);
  if (!/\.(?:index\.v1|manifest\.list\.v2)\+json$/.test(only.mediaType)) return only;
  if (depth === DEPTH) throw new UnreadableArchive(`its indexes stand more than ${DEPTH} deep in one another`);
  return imageIn(archive, blobPath(only.digest), depth + 1);
}

function isForWasm({ platform }: Descriptor): boolean {
  return platform?.os === 'wasi' && platform.architecture === 'wasm';
}

function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

function blob(archive: Files, path: string): Buffer {
  const contents = archive.get(path);
  if (!contents) throw new UnreadableArchive(`${path} is missing`);
  return contents;
}

function json<Shape>(archive: Files, path: string): Shape {
  try {
    return JSON.parse(blob(archive, path).toString('utf8')) as Shape;
  } catch (error) {
    if (error instanceof UnreadableArchive) throw error;
    throw new UnreadableArchive(`${path} is not JSON`);
  }
}
