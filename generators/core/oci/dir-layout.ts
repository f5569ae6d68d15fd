import { createHash } from 'node:crypto';
import { bytesOf } from '../bytes/bytes.js';
import { JSON_MAX, objectsAt, readJson } from './json.js';
import { type LayoutFiles, layoutFiles } from './read-layout.js';
import { UnreadableArchive } from './unreadable.js';

/**
 * The files of a folder that skopeo wrote for `dir:`, as those of an OCI layout: manifest.json is the manifest itself, and
 * blobs go by their hex digits. Undefined where it holds no manifest. Source: containers/image, directory/directory_dest.go.
 */
export async function dirFiles(files: LayoutFiles): Promise<LayoutFiles | undefined> {
  const manifest = await files.file('manifest.json');
  if (!manifest) return undefined;
  if (manifest.size > JSON_MAX) throw new UnreadableArchive(`manifest.json is larger than ${JSON_MAX / 1024 ** 2} MiB`);
  const json = await readJson(manifest, 'manifest.json', files.budget).catch(() => undefined);
  // `docker save` has a list there.
  if (!json) return undefined;
  const isIndex = objectsAt(json, 'manifests').length > 0;
  const type = isIndex ? 'application/vnd.oci.image.index.v1+json' : 'application/vnd.oci.image.manifest.v1+json';
  const hex = createHash('sha256')
    .update(await manifest.read(0, manifest.size))
    .digest('hex');
  const entry = { mediaType: type, digest: `sha256:${hex}`, size: manifest.size };
  const index = bytesOf(Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [entry] })));
  return layoutFiles(async (path) => {
    if (path === 'index.json') return index;
    const [, name] = /^blobs\/sha\d+\/([0-9a-f]+)$/.exec(path) ?? [];
    if (name === undefined) return undefined;
    // Of a list, skopeo writes the manifests as HEX.manifest.json.
    return name === hex ? manifest : ((await files.file(name)) ?? (await files.file(`${name}.manifest.json`)));
  }, files.budget);
}
