import { diagnose } from '../../../core/engines/symptoms.js';
import type { Finished } from '../../../core/system/process.js';
import { lastLines } from '../../../core/system/process.js';
import { registryOf } from '../../../core/system/registry.js';
import type { System } from '../../../core/system/system.js';
import { type Facts, noDocker, noPodman } from '../facts/facts.js';
import type { Builder } from '../facts/surroundings.js';
import { type Check, type Finding, ok, problem, skipped, warning } from './check.js';

/** A registry answers in a second; nobody waits longer than this for one that does not. */
const REGISTRY_LIMIT = 10_000;

const WHY = "A project's compiler comes in a builder image, which is pulled at the first build.";

/** How a builder image was found, if it was. */
export type Reach =
  | { how: 'registry' | 'store' }
  /** The registry cannot be reached, but the image was pulled before. */
  | { how: 'store-only'; asked: Finished }
  | { how: 'nowhere'; asked: Finished };

/** The builder images as Podman gets them: its own mirrors, accounts and proxy settings count, on its own system. */
export const podmanImages: Check = {
  id: 'podman-images',
  part: 'podman',
  why: WHY,
  async look(facts) {
    const silent = await noPodman(facts);
    if (silent) return skipped(silent);
    if (facts.offline) return skipped('--offline: no registry is asked');
    const reaches = await Promise.all(facts.builders.map(({ image }) => podmanReach(facts, image)));
    return imagesFinding(facts.builders, reaches, 'podman', await facts.podman.system());
  },
};

/** `podman manifest inspect` reads a manifest from the registry, a few kB, without pulling the image. */
async function podmanReach({ ask }: Facts, image: string): Promise<Reach> {
  const asked = await ask('podman', ['manifest', 'inspect', image], REGISTRY_LIMIT);
  if (asked.exitCode === 0) return { how: 'registry' };
  const stored = await ask('podman', ['image', 'exists', image], REGISTRY_LIMIT);
  return { how: stored.exitCode === 0 ? 'store-only' : 'nowhere', asked };
}

/** The builder images as Docker gets them. */
export const dockerImages: Check = {
  id: 'docker-images',
  part: 'docker',
  why: WHY,
  async look(facts) {
    const info = await facts.docker.info();
    if (!info) return skipped((await noDocker(facts)) ?? '');
    if (facts.offline) return skipped('--offline: no registry is asked');
    const reaches = await Promise.all(facts.builders.map(({ image }) => dockerReach(facts, image)));
    return imagesFinding(facts.builders, reaches, 'docker', info.system);
  },
};

/** Docker's client asks registries itself, past the mirrors of the daemon, so what the daemon has comes first. */
async function dockerReach({ ask }: Facts, image: string): Promise<Reach> {
  const stored = await ask('docker', ['image', 'inspect', '--format', '{{.Id}}', image], REGISTRY_LIMIT);
  if (stored.exitCode === 0) return { how: 'store' };
  const asked = await ask('docker', ['manifest', 'inspect', image], REGISTRY_LIMIT);
  return asked.exitCode === 0 ? { how: 'registry' } : { how: 'nowhere', asked };
}

/** What the reach of all images means. */
export function imagesFinding(
  builders: readonly Builder[],
  reaches: readonly Reach[],
  program: 'podman' | 'docker',
  system: System,
): Finding {
  const lost = builders.flatMap(({ title, image }, index) => {
    const reach = reaches[index];
    if (!reach || !('asked' in reach)) return [];
    return [{ title, image, reach, ...faultOf(image, reach.asked, program, system) }];
  });
  if (lost.length === 0) return ok(`there for ${builders.map(({ title }) => title).join(', ')}`);
  const found = lost.map(({ title, image, means, reach }) => {
    const kept = reach.how === 'store-only' ? ' (a copy was pulled before)' : '';
    return `${title}, ${image}: ${means}${kept}`;
  });
  const fix = [...new Set(lost.flatMap((one) => one.fix))];
  const some = lost.length < builders.length || lost.some(({ reach }) => reach.how === 'store-only');
  return some ? warning(found.join('; '), fix) : problem(found.join('; '), fix);
}

function faultOf(
  image: string,
  asked: Finished,
  program: 'podman' | 'docker',
  system: System,
): { means: string; fix: string[] } {
  if (asked.timedOut) {
    return {
      means: `no answer within ${REGISTRY_LIMIT / 1000} seconds`,
      fix: ['Check the network, and HTTPS_PROXY where there is a proxy.'],
    };
  }
  const output = `${asked.stdout}${asked.stderr}`;
  const symptom = diagnose(output, 'build');
  // The last line is the program's error; symptoms of a build are sentences with a full stop.
  if (!symptom) return { means: lastLines(output).at(-1) ?? '', fix: [`${program} pull IMAGE   shows more`] };
  return {
    means: symptom.means.replace(/\.$/, ''),
    fix: symptom.fix(system, program, output, registryOf(output, image)),
  };
}
