import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests that first bring up a part of the lab for minutes, mostly downloads: beside them the others have a processor. */
const LONGEST = /\/windows\.test\.ts$/;

/** Vitest's own order, with the longest end-to-end tests first. In a fresh clone it knows no durations, only sizes. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const others = sorted.filter(({ moduleId }) => !LONGEST.test(moduleId));
    const longest = sorted.filter((file) => !others.includes(file));
    const first = others.findIndex(({ project }) => project.name === longest[0]?.project.name);
    return first < 0 ? sorted : others.toSpliced(first, 0, ...longest);
  }
}
