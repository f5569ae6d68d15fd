import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { ExitCode, Failure } from '../failure.js';
import { DIGEST } from '../options/stored-rules.js';
import { type Finished, pipe, run } from '../system/process.js';
import { thisSystem } from '../system/system.js';
import { explain } from './explain.js';
import { podmanSystem } from './podman/system.js';

/**
 * The digest of an image as its registry has it now: of the index where it has one, so that every platform can build,
 * and not of this platform's manifest.
 *
 * skopeo reads what is digested itself. Podman has no such command: `podman manifest inspect` prints it in another
 * layout. So Podman pulls the image, which the build needs in any case, and keeps both digests beside it.
 *
 * @throws Failure that says why the registry did not answer; Cancelled when the signal ended it
 */
export async function podmanDigest(image: string, signal?: AbortSignal): Promise<string> {
  return (await askSkopeo(image, signal)) ?? (await pulledDigest(image, signal));
}

/** The same through Docker: buildx reads the index without pulling an image. */
export async function dockerDigest(image: string, signal?: AbortSignal): Promise<string> {
  const args = ['buildx', 'imagetools', 'inspect', image, '--format', '{{json .Manifest.Digest}}'];
  const asked = await run('docker', args, { signal });
  if (asked.exitCode !== 0) throw explain('docker', asked, 'build', await thisSystem(), signal);
  const digest = asked.stdout.trim().replaceAll('"', '');
  if (!DIGEST.test(digest)) throw noDigest(image, 'docker');
  return digest;
}

/** Undefined where there is no skopeo, or it gets no answer: Podman says better why. */
async function askSkopeo(image: string, signal?: AbortSignal): Promise<string | undefined> {
  const hash = async (stream: NodeJS.ReadableStream) => {
    const sum = createHash('sha256');
    await pipeline(stream, sum);
    return `sha256:${sum.digest('hex')}`;
  };
  const { exitCode, result } = await pipe('skopeo', ['inspect', '--raw', `docker://${image}`], hash, signal);
  return exitCode === 0 ? result : undefined;
}

async function pulledDigest(image: string, signal?: AbortSignal): Promise<string> {
  const podman = async (args: string[]): Promise<Finished> => {
    const asked = await run('podman', args, { signal });
    if (asked.exitCode !== 0) throw explain('podman', asked, 'build', await podmanSystem(), signal);
    return asked;
  };
  await podman(['pull', '--quiet', image]);
  const { stdout } = await podman(['image', 'inspect', '--format', '{{.Digest}} {{join .RepoDigests " "}}', image]);
  const [own = '', ...all] = stdout.trim().split(' ');
  // An image without an index has one digest; with one, a second beside it, and more where the tag moved before.
  const indexes = [...new Set(all.map((one) => one.slice(one.indexOf('@') + 1)))].filter((digest) => digest !== own);
  if (indexes.length <= 1) return checked(indexes[0] ?? own, image);
  const contents = async (name: string) => (await podman(['manifest', 'inspect', name])).stdout;
  const now = await contents(image);
  const repository = image.slice(0, image.lastIndexOf(':'));
  for (const digest of indexes) if ((await contents(`${repository}@${digest}`)) === now) return checked(digest, image);
  throw noDigest(image, 'podman');
}

function checked(digest: string, image: string): string {
  if (!DIGEST.test(digest)) throw noDigest(image, 'podman');
  return digest;
}

function noDigest(image: string, program: string): Failure {
  return new Failure(`${program} reports no digest of ${image}.`, { exitCode: ExitCode.notBuilt });
}
