import { basename } from 'node:path/posix';
import { gzipSync } from 'fflate';
import { lastStage } from '../policy/last-stage.js';
import type { ComponentParts } from '../wasm/component.js';
import { worldOf } from '../wasm/world.js';
import { digestOf } from './digest-of.js';
import { indexPlatforms, type Platforms } from './index-platforms.js';
import { objectAt, objectsAt } from './json.js';
import { chooseImage, descriptorOf } from './manifests.js';
import { blobOf, jsonOf, type LayoutFiles } from './read-layout.js';
import { packTar } from './tar.js';

/** What an image is made of, beside the module. */
export interface ImageContents {
  /** The whole reference, with a tag. */
  image: string;
  /** The module's absolute path in the image, and its entrypoint. */
  entrypoint: string;
  module: Uint8Array;
  labels: Readonly<Record<string, string>>;
  /** The port that it exposes. */
  port?: number | undefined;
  /** Seconds since 1970: every time in the image. */
  epoch: number;
  /** What lists it; `wasm` when missing. */
  platforms?: Platforms | undefined;
}

/** An OCI image layout: contents by path. Everything in it follows from what it was made of, to the byte. */
export type Layout = ReadonlyMap<string, Uint8Array>;

/**
 * An image from scratch with one file in it, as an OCI layout.
 * Config and layer are what `podman build` makes of our Containerfile, but for history and times.
 */
export async function imageLayout({
  image,
  entrypoint,
  module,
  labels,
  port,
  epoch,
  platforms,
}: ImageContents): Promise<Layout> {
  const layer = await packTar(new Map([[entrypoint.slice(1), module]]), { epoch, mode: 0o755 });
  // Not Node's own zlib: its output changes with Node's version, and with it the digest.
  const compressed = gzipSync(layer, { mtime: epoch * 1000, level: 9 });
  const blobs = new Blobs();
  const config = blobs.addJson('application/vnd.oci.image.config.v1+json', {
    created: new Date(epoch * 1000).toISOString().replace('.000Z', 'Z'),
    architecture: 'wasm',
    os: 'wasi',
    config: {
      ...(port !== undefined && { ExposedPorts: { [`${port}/tcp`]: {} } }),
      // What buildah puts into every image from scratch.
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      Entrypoint: [entrypoint],
      WorkingDir: '/',
      Labels: labels,
      StopSignal: lastStage.stopSignal,
    },
    rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
  });
  const manifest = blobs.addJson('application/vnd.oci.image.manifest.v1+json', {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config,
    layers: [blobs.add('application/vnd.oci.image.layer.v1.tar+gzip', compressed)],
  });
  const annotations = nameAnnotations(image);
  if (platforms === 'kubernetes') return blobs.layout({ ...blobs.addJson(INDEX_TYPE, indexOf(manifest)), annotations });
  return blobs.layout({ ...manifest, platform: { architecture: 'wasm', os: 'wasi' }, annotations });
}

const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';

/** An index in which every platform has the one manifest. */
function indexOf({ mediaType, digest, size }: WrittenDescriptor): object {
  const manifests = indexPlatforms.map(({ os, architecture }) => ({
    mediaType,
    digest,
    size,
    platform: { architecture, os },
  }));
  return { schemaVersion: 2, mediaType: INDEX_TYPE, manifests };
}

/**
 * The layout of an image that is in another layout: its name, and an index that lists it for every platform.
 *
 * @throws UnreadableArchive, OverLimit
 */
export async function indexedLayout(files: LayoutFiles, image: string): Promise<{ layout: Layout; digest: string }> {
  const { image: found } = await chooseImage(files);
  const blobs = new Blobs();
  const copy = async (descriptor: WrittenDescriptor) => {
    const blob = await blobOf(files, descriptor);
    return blobs.add(descriptor.mediaType, await blob.read(0, blob.size));
  };
  const manifest = await jsonOf(files, found);
  for (const part of [objectAt(manifest, 'config'), ...objectsAt(manifest, 'layers')]) await copy(descriptorOf(part));
  const index = blobs.addJson(INDEX_TYPE, indexOf(await copy(found)));
  return { layout: blobs.layout({ ...index, annotations: nameAnnotations(image) }), digest: index.digest };
}

/**
 * The same module, or a component of it, as a Wasm OCI artifact, which wkg, Spin and wasmCloud exchange: the file itself is
 * the layer. Source: CNCF TAG Runtime, "Wasm OCI Artifact layout" (config v0, os `wasip1` for a core module, `wasip2` for
 * a component).
 *
 * @param component what the file imports and exports, where it is a component
 */
export function artifactLayout(
  { image, entrypoint, module, epoch }: Omit<ImageContents, 'labels'>,
  component?: Pick<ComponentParts, 'imports' | 'exports'>,
): Layout {
  const blobs = new Blobs();
  const layer = {
    ...blobs.add('application/wasm', module),
    // The name of the file that `oras pull` writes. Without it, oras 1.2 writes no file, and exits with 0.
    annotations: { 'org.opencontainers.image.title': basename(entrypoint) },
  };
  const config = blobs.addJson('application/vnd.wasm.config.v0+json', {
    created: new Date(epoch * 1000).toISOString().replace('.000Z', 'Z'),
    architecture: 'wasm',
    os: component ? 'wasip2' : 'wasip1',
    layerDigests: [layer.digest],
    ...(component && {
      component: { exports: component.exports, imports: component.imports, target: worldOf(component.exports) },
    }),
  });
  const manifest = blobs.addJson('application/vnd.oci.image.manifest.v1+json', {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config,
    layers: [layer],
  });
  return blobs.layout({ ...manifest, annotations: nameAnnotations(image) });
}

/** Podman and skopeo read the name from the first, containerd and Docker from the second. */
function nameAnnotations(image: string): Record<string, string> {
  return { 'org.opencontainers.image.ref.name': image, 'io.containerd.image.name': image };
}

interface WrittenDescriptor {
  mediaType: string;
  digest: string;
  size: number;
}

class Blobs {
  readonly #files = new Map<string, Uint8Array>();

  add(mediaType: string, contents: Uint8Array): WrittenDescriptor {
    const digest = digestOf(contents);
    this.#files.set(`blobs/${digest.replace(':', '/')}`, contents);
    return { mediaType, digest, size: contents.byteLength };
  }

  addJson(mediaType: string, value: object): WrittenDescriptor {
    return this.add(mediaType, Buffer.from(JSON.stringify(value)));
  }

  layout(manifest: WrittenDescriptor & { annotations: object; platform?: object }): Layout {
    const json = (value: object) => Buffer.from(JSON.stringify(value));
    const index = { schemaVersion: 2, mediaType: INDEX_TYPE, manifests: [manifest] };
    return new Map([
      ['oci-layout', json({ imageLayoutVersion: '1.0.0' })],
      ['index.json', json(index)],
      ...[...this.#files].sort(([a], [b]) => (a < b ? -1 : 1)),
    ]);
  }
}
