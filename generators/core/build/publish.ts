import type { Engine, Target } from '../engines/engine.js';
import { thisHost } from '../engines/host.js';
import type { Progress } from '../terminal/progress.js';
import type { BuildRequest } from './build-request.js';
import type { BuildResult } from './result.js';
import type { Steps } from './steps.js';

/** What a build leaves beside its image. */
export interface Published {
  sbom?: {
    format: string;
    /** The file, as the user in the project's folder types it. */
    file: string;
    packages: { name: string; version?: string; license?: string }[];
    /** The digest of the manifest that the registry lists for the image. */
    referrer?: string;
  };
  /** The image by its digest, as it was signed. */
  signed?: string;
}

/** What shows how far it is. */
interface PublishSteps {
  steps: Steps;
  progress: Progress;
  signal: AbortSignal;
}

/** Writes the SBOM of an image that was built. */
export async function writeRequestedSbom(
  engine: Engine,
  { target, sbom: format }: BuildRequest,
  { built }: BuildResult,
  { steps, progress, signal }: PublishSteps,
): Promise<Published> {
  if (!format || !built) return {};
  const { writeSbom } = await import('../sbom/write-sbom.js');
  const options = { onLine: (line: string) => progress.line(line), signal };
  const { file, packages } = await steps.during(`Listing the packages of ${target.image}`, () =>
    writeSbom(engine, target, { report: built.report, format }, options),
  );
  const shown = packages.map(({ name, version, license }) => ({
    name,
    ...(version !== undefined && { version }),
    ...(license !== undefined && { license }),
  }));
  return { sbom: { format, file, packages: shown } };
}

/** Attaches the SBOM to a pushed image, and signs it. */
export async function publish(
  request: BuildRequest,
  result: BuildResult & Published,
  { steps, progress, signal }: PublishSteps,
): Promise<Published> {
  const { target, sbom: format, sign } = request;
  const published: Published = {};
  if (format && result.sbom) {
    const { sbom } = result;
    const { attachSbom } = await import('../sbom/attach.js');
    const job = { image: target.image, directory: target.directory, file: sbom.file, format };
    const attached = await steps.during(`Attaching ${sbom.file}`, () => attachSbom(thisHost, job, signal));
    if (attached.referrer === undefined) progress.note(attached.why);
    else published.sbom = { ...sbom, referrer: attached.referrer };
  }
  if (sign)
    published.signed = await steps.during(`Signing ${target.image}`, () => signed(target, sign, result, signal));
  return published;
}

async function signed(target: Target, key: string, result: BuildResult, signal: AbortSignal): Promise<string> {
  const [{ signImage }, { provenanceOf }] = await Promise.all([
    import('../signing/cosign.js'),
    import('../signing/provenance.js'),
  ]);
  const predicate = await provenanceOf(target, result, signal);
  return signImage(thisHost, { image: target.image, key, predicate }, signal);
}
