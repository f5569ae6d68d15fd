import { plain, unusable } from '../../detect/broken.js';
import { isAsideName, namedFirst, projectNames, withoutLast } from '../../detect/preferred.js';
import type { ProjectFiles } from '../../detect/project-files.js';
import type { Candidate, Recognised, Selection } from '../../detect/recognised.js';
import { buildOptions } from '../build-options.js';
import type { Dialect } from '../dialect.js';
import { isArgumentsFile } from '../language.js';
import type { CPlan } from '../plan.js';
import { ASIDE_FOLDERS, buildFolder } from './c-needs.js';
import { filesWithMain, isFuzzTarget } from './mains.js';
import { besidesPlan, inPlan, needsReader } from './needs.js';

/** Sources that nothing but a compiler builds: those of the directory itself, and those below src. */
export function recogniseSources(files: ProjectFiles, selection: Selection, dialect: Dialect): Recognised<CPlan> {
  const sources = plainSources(files, dialect).map(sourcePath);
  const needed = needsReader(files, selection, dialect);
  const headers = files.paths.filter((path) => dialect.header.test(path) && !ASIDE_FOLDERS.test(path));
  const mains = filesWithMain(sources, needed.reader, (path) => files.text(path) ?? '', headers);
  if (mains.length === 0) throw noMain(sources[0], dialect);
  const fuzzers = sources.filter((path) => isFuzzTarget(path, needed.reader));
  const shared = sources.filter((path) => !mains.includes(path) && !fuzzers.includes(path));
  const common = { includes: includesOf(files, dialect), ...buildOptions(selection) };
  const candidates = mains.map((main): Candidate<CPlan> => {
    const own = sources.filter((path) => path === main || shared.includes(path));
    const needs = needed.needsOf(own);
    const patterns = mains.length === 1 ? patternsOf(own, files) : own;
    // By its file, and where two of them are called the same by its path: a flag has to tell them apart.
    const base = (path: string) => baseOf(path, dialect);
    const only = mains.filter((other) => base(other) === base(main)).length === 1;
    const bin = only ? base(main) : main.replace(dialect.source, '');
    return {
      bin,
      name: mains.length === 1 ? '' : nameOf(main, base(main), only),
      plan: { kind: 'sources', sources: own, patterns, ...inPlan(needs), ...common },
      ...besidesPlan(needs),
    };
  });
  return {
    found: [`${dialect.title}: ${sources.length} source files, main() in ${mains.join(', ')}`],
    candidates,
    preferred: namedFirst(
      withoutLast(candidates, ({ bin = '' }) => isAsideName(bin) || fuzzers.some((path) => path.includes(bin))),
      projectNames(files),
    ),
    buildOutputs: ['**/*.o', '**/*.a', ...buildFolder(files)],
    advice: [],
  };
}

/** After its file; where that says nothing, after its folder, or, the only one called so, after the project. */
function nameOf(main: string, base: string, only: boolean): string {
  if (base !== 'main') return base;
  return only ? '' : (main.split('/').at(-2) ?? '');
}

/** `serve` of `src/serve.c`. */
function baseOf(path: string, { source }: Dialect): string {
  return path.replace(/^.*\//, '').replace(source, '');
}

/** @throws Failure (wrong input) naming the file, when its name means something to the shell or to clang */
function sourcePath(path: string): string {
  if (!isArgumentsFile(path)) return plain(path, 'path', path);
  throw unusable(path, 'clang can take arguments out of another file for a name with @.', {
    text: 'Rename the file: @ not as the first character.',
  });
}

/** Sources of the directory itself and below src. */
export function plainSources(files: ProjectFiles, { source }: Dialect): string[] {
  const own = files.paths.filter((path) => /^(?:src\/.+|[^/]+)$/.test(path) && !ASIDE_FOLDERS.test(path));
  return own.filter((path) => source.test(path));
}

/** Folders of headers, where they usually are; a quoted #include finds what is beside its file by itself. */
function includesOf(files: ProjectFiles, { header }: Dialect): string[] {
  return ['include', 'inc', 'src'].filter((folder) =>
    files.paths.some((path) => path.startsWith(`${folder}/`) && header.test(path)),
  );
}

/** `src/*.c` for a folder all of whose files of that suffix are meant, so that a new one needs no change here. */
function patternsOf(sources: readonly string[], files: ProjectFiles): string[] {
  const kinds = [...new Set(sources.map((path) => path.replace(/[^/]*(?=\.[^./]*$)/, '*')))];
  return kinds.flatMap((kind) => {
    const [folder, suffix] = kind.split('*') as [string, string];
    const isOne = (path: string) =>
      path.startsWith(folder) && /^[^/.][^/]*$/.test(path.slice(folder.length)) && path.endsWith(suffix);
    const own = sources.filter(isOne);
    return files.paths.filter(isOne).length === own.length ? [kind] : own;
  });
}

function noMain(first: string | undefined, { title, main }: Dialect): Error {
  return unusable(
    first ?? 'src',
    first ? 'no main() was found in it or beside it.' : `there is no ${title} file here or in src.`,
    { text: `A program begins with ${main}.` },
  );
}
