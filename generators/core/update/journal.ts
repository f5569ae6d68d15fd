import { createHash } from 'node:crypto';
import { folderPath } from '../presets/overlay-path.js';

/** The three versions of a file in conflict. Undefined: that side has no such file. */
export interface Conflict {
  path: string;
  base: string | undefined;
  mine: string;
  theirs: string;
}

/** A change to one file, by hashes of its contents: of those it has before and after. Undefined: there is no such file. */
export interface Step {
  path: string;
  before: string | undefined;
  after: string | undefined;
}

/** What an update does to a project: enough to finish it in another process. */
export interface Journal {
  /** In the order in which they are done. The folder of the update has what a step writes, by the step's number. */
  steps: readonly Step[];
  conflicts: readonly Conflict[];
}

/** A journal with the name under which this machine remembers that it wrote it. */
export interface NamedJournal extends Journal {
  id: string;
}

/** The hash of a file's contents. */
export function hashOf(contents: string | Uint8Array): string {
  return createHash('sha256').update(contents).digest('hex');
}

/** The journal in a text; undefined where it is none that an update wrote: other types, or a path that leads elsewhere. */
export function parseJournal(text: string): NamedJournal | undefined {
  try {
    const { id, steps, conflicts } = JSON.parse(text) as NamedJournal;
    if (!/^[0-9a-f]{32}$/.test(id) || !steps.every(isStep) || !conflicts.every(isConflict)) return undefined;
    for (const { path } of [...steps, ...conflicts]) folderPath(path);
    return { id, steps, conflicts };
  } catch {
    return undefined;
  }
}

function isStep({ before, after }: Step): boolean {
  return [before, after].every(
    (hash) => hash === undefined || (typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash)),
  );
}

function isConflict({ base, mine, theirs }: Conflict): boolean {
  return [mine, theirs].every((text) => typeof text === 'string') && ['string', 'undefined'].includes(typeof base);
}
