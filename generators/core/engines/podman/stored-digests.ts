import { digestOf } from '../../oci/digest-of.js';
import { type Json, objectAt, objectsAt, parsedObject } from '../../oci/json.js';
import { descriptorOf } from '../../oci/manifests.js';
import type { ImageReport } from '../../oci/oci.js';
import { ANSWER_LIMIT } from '../explain.js';
import type { Host } from '../host.js';

/** An image as `podman save` wrote it, and how the store knows it. */
interface Saved {
  report: ImageReport;
  /** The reference or the image ID. */
  image: string;
  /** Whether it is more than something that was built here: pulled, or an entry of a list. */
  isFromElsewhere: boolean;
}

/**
 * Gives a report the digest and the layers that the store has of a pulled image: those of the registry. `podman save`
 * compresses the layers again, so that its copy has others. Of an image that was built here the copy is what a push makes.
 * Skopeo prints the stored manifest, where it is there; Podman itself tells the digest only.
 */
export async function withStoredDigests({ run }: Host, saved: Saved, signal: AbortSignal): Promise<ImageReport> {
  const { report, image, isFromElsewhere } = saved;
  const format = '{{.Id}} {{.Digest}}';
  const asked = await run('podman', ['image', 'inspect', '--format', format, image], { timeout: ANSWER_LIMIT, signal });
  const [, id, digest] = /^([0-9a-f]{64}) (sha256:[0-9a-f]{64})\s*$/.exec(asked.stdout) ?? [];
  if (asked.exitCode !== 0 || id === undefined || digest === undefined || digest === report.digest) return report;
  const manifest = await storedManifest(run, id, signal);
  if (manifest) {
    const isCompressed = objectsAt(manifest.json, 'layers').some(({ mediaType }) =>
      /gzip|zstd/.test(String(mediaType)),
    );
    return isCompressed || isFromElsewhere ? withManifest(report, manifest) : report;
  }
  return isFromElsewhere ? { ...report, digest, ...unpackedLayers(report) } : report;
}

interface StoredManifest {
  json: Json;
  digest: string;
  bytes: number;
}

async function storedManifest(run: Host['run'], id: string, signal: AbortSignal): Promise<StoredManifest | undefined> {
  const source = `containers-storage:@${id}`;
  const asked = await run('skopeo', ['inspect', '--raw', source], { timeout: ANSWER_LIMIT, signal });
  if (asked.exitCode !== 0) return undefined;
  const json = parsedObject(asked.stdout);
  // A list, or the store of another Podman than the one that saved it.
  if (descriptorOf(objectAt(json, 'config')).digest !== `sha256:${id}`) return undefined;
  const digest = digestOf(asked.stdout);
  return { json, digest, bytes: Buffer.byteLength(asked.stdout) };
}

function withManifest(report: ImageReport, { json, digest, bytes }: StoredManifest): ImageReport {
  const stored = objectsAt(json, 'layers').map(descriptorOf);
  if (stored.length !== report.layers.length) return { ...report, digest };
  const layers = report.layers.map((layer, index) => {
    const { digest: own = layer.digest, mediaType = layer.mediaType, size = layer.bytes } = stored[index] ?? {};
    return { ...layer, digest: own, mediaType, bytes: size };
  });
  const { size } = descriptorOf(objectAt(json, 'config'));
  return { ...report, digest, layers, bytes: layers.reduce((sum, layer) => sum + layer.bytes, bytes + size) };
}

/** The layers as Podman's store holds them: not compressed, known by the digests of their archives. */
function unpackedLayers({ layers, bytes }: ImageReport): Pick<ImageReport, 'layers' | 'bytes'> {
  const stored = layers.map((layer) => ({
    ...layer,
    digest: layer.diffId ?? layer.digest,
    bytes: layer.unpacked ?? layer.bytes,
    mediaType: layer.mediaType.replace(/[+.](?:gzip|zstd)$/, ''),
  }));
  const grown = stored.reduce((sum, layer, index) => sum + layer.bytes - (layers[index]?.bytes ?? 0), bytes);
  return { layers: stored, bytes: grown };
}
