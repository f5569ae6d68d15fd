import type { Texts } from '../core/answers/resolve.js';
import { packageVersion } from '../core/package-root.js';
import { attempt, type Failed } from './attempt.js';
import { type Examined, examine } from './examine.js';
import type { FetchOptions } from './old-version.js';
import type { Presets } from './presets.js';
import { renderOld } from './render-old.js';
import { readProject, type StoredProject } from './stored-project.js';

/** Projects at a time: files are read while others are compared, and none of them waits for a preset alone. */
const SIDE_BY_SIDE = 8;

/** Looks at all of the directories, side by side. What several share (old versions, presets) is fetched once. */
export async function examineAll(
  directories: readonly string[],
  presets: Presets,
  options: FetchOptions & { trust: boolean; cwd: string; answers: Texts },
): Promise<(Examined | Failed)[]> {
  const read = await Promise.all(
    directories.map((directory) => attempt(directory, () => readProject(directory, options.cwd))),
  );
  const older = read.filter((project) => 'version' in project && project.version !== packageVersion) as StoredProject[];
  const old = await renderOld(older, options);
  return sideBySide(read, SIDE_BY_SIDE, async (project) =>
    'failure' in project
      ? project
      : attempt(project.shownDirectory, () =>
          examine(project, { presets, answers: options.answers, old: old.get(project.directory) }),
        ),
  );
}

/** Like Promise.all over a map, with at most so many under way; results in the order of the items. */
async function sideBySide<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
