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
}

/** An OCI archive as `podman save --format oci-archive` writes one. */
export async function ociArchive({ layers, config, platform, gzip = true }: ArchiveShape): Promise<Buffer> {
  const blobs: Record<string, Buffer> = {};
  const add = (contents: Buffer, mediaType: string) => {
    const hex = createHash('sha256').update(contents).digest('hex');
    blobs[`blobs/sha256/${hex}`] = contents;
    return { mediaType, digest: `sha256:${hex}`, size: contents.length };
  };
  const json = (value: object) => Buffer.from(JSON.stringify(value));
  const tars = await Promise.all(layers.map(tar));
  const manifest = {
    schemaVersion: 2,
    config: add(
      json({
        ...(platform ?? { os: 'wasi', architecture: 'wasm' }),
        config: config ?? { Entrypoint: ['/hello.wasm'], StopSignal: 'SIGKILL' },
      }),
      'application/vnd.oci.image.config.v1+json',
    ),
    layers: tars.map((layer) => add(gzip ? gzipSync(layer) : layer, 'application/vnd.oci.image.layer.v1.tar+gzip')),
  };
  const index = { schemaVersion: 2, manifests: [add(json(manifest), 'application/vnd.oci.image.manifest.v1+json')] };
  return tar({ ...blobs, 'index.json': json(index), 'oci-layout': json({ imageLayoutVersion: '1.0.0' }) });
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
