import { isAsideName, isCalledAs, projectNames } from '../../detect/preferred.js';
import { type ProjectFiles, partOf, within } from '../../detect/project-files.js';
import type { Dialect } from '../dialect.js';
import { ASIDE_FOLDERS } from './c-needs.js';
import { wordsOf } from './make-expand.js';
import { MAKEFILES, programsOf } from './make-programs.js';
import { type Makefile, type MakeRule, readMakefile } from './makefile.js';

/** A Makefile that starts make in a folder that starts make in a folder: so deep at most. */
const FOLDERS_DEEP = 3;

/** No recipe that starts make has a longer line; to look through one takes the square of its length. */
const RECIPE_LINE_MAX = 10_000;

/** Folders whose programs are beside what a project is for. */
const BESIDE = /(?:^|\/)(?:contrib|extras?|misc|scripts|third[_-]?party|deps|vendor|external)(?:\/|$)/i;

/** A folder in which a Makefile starts make, and what make links there. */
export interface DelegatedFolder {
  /** What `--in` takes. */
  folder: string;
  programs: readonly string[];
}

/** The folders that a Makefile leaves its programs to: `$(MAKE) -C src`, `cd src && $(MAKE)`. Tests are none of them. */
export function delegatedFolders(
  { rules, expanded }: Makefile,
  files: ProjectFiles,
  dialect: Dialect,
  depth = 0,
): readonly DelegatedFolder[] {
  const context = files.part?.context ?? files;
  const named = rules.flatMap((rule) =>
    rule.recipe.flatMap((line) => forEachTarget(line, rule).map(expanded).flatMap(foldersIn)),
  );
  const folders = [...new Set(named.flatMap((path) => within('', path) || []))].filter(
    (path) => !ASIDE_FOLDERS.test(`${path}/`),
  );
  return folders.flatMap((path): readonly DelegatedFolder[] => {
    const folder = files.part === undefined ? path : `${files.part.folder}/${path}`;
    const part = partOf(context, folder);
    const name = MAKEFILES.find((each) => part.paths.includes(each));
    if (name === undefined) return [];
    const makefile = readMakefile(name, part);
    const programs = [...programsOf(makefile, part, dialect).keys()];
    if (programs.length > 0) return [{ folder, programs }];
    return depth < FOLDERS_DEEP ? delegatedFolders(makefile, part, dialect, depth + 1) : [];
  });
}

/** A line of a recipe for each of its rule's targets, where it names them. */
function forEachTarget(line: string, { targets }: MakeRule): string[] {
  return /\$@/.test(line) ? targets.map((target) => line.replaceAll('$@', target)) : [line];
}

/** The folders of a command of a shell that starts make there, also for each word of a loop. */
function foldersIn(line: string): string[] {
  if (line.length > RECIPE_LINE_MAX) return [];
  const [, name = '', list = ''] = /\bfor\s+(\w+)\s+in\s+([^;]+);/.exec(line) ?? [];
  const text = name === '' ? line : line.replaceAll(`\${${name}}`, `$${name}`);
  const lines = name === '' ? [text] : wordsOf(list).map((word) => text.replaceAll(`$${name}`, word));
  const calls = /\bmake\b[^;&|]*?\s(?:-C\s*|--directory[= ])([\w./-]+)|\bcd\s+([\w./-]+)\s*(?:&&|;)[^;&|]*\bmake\b/g;
  return lines.flatMap((each) => [...each.matchAll(calls)].map(([, option, folder]) => option ?? folder ?? ''));
}

/**
 * The one folder that is taken unasked. It links what the user names or a program called as the project is, or it is the
 * only one that is not beside the project. Undefined where there is none, or several.
 */
export function folderTaken(
  folders: readonly DelegatedFolder[],
  files: ProjectFiles,
  bin: string | undefined,
): DelegatedFolder | undefined {
  if (bin !== undefined) return only(folders.filter(({ programs }) => programs.includes(bin)));
  const names = projectNames(files);
  const called = folders.filter(({ programs }) => programs.some((program) => isCalledAs(program, names)));
  const own = (called.length > 0 ? called : folders).filter(
    ({ folder, programs }) => !BESIDE.test(folder) && !programs.every(isAsideName),
  );
  return only(own);
}

function only<One>(all: readonly One[]): One | undefined {
  return all.length === 1 ? all[0] : undefined;
}
