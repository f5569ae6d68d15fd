import type { Fix } from '../failure.js';
import { type Finished, lastLines } from '../system/process.js';
import { registryOf } from '../system/registry.js';
import type { System } from '../system/system.js';
import { type Builder, type Check, type Finding, ok, problem, type Surroundings, skipped, warning } from './check.js';
import { diagnose, type KnownErrors } from './known-errors.js';

/** A registry answers in a second; nobody waits longer than this for one that does not. */
const REGISTRY_LIMIT = 10_000;

const WHY = "A project's compiler comes in a builder image, which is pulled at the first build.";

/** How a builder image was found, if it was. */
export type Reach =
  | { how: 'registry' | 'store' }
  /** The registry cannot be reached, but the image was pulled before. */
  | { how: 'store-only'; asked: Finished }
  | { how: 'nowhere'; asked: Finished };

/** How an engine is asked for the builder images. */
interface Asking {
  surroundings: Surroundings;
  errors: KnownErrors;
  /** Why nothing can be asked; undefined when it answers. */
  silent(): Promise<string | undefined>;
  /** The system that its containers run on. */
  system(): Promise<System>;
  /** The arguments that ask a registry for an image, without pulling it, and those that ask the store. */
  registry(image: string): string[];
  store(image: string): string[];
  /** What counts where both have it. */
  first: 'registry' | 'store';
}

/** The builder images as an engine gets them: its own mirrors, accounts and proxy settings count, on its own system. */
export function imagesCheck(id: string, asking: Asking): Check {
  const { surroundings, errors } = asking;
  const { builders, offline } = surroundings;
  return {
    id,
    why: WHY,
    decides: 'needed',
    async look() {
      const silent = await asking.silent();
      if (silent) return skipped(silent);
      if (offline) return skipped('--offline: no registry is asked');
      const reaches = await Promise.all(builders.map(({ image }) => reachOf(image, asking)));
      return imagesFinding(builders, reaches, errors, await asking.system());
    },
  };
}

async function reachOf(image: string, { surroundings, errors, registry, store, first }: Asking): Promise<Reach> {
  const ask = (args: string[]) => surroundings.ask(errors.program, args, REGISTRY_LIMIT);
  const isStored = async () => (await ask(store(image))).exitCode === 0;
  if (first === 'store' && (await isStored())) return { how: 'store' };
  const asked = await ask(registry(image));
  if (asked.exitCode === 0) return { how: 'registry' };
  return { how: first === 'registry' && (await isStored()) ? 'store-only' : 'nowhere', asked };
}

/** What the reach of all images means. */
export function imagesFinding(
  builders: readonly Builder[],
  reaches: readonly Reach[],
  errors: KnownErrors,
  system: System,
): Finding {
  const lost = builders.flatMap(({ title, image }, index) => {
    const reach = reaches[index];
    if (!reach || !('asked' in reach)) return [];
    return [{ title, image, reach, ...faultOf(image, reach.asked, errors, system) }];
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

function faultOf(image: string, asked: Finished, errors: KnownErrors, system: System): { means: string; fix: Fix[] } {
  if (asked.timedOut) {
    return {
      means: `no answer within ${REGISTRY_LIMIT / 1000} seconds`,
      fix: [{ text: 'Check the network, and HTTPS_PROXY where there is a proxy.' }],
    };
  }
  const output = `${asked.stdout}${asked.stderr}`;
  const symptom = diagnose(errors, output, 'build');
  // The last line is the program's error; symptoms of a build are sentences with a full stop.
  if (!symptom)
    return {
      means: lastLines(output).at(-1) ?? '',
      fix: [{ command: `${errors.program} pull IMAGE`, text: 'shows more' }],
    };
  return {
    means: symptom.means.replace(/\.$/, ''),
    fix: symptom.fix(system, errors, output, registryOf(output, image)),
  };
}
