import type { Engine, Target } from '../engines/engine.js';
import { thisHost } from '../engines/host.js';
import { ExitCode, Failure } from '../failure.js';
import type { Signing } from '../signing/cosign.js';
import { byDigest } from '../system/registry-access.js';
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

/** What is done with an image that was pushed. */
interface PushedSteps extends PublishSteps {
  /** Its digest, as the push reported it. */
  digest: string | undefined;
}

/**
 * Attaches the SBOM to a pushed image, and signs it: what was pushed, by its digest. Its tag may mean another image by now,
 * of another push.
 *
 * @throws Failure where the push reported no digest, or the registry or cosign refuse
 */
export async function publish(
  request: BuildRequest,
  result: BuildResult & Published,
  { steps, progress, signal, digest }: PushedSteps,
): Promise<Published> {
  const { target, sbom: format, sign } = request;
  const published: Published = {};
  if (!sign && !(format && result.sbom)) return published;
  if (digest === undefined) throw noDigestOfPush(target.image, result);
  const subject = byDigest(target.image, digest);
  if (format && result.sbom) {
    const { sbom } = result;
    const { attachSbom } = await import('../sbom/attach.js');
    const job = { image: target.image, subject, directory: target.directory, file: sbom.file, format };
    const attached = await steps.during(`Attaching ${sbom.file}`, () => attachSbom(thisHost, job, signal));
    if (attached.referrer === undefined) progress.note(attached.why);
    else published.sbom = { ...sbom, referrer: attached.referrer };
  }
  if (sign)
    published.signed = await steps.during(`Signing ${target.image}`, () =>
      signed(target, { subject, key: sign }, result, signal),
    );
  return published;
}

function noDigestOfPush(image: string, { engine }: BuildResult): Failure {
  return new Failure(
    `${engine?.id ?? 'The engine'} pushed ${image}, and reported no digest of it: nothing is attached or signed.`,
    {
      exitCode: ExitCode.notBuilt,
      fix: [{ text: 'Push with another engine: --engine NAME.' }],
    },
  );
}

async function signed(
  target: Target,
  { subject, key }: Pick<Signing, 'subject' | 'key'>,
  result: BuildResult,
  signal: AbortSignal,
): Promise<string> {
  const [{ signImage }, { provenanceOf }] = await Promise.all([
    import('../signing/cosign.js'),
    import('../signing/provenance.js'),
  ]);
  const predicate = await provenanceOf(target, result, signal);
  await signImage(thisHost, { image: target.image, subject, key, predicate }, signal);
  return subject;
}
