import type { Texts } from '../../core/options/resolve.js';
import { packageVersion } from '../../core/system/package-root.js';
import { attempt, type Failed } from './attempt.js';
import type { DigestsOfRun } from './digests.js';
import { type Against, type Examined, examine } from './examine.js';
import type { FetchOptions } from './old-version.js';
import type { Presets } from './presets.js';
import { renderOld } from './render-old.js';
import { readProject, type StoredProject } from './stored-project.js';

/** Projects at a time: files are read while others are compared, and all of them wait for presets together. */
const SIDE_BY_SIDE = 8;

/** Looks at all of the directories, side by side. What several share (old versions, presets) is fetched once. */
export async function examineAll(
  directories: readonly string[],
  presets: Presets,
  options: FetchOptions & {
    cwd: string;
    answers: Texts;
    settings?: Against['settings'];
    reset?: Against['reset'];
    digests?: DigestsOfRun | undefined;
  },
): Promise<(Examined | Failed)[]> {
  const read = await Promise.all(
    directories.map((directory) => attempt(directory, () => readProject(directory, options.cwd))),
  );
  const checked = await sideBySide(read, SIDE_BY_SIDE, (project) => withCheckedPreset(project, presets));
  const older = checked.filter((project) => 'version' in project && project.version !== packageVersion);
  const old = await renderOld(older as StoredProject[], options);
  return sideBySide(checked, SIDE_BY_SIDE, async (project) =>
    'failure' in project
      ? project
      : attempt(project.shownDirectory, () =>
          examine(project, { ...options, presets, old: old.get(project.directory) }),
        ),
  );
}

/**
 * This version first fetches and checks the preset that an older version renders a project with: its rules may be
 * stricter. The older version finds the preset in the cache.
 */
async function withCheckedPreset(project: StoredProject | Failed, presets: Presets): Promise<StoredProject | Failed> {
  if ('failure' in project || project.version === packageVersion || !project.preset) return project;
  return attempt(project.shownDirectory, async () => {
    await presets.before(project);
    return project;
  });
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
