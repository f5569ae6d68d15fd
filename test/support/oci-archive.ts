import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** What an archive is to hold; everything but the layers has a default that makes a good wasi/wasm image. */
export interface ArchiveShape {
  layers: Record<string, Buffer>[];
  config?: object;
  platform?: { os: string; architecture: string; variant?: string };
  gzip?: boolean;
  /**
   * How the image stands in index.json: itself, as Podman saves it; in an index of its own beside an
   * attestation or an image for another platform, as Docker saves what buildx built.
   */
  within?: 'attested' | 'index of two' | 'two images';
}

/** An OCI archive as `podman save --format oci-archive` and `docker save` write one. */
export async function ociArchive({ layers, config, platform, gzip = true, within }: ArchiveShape): Promise<Buffer> {
  const blobs: Record<string, Buffer> = {};
  const add = (contents: Buffer, mediaType: string) => {
    const digest = digestOf(contents);
    blobs[`blobs/${digest.replace(':', '/')}`] = contents;
    return { mediaType, digest, size: contents.length };
  };
  const json = (value: object) => Buffer.from(JSON.stringify(value));
  const tars = await Promise.all(layers.map(tar));
  const manifest = {
    schemaVersion: 2,
    config: add(
      json({
        ...(platform ?? { os: 'wasi', architecture: 'wasm' }),
        config: config ?? { Entrypoint: ['/hello.wasm'], StopSignal: 'SIGKILL' },
        rootfs: { type: 'layers', diff_ids: tars.map(digestOf) },
      }),
      'application/vnd.oci.image.config.v1+json',
    ),
    layers: tars.map((layer) => add(gzip ? gzipSync(layer) : layer, 'application/vnd.oci.image.layer.v1.tar+gzip')),
  };
  const image = add(json(manifest), 'application/vnd.oci.image.manifest.v1+json');
  const index = (...manifests: object[]) => json({ schemaVersion: 2, manifests });
  const wasm = { ...image, platform: platform ?? { os: 'wasi', architecture: 'wasm' } };
  const beside = {
    ...add(json({ ...manifest, annotations: { beside: 'yes' } }), 'application/vnd.oci.image.manifest.v1+json'),
    ...(within === 'attested'
      ? {
          platform: { os: 'unknown', architecture: 'unknown' },
          annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
        }
      : { platform: within === 'two images' ? wasm.platform : { os: 'linux', architecture: 'amd64' } }),
  };
  const top = within ? add(index(beside, wasm), 'application/vnd.oci.image.index.v1+json') : image;
  return tar({ ...blobs, 'index.json': index(top), 'oci-layout': json({ imageLayoutVersion: '1.0.0' }) });
}

function digestOf(contents: Buffer): string {
  return `sha256:${createHash('sha256').update(contents).digest('hex')}`;
}

/** A tar archive with these files. */
export async function tar(files: Record<string, Buffer>): Promise<Buffer> {
  const archive = pack();
  for (const [name, contents] of Object.entries(files)) archive.entry({ name }, contents);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as unknown as Readable) chunks.push(chunk);
  return Buffer.concat(chunks);
}
