import { posix } from 'node:path';
import { ExitCode, Failure } from '../failure.js';
import { shown } from '../options/invalid.js';
import { asRendered, lineEndOf, withLineEnd } from '../project/line-ends.js';
import type { Action, Trees } from './plan.js';

/** A file as the report names it: with `/`, and without `./` in front. */
export function resetPath(given: string): string {
  return posix.normalize(process.platform === 'win32' ? given.replaceAll('\\', '/') : given);
}

/**
 * The plan with these files as the new version writes them, whatever the user has changed or deleted there.
 *
 * @throws Failure (wrong input) for a file that this program does not write
 */
export function withReset(
  actions: readonly Action[],
  { mine, theirs }: Pick<Trees, 'mine' | 'theirs'>,
  paths: readonly string[],
): Action[] {
  const unknown = paths.find((path) => !theirs.has(path));
  if (unknown !== undefined) {
    throw new Failure(`--reset ${shown(unknown)}: create-wasm-oci does not write this file.`, {
      exitCode: ExitCode.wrongInput,
      fix: [{ text: `It writes ${[...theirs.keys()].sort().join(', ')}.` }],
    });
  }
  const reset = paths.flatMap((path): Action[] => {
    const [own, text = ''] = [mine.get(path), theirs.get(path)];
    if (own === undefined) return [{ path, kind: 'add', text, conflicts: 0 }];
    if (asRendered(own) === text) return [];
    return [{ path, kind: 'reset', text: withLineEnd(text, lineEndOf(own)), conflicts: 0 }];
  });
  const others = actions.filter(({ path }) => !paths.includes(path));
  return [...others, ...reset].sort((one, other) => (one.path < other.path ? -1 : 1));
}
