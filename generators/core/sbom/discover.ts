import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../engines/host.js';
import { ExitCode, Failure } from '../failure.js';
import { inTemporaryFolder } from '../files/temporary-folder.js';
import { sbomFormats } from '../options/sbom-formats.js';
import { byDigest } from '../system/registry-access.js';
import { orasAccess, orasFailure } from './attach.js';

/** An SBOM that a registry has for an image. */
export interface AttachedSbom {
  /** The digest of the manifest that refers to the image. */
  referrer: string;
  format: string;
  packages: { name: string; version?: string }[];
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
  const call = async (what: string, args: readonly string[], cwd?: string) => {
    const ended = await host.run('oras', args, { cwd });
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
  const { manifests, referrers } = JSON.parse(listed) as Record<'manifests' | 'referrers', Referrer[] | undefined>;
  const found: AttachedSbom[] = [];
  for (const { digest, artifactType } of manifests ?? referrers ?? []) {
    const format = sbomFormats.find(({ mediaType }) => mediaType === artifactType);
    if (!format) continue;
    const text = await inTemporaryFolder('sbom', async (folder) => {
      const args = ['pull', ...access, '--output', folder, byDigest(image, digest)];
      await call(`oras cannot get ${digest}`, args);
      return onlyFile(folder);
    });
    found.push({ referrer: digest, format: format.value, packages: packagesIn(text) });
  }
  return found;
}

interface Referrer {
  digest: string;
  artifactType?: string;
}

async function onlyFile(folder: string): Promise<string> {
  const [name] = await readdir(folder);
  const text = name === undefined ? '{}' : await readFile(join(folder, name), 'utf8');
  return text.length > LARGEST ? '{}' : text;
}

/** The packages of a document of either format, without the program itself. */
export function packagesIn(text: string): AttachedSbom['packages'] {
  const document = parsedSbom(text);
  const of = (list: unknown) => (Array.isArray(list) ? (list as Record<string, unknown>[]) : []);
  const all = [
    ...of(document.components),
    ...of(document.packages).filter((one) => one?.primaryPackagePurpose !== 'APPLICATION'),
  ];
  return all.flatMap((one) => {
    const version = one?.version ?? one?.versionInfo;
    if (typeof one?.name !== 'string') return [];
    return [{ name: one.name, ...(typeof version === 'string' && { version }) }];
  });
}

function parsedSbom(text: string): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === 'object' && document !== null ? (document as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
