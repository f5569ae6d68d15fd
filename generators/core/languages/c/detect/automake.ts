import { folderOf } from '../../detect/embedded-files.js';
import { inFolder, type ProjectFiles, within } from '../../detect/project-files.js';
import type { Dialect } from '../dialect.js';
import type { MadeProgram } from './autotools.js';
import { ASIDE_FOLDERS } from './c-needs.js';
import { wordsOf } from './make-expand.js';
import { type Makefile, readMakefile } from './makefile.js';

/** Where automake installs a program, or that it does not: those for the build and its tests. */
const INSTALLED = ['bin', 'sbin', 'dist_bin', 'nodist_bin', 'libexec', 'pkglibexec'] as const;
const NOT_INSTALLED = ['noinst'] as const;

/** What a Makefile.am says, in its folder. */
interface Part {
  folder: string;
  makefile: Makefile;
}

/** Programs that the project's files Makefile.am name. Source: the automake manual, "Building Programs and Libraries". */
export function readAutomake(files: ProjectFiles, dialect: Dialect): MadeProgram[] {
  const parts = files.paths
    .filter((path) => /(?:^|\/)Makefile\.am$/.test(path) && !ASIDE_FOLDERS.test(path) && !isOther(files, path))
    .map((path): Part => {
      const folder = folderOf(path);
      const given = { srcdir: folder || '.', top_srcdir: '.', builddir: folder || '.', top_builddir: '.' };
      const settings = Object.entries(given).map(([name, value]) => ({ name, value }));
      return { folder, makefile: readMakefile(path, withoutSubstitutes(files, path), settings) };
    });
  return parts.flatMap((part) =>
    [...INSTALLED, ...NOT_INSTALLED].flatMap((prefix) =>
      namesIn(part, `${prefix}_PROGRAMS`).map((name) => ({
        output: inFolder(part.folder, name),
        folder: part.folder,
        aside: NOT_INSTALLED.some((one) => one === prefix),
        sources: madeOf(part, name, parts, files, dialect),
      })),
    ),
  );
}

/** Whether a folder is a project of its own, with a configure that this one starts. */
function isOther({ paths }: ProjectFiles, path: string): boolean {
  const folders = path.split('/').slice(0, -1);
  return folders.some((_, index) =>
    ['configure.ac', 'configure.in'].some((name) => paths.includes(`${folders.slice(0, index + 1).join('/')}/${name}`)),
  );
}

/** A file without what configure puts in: `@EXEEXT@` is nothing, and other names are not known. */
function withoutSubstitutes(files: ProjectFiles, path: string): ProjectFiles {
  return { ...files, text: (name) => (name === path ? files.text(name)?.replace(/@EXEEXT@/g, '') : files.text(name)) };
}

/** The words of a variable that can be names of files. */
function namesIn({ makefile }: Part, variable: string): string[] {
  return [...new Set(wordsOf(makefile.expanded(`$(${variable})`)))].filter((word) => /^[\w.+/-]+$/.test(word));
}

/** What is compiled into a program: its sources, and those of the project's own libraries; undefined where none is seen. */
function madeOf(
  part: Part,
  name: string,
  parts: readonly Part[],
  files: ProjectFiles,
  { source }: Dialect,
): string[] | undefined {
  const known = new Set(files.paths);
  const sources = new Set<string>();
  const linked = new Map([[inFolder(part.folder, name), { part, name }]]);
  // A map that grows while it is walked through is walked through to its new end.
  for (const one of linked.values()) {
    const { folder } = one.part;
    const named = sourcesNamed(one.part, one.name);
    for (const path of named.length > 0 ? named : [`${one.name.replace(/\.l?a$/, '')}.c`]) {
      const at = [inFolder(folder, path), path].map((each) => within('', each)).find((each) => known.has(each ?? ''));
      if (at !== undefined && source.test(at)) sources.add(at);
    }
    const stem = automakeName(one.name);
    const libraries = [`${stem}_LDADD`, `${stem}_LIBADD`].flatMap((variable) => namesIn(one.part, variable));
    for (const library of libraries.length > 0 ? libraries : namesIn(one.part, 'LDADD')) {
      if (!/\.l?a$/.test(library)) continue;
      const paths = [inFolder(folder, library), library].flatMap((path) => within('', path) ?? []);
      if (paths.some((path) => isGnulib(files, folderOf(path)))) continue;
      const own = paths.flatMap((path) => makerOf(path, parts) ?? [])[0];
      if (own) linked.set(inFolder(own.part.folder, own.name), own);
      // Of a project below, with a configure of its own.
      else for (const path of paths) for (const each of sourcesBelow(folderOf(path), files, source)) sources.add(each);
    }
  }
  return sources.size > 0 ? [...sources] : undefined;
}

function sourcesBelow(folder: string, { paths }: ProjectFiles, source: RegExp): string[] {
  if (folder === '') return [];
  return paths.filter((path) => path.startsWith(`${folder}/`) && source.test(path) && !ASIDE_FOLDERS.test(path));
}

function sourcesNamed(part: Part, name: string): string[] {
  return ['', 'nodist_'].flatMap((prefix) => namesIn(part, `${prefix}${automakeName(name)}_SOURCES`));
}

/** The Makefile.am that makes a library, and what it is called there. */
function makerOf(path: string, parts: readonly Part[]): { part: Part; name: string } | undefined {
  return parts
    .filter(({ folder }) => folder === '' || path.startsWith(`${folder}/`))
    .map((part) => ({ part, name: part.folder === '' ? path : path.slice(part.folder.length + 1) }))
    .find(({ part, name }) => sourcesNamed(part, name).length > 0);
}

/** A name in those of variables: `lib/libfoo.a` is `lib_libfoo_a`. */
function automakeName(name: string): string {
  return name.replace(/\W/g, '_');
}

/** Whether a folder is gnulib's: what its sources need, configure finds out. */
function isGnulib(files: ProjectFiles, folder: string): boolean {
  return ['Makefile.am', 'gnulib.mk', 'local.mk'].some((name) =>
    /gnulib-tool/.test(files.text(inFolder(folder, name)) ?? ''),
  );
}
