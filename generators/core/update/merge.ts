import { diff3Merge, type MergeRegion } from 'node-diff3';

/** Three versions of a text, with the same line ends. */
export interface Versions {
  /** What both sides started from. */
  base: string;
  /** The person's. */
  mine: string;
  theirs: string;
}

/** A merged text, and in how many places both sides changed the same lines. */
export interface Merged {
  text: string;
  conflicts: number;
}

/** What stands behind the markers: whose lines follow. */
export interface Labels {
  mine: string;
  theirs: string;
}

/** Merges two versions line by line. Where both changed the same lines, both stand between markers as git writes them. */
export function mergeText({ base, mine, theirs }: Versions, labels: Labels): Merged {
  const [ours, before, after] = [mine, base, theirs].map((text) => text.split('\n')) as [string[], string[], string[]];
  const regions: MergeRegion<string>[] = diff3Merge(ours, before, after, { excludeFalseConflicts: true });
  const lines = regions.flatMap(({ ok, conflict }) => {
    if (!conflict) return ok ?? [];
    return [`<<<<<<< ${labels.mine}`, ...conflict.a, '=======', ...conflict.b, `>>>>>>> ${labels.theirs}`];
  });
  const conflicts = regions.filter(({ conflict }) => conflict).length;
  const text = lines.join('\n');
  // A marker at the end of the file is a line as well.
  return { text: conflicts > 0 && !text.endsWith('\n') ? `${text}\n` : text, conflicts };
}

/** Whether conflicts stand in a text that were not settled: between our markers, or those `git checkout --merge` makes of them. */
export function isInConflict(text: string): boolean {
  return /^<{7} (?:yours|ours)\r?$/m.test(text) && /^>{7} (?:create-wasm-oci .*|theirs\r?)$/m.test(text);
}
