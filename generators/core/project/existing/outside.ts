import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { ExitCode, Failure } from '../../failure.js';
import { OutsideContext } from '../../languages/detect/outside.js';
import type { Recognised } from '../../languages/detect/recognised.js';
import { asDirectory } from '../../options/command-names.js';
import { flagWord } from '../../options/flag.js';
import { type Selection, selectionWords } from '../../options/selection-flags.js';
import { quoted } from '../../system/shell.js';
import { shownPath } from '../destination.js';
import { textOfFile } from './project-folder.js';

/** Where a run looks for a project. */
interface LookedIn {
  cwd: string;
  /** The build context. */
  directory: string;
  selection: Selection;
}

/** The same failure with the line that works: a context that holds what the build needs. Other failures stay. */
export function withLargerContext(error: unknown, looked: LookedIn): unknown {
  if (!(error instanceof OutsideContext)) return error;
  const context = contextFor(error.needed, projectFolder(looked));
  if (context === undefined) return error;
  return new Failure(error.message, {
    exitCode: ExitCode.wrongInput,
    fix: [{ command: lineFor(context, looked), text: 'builds it in the folder that holds both' }],
  });
}

function projectFolder({ directory, selection }: LookedIn): string {
  return join(directory, selection.in ?? '');
}

/** The nearest folder that holds a project and what it needs; undefined where none does. */
function contextFor(needed: OutsideContext['needed'], project: string): string | undefined {
  if (typeof needed === 'string') {
    if (needed.startsWith('/')) return undefined;
    const ups = needed.split('/').filter((part) => part === '..').length;
    return join(project, ...Array.from({ length: ups }, () => '..'));
  }
  const above = dirname(project);
  if (above === project) return undefined;
  if (needed.holds.test(textOfFile(join(above, needed.file)))) return above;
  return contextFor(needed, above);
}

/**
 * A build file may name a path that its build does not need, or that is nowhere.
 *
 * @throws Failure (wrong input) for one that exists outside the build context, with the line that works
 */
export function refuseOutside({ outside = [] }: Recognised, looked: LookedIn): void {
  // Said in words, this folder is all that the build needs.
  if (looked.selection.in === '.') return;
  const folder = projectFolder(looked);
  const first = outside.find(({ needed }) => existsSync(join(folder, needed)));
  if (!first) return;
  const shown = first.needed.replace(/\/$/, '');
  throw new Failure(
    `${first.place}: the build needs ${shown}, outside this directory, and so outside the image build.`,
    {
      exitCode: ExitCode.wrongInput,
      fix: [
        {
          command: lineFor(contextFor(first.needed, folder) ?? folder, looked),
          text: 'builds it in the folder that holds both',
        },
        { command: '--in .', text: 'builds it with this directory only' },
      ],
    },
  );
}

/** The line that takes a folder for the build context. */
function lineFor(context: string, looked: LookedIn): string {
  const folder = relative(context, projectFolder(looked)).split(sep).join('/');
  const flags = selectionWords({ ...looked.selection, in: folder }).map(([flag, value]) => flagWord(flag, value));
  return ['create-wasm-oci containerfile', quoted(asDirectory(shownPath(looked.cwd, context))), ...flags].join(' ');
}

/** @throws Failure (wrong input) where the folder of `--in` is none of the context */
export function refuseMissingFolder(paths: readonly string[], folder: string, shown: string): void {
  if (paths.some((path) => path.startsWith(`${folder}/`))) return;
  throw new Failure(`--in ${folder}: ${shown} has no such folder with files in it.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Give the folder of the manifest, relative to the directory.' }],
  });
}
