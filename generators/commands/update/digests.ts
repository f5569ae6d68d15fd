import { digestSource, type Pinned } from '../../core/build/digest-source.js';
import type { Texts } from '../../core/options/resolve.js';
import type { DigestSource } from '../../core/project/builder-images.js';

/** How the projects of a run get digests that they do not store. */
export type DigestsOfRun = (project: Pinned) => DigestSource;

/** What decides whether registries are asked. */
interface DigestRun {
  check: boolean;
  /** Answers that the user gives again. */
  answers: Texts;
  onNote: (text: string) => void;
  signal: AbortSignal;
}

/**
 * Digests for an update: of the images that a project does not pin yet, and of all where `--pin-digests` is given. A
 * check asks no registry unless that is given: a moved tag is behind in any case. Each image is asked for once.
 */
export function digestsOfRun({ check, answers, onNote, signal }: DigestRun): DigestsOfRun | undefined {
  const again = answers['pin-digests'] === 'yes';
  if (check && !again) return undefined;
  const found = new Map<string, Promise<string | undefined>>();
  return (project) => {
    const { resolve } = digestSource(project, onNote, signal);
    const once = (image: string) => {
      const known = found.get(image) ?? resolve([image]).then((digests) => digests.get(image));
      found.set(image, known);
      return known;
    };
    return {
      again,
      async resolve(images) {
        const digests = await Promise.all(images.map(async (image) => [image, await once(image)] as const));
        return new Map(digests.flatMap(([image, digest]) => (digest === undefined ? [] : [[image, digest]])));
      },
    };
  };
}
