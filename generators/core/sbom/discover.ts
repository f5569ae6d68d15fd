import type { Host } from '../engines/host.js';
import { ExitCode, Failure } from '../failure.js';
import { JSON_MAX, objectsAt, parsedObject, textAt } from '../oci/json.js';
import { sbomFormats } from '../options/sbom-formats.js';
import { byDigest } from '../system/registry-access.js';
import { orasAccess, orasFailure } from './attach.js';

/** An SBOM that a registry has for an image. */
export interface AttachedSbom {
  /** The digest of the manifest that refers to the image. */
  referrer: string;
  format: string;
  packages: { name: string; version?: string }[];
  /** Why its packages are not known; missing where they are. */
  unread?: string;
}

/** Longer than any SBOM of a module; what is longer is not read. */
const LARGEST = 64 * 1024 * 1024;

/**
 * Gets the SBOMs that are attached to an image in its registry.
 *
 * @throws Failure (wrong input) where there is no oras, or the registry does not answer
 */
export async function attachedSboms(host: Host, image: string): Promise<AttachedSbom[]> {
  const access = await orasAccess(image);
  const call = async (what: string, args: readonly string[], maxBuffer?: number) => {
    const ended = await host.run('oras', args, maxBuffer === undefined ? {} : { maxBuffer });
    if (ended.missing) {
      throw new Failure('--sbom needs oras, which is not on PATH.', {
        exitCode: ExitCode.wrongInput,
        fix: [{ text: 'Install oras: its packages are at oras.land.' }],
      });
    }
    if (ended.exitCode !== 0) throw orasFailure(what, ended).with({ exitCode: ExitCode.wrongInput });
    return ended.stdout;
  };
  const listed = await call(`oras cannot list what is attached to ${image}`, [
    'discover',
    ...access,
    '--format',
    'json',
    image,
  ]);
  // oras 1.3 renamed the list.
  const document = parsedObject(listed);
  const found: AttachedSbom[] = [];
  for (const referrer of [...objectsAt(document, 'manifests'), ...objectsAt(document, 'referrers')]) {
    const digest = textAt(referrer, 'digest');
    const format = sbomFormats.find(({ mediaType }) => mediaType === referrer.artifactType);
    if (!format || digest === undefined) continue;
    const manifest = await call(
      `oras cannot get ${digest}`,
      ['manifest', 'fetch', ...access, byDigest(image, digest)],
      JSON_MAX,
    );
    const [layer] = objectsAt(parsedObject(manifest), 'layers');
    const document = textAt(layer ?? {}, 'digest');
    // Whoever pushed it chose its size, and nothing of it is to be on the disk: `oras pull` writes all of it first.
    const fits = typeof layer?.size === 'number' && layer.size <= LARGEST;
    const args = ['blob', 'fetch', ...access, '--output', '-', byDigest(image, document ?? '')];
    const text = fits && document !== undefined ? await call(`oras cannot get ${document}`, args, LARGEST + 1) : '';
    const isJson = Object.keys(parsedObject(text)).length > 0;
    const unread = fits ? 'it is no document in JSON' : `it has more than ${LARGEST / 1024 ** 2} MiB, or no size`;
    found.push({ referrer: digest, format: format.value, packages: packagesIn(text), ...(!isJson && { unread }) });
  }
  return found;
}

/** The packages of a document of either format, without the program itself. */
export function packagesIn(text: string): AttachedSbom['packages'] {
  const document = parsedObject(text);
  const all = [
    ...objectsAt(document, 'components'),
    ...objectsAt(document, 'packages').filter((one) => one.primaryPackagePurpose !== 'APPLICATION'),
  ];
  return all.flatMap((one) => {
    const name = textAt(one, 'name');
    const version = textAt(one, 'version') ?? textAt(one, 'versionInfo');
    return name === undefined ? [] : [{ name, ...(version !== undefined && { version }) }];
  });
}
