import { cancelled } from '../engines/explain.js';
import type { Host } from '../engines/host.js';
import { ExitCode, Failure } from '../failure.js';
import { parsedObject, textAt } from '../oci/json.js';
import { type SbomFormat, sbomFormat } from '../options/sbom-formats.js';
import { lastLines } from '../system/last-lines.js';
import { startFailure } from '../system/process-failure.js';
import { isLoopback, podmanAuthFile } from '../system/registry-access.js';

/** An SBOM, and the image that it is of. */
export interface Attachment {
  /** The image in its registry. */
  image: string;
  /** The same by the digest of what was pushed. */
  subject: string;
  /** The folder of the file, absolute. */
  directory: string;
  file: string;
  format: SbomFormat;
}

/** The manifest of what was attached, or why nothing was. */
export type AttachedResult = { referrer: string } | { referrer?: never; why: string };

/**
 * Attaches an SBOM to an image in its registry: as a referrer, which `oras discover` and registries list for the image.
 * Podman and skopeo cannot attach one.
 *
 * @throws Failure where the registry does not take it; Cancelled
 */
export async function attachSbom(
  host: Host,
  { image, subject, directory, file, format }: Attachment,
  signal?: AbortSignal,
): Promise<AttachedResult> {
  const access = await orasAccess(image);
  const { mediaType } = sbomFormat(format);
  const args = ['attach', ...access, '--format', 'json', '--artifact-type', mediaType, subject, `${file}:${mediaType}`];
  const attached = await host.run('oras', args, { cwd: directory, signal });
  if (signal?.aborted) throw cancelled();
  if (attached.missing) {
    return { why: `${file} is not attached to ${image}: there is no oras on PATH. Install oras, then push again.` };
  }
  if (attached.exitCode !== 0) throw orasFailure(`oras cannot attach ${file} to ${image}`, attached);
  const referrer = textAt(parsedObject(attached.stdout), 'digest');
  if (referrer === undefined) throw orasFailure(`oras printed no digest of what it attached to ${image}`, attached);
  return { referrer };
}

/** How oras reaches the registry of an image. */
export async function orasAccess(image: string): Promise<string[]> {
  const file = await podmanAuthFile(image, process.env);
  return [...(isLoopback(image) ? ['--plain-http'] : []), ...(file === undefined ? [] : ['--registry-config', file])];
}

/** The failure of a call of oras, with what it printed. */
export function orasFailure(what: string, ended: Awaited<ReturnType<Host['run']>>): Failure {
  const neverRan = startFailure('oras', ended);
  if (neverRan) return neverRan;
  return new Failure(`${what}.`, {
    exitCode: ExitCode.notBuilt,
    fix: [{ command: 'oras login REGISTRY', text: 'if the registry asks for credentials' }],
    output: lastLines(`${ended.stdout}${ended.stderr}`),
  });
}
