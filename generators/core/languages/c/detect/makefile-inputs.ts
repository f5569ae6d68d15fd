import { posix } from 'node:path';
import { folderOf } from '../../detect/embedded-files.js';
import { inFolder, type ProjectFiles, partOf } from '../../detect/project-files.js';
import type { Dialect } from '../dialect.js';
import type { MadeProgram } from './autotools.js';
import { ASIDE_FOLDERS } from './c-needs.js';
import { MAKEFILES, programsOf } from './make-programs.js';
import { sourcesOfProgram } from './make-sources.js';
import { readMakefile } from './makefile.js';

/** What configure makes the Makefile of, where it is not automake that does. */
export const MAKEFILE_INPUTS = MAKEFILES.map((name) => `${name}.in`);

/**
 * Programs that the Makefiles link which configure makes of Makefile.in. Where the project's own links none, it starts make
 * in other folders, which a configure of their own may configure (AC_CONFIG_SUBDIRS).
 */
export function programsOfInputs(files: ProjectFiles, dialect: Dialect): MadeProgram[] {
  const own = programsOfInput('', files, dialect);
  if (own.length > 0) return own;
  const isInput = (path: string) => MAKEFILE_INPUTS.some((name) => path.endsWith(`/${name}`));
  const folders = files.paths.filter((path) => isInput(path) && !ASIDE_FOLDERS.test(path)).map(folderOf);
  return [...new Set(folders)].flatMap((folder) => programsOfInput(folder, files, dialect));
}

function programsOfInput(folder: string, files: ProjectFiles, dialect: Dialect): MadeProgram[] {
  // What a configure that is written by hand makes may be only what the Makefile includes.
  const names = folder === '' ? [...MAKEFILE_INPUTS, ...MAKEFILES] : MAKEFILE_INPUTS;
  const path = names.find((name) => files.paths.includes(inFolder(folder, name)));
  if (path === undefined) return [];
  const view = substituted(
    folder === '' ? files : partBelow(files, folder),
    path,
    variablesByHand(files.text('configure')),
  );
  const makefile = readMakefile(path, view);
  return [...programsOf(makefile, view, dialect)].map(([output, target]) => ({
    output: inFolder(folder, output),
    folder,
    aside: false,
    sources: sourcesOfProgram(makefile, view, [output, target], dialect)?.map((each) => posix.join(folder, each)),
  }));
}

function partBelow(files: ProjectFiles, folder: string): ProjectFiles {
  const { part } = files;
  return part ? partOf(part.context, `${part.folder}/${folder}`) : partOf(files, folder);
}

/** A file with what configure puts in: that depends on the machine, and the suffixes of WASI are those of Unix. */
function substituted(files: ProjectFiles, path: string, before: string): ProjectFiles {
  const put = (text: string) =>
    text
      .replace(/@(CC|CXX)@/g, '$($1)')
      .replace(/@OBJEXT@/g, 'o')
      .replace(/@\w+@/g, '');
  return {
    ...files,
    text: (name) => {
      const text = files.text(name);
      return name === path && text !== undefined ? before + put(text) : text;
    },
  };
}

/** What a configure that is written by hand sets, as it writes it before the Makefile: `progname=lzip`. */
function variablesByHand(configure = ''): string {
  if (isGenerated(configure)) return '';
  const set = configure.matchAll(/^(\w+)=([\w.+/-]+)$/gm);
  return [...new Map([...set].reverse().map(([, name, value]) => [name, value]))]
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');
}

/** Whether autoconf made a `configure`; others are written by hand. */
export function isGenerated(configure: string): boolean {
  return /generated (?:by|automatically using) (?:GNU )?autoconf/i.test(configure);
}
