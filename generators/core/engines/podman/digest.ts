import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type { Finished } from '../../system/process.js';
import { checkedDigest, noDigest } from '../digest.js';
import { explain } from '../explain.js';
import type { Host } from '../host.js';
import { podmanErrors } from './symptoms.js';
import { podmanSystem } from './system.js';

/**
 * The digest of an image as its registry has it now: of the index where it has one, so that every platform can build,
 * and not of this platform's manifest.
 *
 * skopeo reads what is digested itself. Podman has no such command: `podman manifest inspect` prints it in another
 * layout. So Podman pulls the image, which the build needs in any case, and keeps both digests beside it.
 *
 * @throws Failure that says why the registry did not answer; Cancelled when the signal ended it
 */
export async function podmanDigest(host: Host, image: string, signal?: AbortSignal): Promise<string> {
  return (await askSkopeo(host, image, signal)) ?? (await pulledDigest(host, image, signal));
}

/** Undefined where there is no skopeo, or it gets no answer: Podman says better why. */
async function askSkopeo({ pipe }: Host, image: string, signal?: AbortSignal): Promise<string | undefined> {
  const hash = async (stream: NodeJS.ReadableStream) => {
    const sum = createHash('sha256');
    await pipeline(stream, sum);
    return `sha256:${sum.digest('hex')}`;
  };
  const { exitCode, result } = await pipe('skopeo', ['inspect', '--raw', `docker://${image}`], hash, signal);
  return exitCode === 0 ? result : undefined;
}

async function pulledDigest(host: Host, image: string, signal?: AbortSignal): Promise<string> {
  const podman = async (args: string[]): Promise<Finished> => {
    const asked = await host.run('podman', args, { signal });
    if (asked.exitCode !== 0) throw explain(podmanErrors, asked, 'build', await podmanSystem(host), signal);
    return asked;
  };
  await podman(['pull', '--quiet', image]);
  const { stdout } = await podman(['image', 'inspect', '--format', '{{.Digest}} {{join .RepoDigests " "}}', image]);
  const [own = '', ...all] = stdout.trim().split(' ');
  // An image without an index has one digest; with one, a second beside it, and more where the tag moved before.
  const indexes = [...new Set(all.map((one) => one.slice(one.indexOf('@') + 1)))].filter((digest) => digest !== own);
  if (indexes.length <= 1) return checkedDigest(indexes[0] ?? own, image, 'podman');
  const contents = async (name: string) => (await podman(['manifest', 'inspect', name])).stdout;
  const now = await contents(image);
  const repository = image.slice(0, image.lastIndexOf(':'));
  for (const digest of indexes)
    if ((await contents(`${repository}@${digest}`)) === now) return checkedDigest(digest, image, 'podman');
  throw noDigest(image, 'podman');
}
