import { diff3Merge, type MergeRegion } from 'node-diff3';

/** Three versions of a text, with the same line ends. */
export interface Versions {
  /** What both sides started from. */
  base: string;
  /** The user's. */
  mine: string;
  theirs: string;
}

/** A merged text, and in how many places both sides changed the same lines. */
export interface Merged {
  text: string;
  conflicts: number;
}

/** What is written behind the markers: whose lines follow. */
export interface Labels {
  mine: string;
  theirs: string;
}

/** Merges two versions line by line. Where both changed the same lines, both are written between markers as git does. */
export function mergeText({ base, mine, theirs }: Versions, labels: Labels): Merged {
  const lines = (text: string) => text.split('\n');
  // The same change on both sides is no conflict (excludeFalseConflicts, on by default).
  const regions: MergeRegion<string>[] = diff3Merge(lines(mine), lines(base), lines(theirs));
  const merged = regions.flatMap(({ ok, conflict }) => {
    if (!conflict) return ok ?? [];
    return [`<<<<<<< ${labels.mine}`, ...conflict.a, '=======', ...conflict.b, `>>>>>>> ${labels.theirs}`];
  });
  const conflicts = regions.filter(({ conflict }) => conflict).length;
  const text = merged.join('\n');
  // A marker at the end of the file is a line as well.
  return { text: conflicts > 0 && !text.endsWith('\n') ? `${text}\n` : text, conflicts };
}

/** Whether a text has unresolved conflicts: between our markers, or those that `git checkout --merge` makes of them. */
export function isInConflict(text: string): boolean {
  return /^<{7} (?:yours|ours)\r?$/m.test(text) && /^>{7} (?:create-wasm-oci .*|theirs\r?)$/m.test(text);
}
