import { asRendered, lineEndOf, withLineEnd } from '../project/line-ends.js';
import { type Labels, mergeText } from './merge.js';

/** What an update does with one file. */
export type Action =
  | {
      path: string;
      /**
       * `add` a new file, `replace` one that nobody touched, `merge` what both changed, or merge it with a `conflict`;
       * `reset` one that the user asked for, without their changes.
       */
      kind: 'add' | 'replace' | 'merge' | 'conflict' | 'reset';
      /** What is written. */
      text: string;
      /** The places in conflict. */
      conflicts: number;
    }
  | { path: string; kind: 'remove' | 'stays-deleted' | 'stays-edited' | 'stays-own' };

/** Contents by path: what the old version writes, what is on disk, what the new version writes. */
export interface Trees {
  base: ReadonlyMap<string, string>;
  mine: ReadonlyMap<string, string>;
  theirs: ReadonlyMap<string, string>;
}

/**
 * Says for every file what an update does with it; files that need nothing are omitted. Pure.
 *
 * - what nobody touched becomes what the new version writes; what only the user changed stays
 * - what both changed is merged, with the line ends that the user's file has
 * - what the user deleted stays deleted; what the templates dropped goes, unless it was edited
 */
export function planUpdate({ base, mine, theirs }: Trees, labels: Labels): Action[] {
  const paths = [...new Set([...base.keys(), ...theirs.keys()])].sort();
  return paths.flatMap((path) => {
    const kind = planFile(path, { base: base.get(path), mine: mine.get(path), theirs: theirs.get(path) }, labels);
    return kind ?? [];
  });
}

/** The plan for a project that keeps ignore files of its own in place of ours: they are not merged with ours. */
export function keepingOwn(actions: readonly Action[], own: (path: string) => boolean): Action[] {
  return actions.map((action) => {
    const merged = action.kind === 'merge' || action.kind === 'conflict';
    return merged && own(action.path) ? { path: action.path, kind: 'stays-own' } : action;
  });
}

/** Whether an action writes or removes a file. */
export function changes({ kind }: Action): boolean {
  return !kind.startsWith('stays-');
}

type File = Record<'base' | 'mine' | 'theirs', string | undefined>;

function planFile(path: string, { base, mine, theirs }: File, labels: Labels): Action | undefined {
  if (mine === undefined) {
    if (theirs === undefined || base === theirs) return undefined;
    return base === undefined
      ? { path, kind: 'add', text: theirs, conflicts: 0 }
      : // Reported because the templates changed a file that does not exist any more.
        { path, kind: 'stays-deleted' };
  }
  const own = asRendered(mine);
  if (theirs === undefined) return own === base ? { path, kind: 'remove' } : { path, kind: 'stays-edited' };
  if (own === theirs) return undefined;
  const end = lineEndOf(mine);
  const written = (text: string) => withLineEnd(text, end);
  if (own === base) return { path, kind: 'replace', text: written(theirs), conflicts: 0 };
  const { text, conflicts } = mergeText({ base: base ?? '', mine: own, theirs }, labels);
  // So it is where only the user changed it.
  if (text === own) return undefined;
  return { path, kind: conflicts > 0 ? 'conflict' : 'merge', text: written(text), conflicts };
}
