import { type ProjectFiles, partOf, within } from '../../detect/project-files.js';
import type { Dialect } from '../dialect.js';
import { ASIDE_FOLDERS } from './c-needs.js';
import { MAKEFILES, programsOf } from './make.js';
import { type Makefile, readMakefile } from './makefile.js';

/** More of them would hide the first. */
const FOLDERS_SHOWN = 3;

/** A folder in which a Makefile starts make again, and what make links there. */
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
): readonly DelegatedFolder[] {
  const context = files.part?.context ?? files;
  const named = rules.flatMap(({ recipe }) =>
    recipe.flatMap((line) => {
      const text = expanded(line.replace(/\$[({]MAKE[)}]/g, 'make'));
      const calls = /\bmake\b[^;&|]*?\s-C\s*([\w./-]+)|\bcd\s+([\w./-]+)\s*(?:&&|;)[^;&|]*\bmake\b/g;
      return [...text.matchAll(calls)].map(([, option, folder]) => option ?? folder ?? '');
    }),
  );
  const folders = [...new Set(named.flatMap((path) => within('', path) || []))].filter(
    (path) => !ASIDE_FOLDERS.test(`${path}/`),
  );
  return folders
    .flatMap((path) => {
      const folder = files.part === undefined ? path : `${files.part.folder}/${path}`;
      const part = partOf(context, folder);
      const makefile = MAKEFILES.find((name) => part.paths.includes(name));
      if (makefile === undefined) return [];
      const programs = [...programsOf(readMakefile(makefile, part), part, dialect).keys()];
      return programs.length > 0 ? [{ folder, programs }] : [];
    })
    .slice(0, FOLDERS_SHOWN);
}
