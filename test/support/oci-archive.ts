import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** What an archive is to hold; everything but the layers has a default that makes a good wasi/wasm image. */
export interface ArchiveShape {
  /** A layer's files, or its tar archive. */
  layers: (Record<string, Buffer> | Buffer)[];
  config?: object;
  /** Layers that are packed already: gzip members one after the other, for example. */
  packed?: Buffer[];
  /** The digests of the unpacked layers, if not the true ones. */
  diffIds?: string[];
  platform?: { os: string; architecture: string; variant?: string };
  gzip?: boolean;
  /** Changes the files of the layout before they become an archive. */
  tamper?: (files: Record<string, Buffer>) => void;
  /**
   * How index.json names the image: itself, as Podman saves it; in an index of its own beside an attestation or an
   * image for another platform, as Docker saves what buildx built.
   */
  within?: 'attested' | 'index of two' | 'two images';
}

/** An OCI archive as `podman save --format oci-archive` and `docker save` write one. */
export async function ociArchive(shape: ArchiveShape): Promise<Buffer> {
  return tar(await ociFiles(shape));
}

/** The files of such an archive, by path. */
export async function ociFiles({
  layers,
  config,
  platform,
  gzip = true,
  packed = [],
  diffIds,
  within,
  tamper,
}: ArchiveShape): Promise<Record<string, Buffer>> {
  const blobs: Record<string, Buffer> = {};
  const add = (contents: Buffer, mediaType: string) => {
    const digest = digestOf(contents);
    blobs[`blobs/${digest.replace(':', '/')}`] = contents;
    return { mediaType, digest, size: contents.length };
  };
  const json = (value: object) => Buffer.from(JSON.stringify(value));
  const tars = await Promise.all(layers.map((layer) => (Buffer.isBuffer(layer) ? layer : tar(layer))));
  const manifest = {
    schemaVersion: 2,
    config: add(
      json({
        ...(platform ?? { os: 'wasi', architecture: 'wasm' }),
        config: config ?? { Entrypoint: ['/hello.wasm'], StopSignal: 'SIGKILL' },
        rootfs: { type: 'layers', diff_ids: diffIds ?? tars.map(digestOf) },
      }),
      'application/vnd.oci.image.config.v1+json',
    ),
    layers: [...tars.map((layer) => (gzip ? gzipSync(layer) : layer)), ...packed].map((layer) =>
      add(layer, 'application/vnd.oci.image.layer.v1.tar+gzip'),
    ),
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
  const files = { ...blobs, 'index.json': index(top), 'oci-layout': json({ imageLayoutVersion: '1.0.0' }) };
  tamper?.(files);
  return files;
}

function digestOf(contents: Buffer): string {
  return `sha256:${createHash('sha256').update(contents).digest('hex')}`;
}

/** A tar archive with these files. */
export async function tar(files: Record<string, Buffer>): Promise<Buffer> {
  const archive = pack();
  // Left out, the time is now: the same files would make another digest a second later.
  for (const [name, contents] of Object.entries(files)) archive.entry({ name, mtime: new Date(0) }, contents);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as unknown as Readable) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** An entry as no writer of archives would make it. */
export interface RawEntry {
  name: string;
  /** `0` file, `1` hard link, `2` symbolic link, `3` device, `5` folder, `6` pipe. */
  type?: string;
  target?: string;
  contents?: Buffer;
  /** What the header claims, if not the truth. */
  size?: number;
  mode?: number;
}

/** A tar archive of such entries, byte by byte. Source: POSIX pax, ustar interchange format. */
export function rawTar(entries: RawEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(rawEntry), Buffer.alloc(1024)]);
}

function rawEntry({
  name,
  type = '0',
  target = '',
  contents = Buffer.alloc(0),
  size,
  mode = 0o644,
}: RawEntry): Buffer[] {
  const header = Buffer.alloc(512);
  const octal = (value: number, at: number, length: number) =>
    header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at);
  header.write(name, 0, 100);
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size ?? contents.length, 124, 12);
  octal(0, 136, 12);
  header.write(' '.repeat(8), 148);
  header.write(type, 156);
  header.write(target, 157, 100);
  header.write('ustar\x0000', 257);
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    8,
  );
  return [header, contents, Buffer.alloc((512 - (contents.length % 512)) % 512)];
}
