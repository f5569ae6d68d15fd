import { plain, unusable } from '../../detect/broken.js';
import type { ProjectFiles } from '../../detect/project-files.js';
import type { Candidate, Recognised } from '../../detect/recognised.js';
import { isArgumentsFile } from '../language.js';
import type { CPlan } from '../plan.js';
import { ASIDE_FOLDERS, buildFolder, wasiFlags } from './c-needs.js';

/** C files that nothing but a compiler builds: those of the directory itself, and those below src. */
export function recogniseSources(files: ProjectFiles): Recognised<CPlan> {
  const sources = plainSources(files).map(sourcePath);
  const mains = sources.filter((path) => definesMain(files.text(path) ?? ''));
  if (mains.length === 0) throw noMain(sources[0]);
  const shared = sources.filter((path) => !mains.includes(path));
  const common = { includes: includesOf(files), flags: wasiFlags(files) };
  const candidates = mains.map((main): Candidate<CPlan> => {
    const own = sources.filter((path) => path === main || shared.includes(path));
    const patterns = mains.length === 1 ? patternsOf(own, files) : own;
    // By its file, and where two of them are called the same by its path: a flag has to tell them apart.
    const only = mains.filter((other) => baseOf(other) === baseOf(main)).length === 1;
    const bin = only ? baseOf(main) : main.replace(/\.c$/, '');
    return {
      bin,
      name: mains.length === 1 ? '' : nameOf(main, only),
      plan: { kind: 'sources', sources: own, patterns, ...common },
    };
  });
  return {
    found: [`C: ${sources.length} source files, main() in ${mains.join(', ')}`],
    candidates,
    preferred: candidates,
    buildOutputs: ['**/*.o', '**/*.a', ...buildFolder(files)],
    advice: [],
  };
}

/** After its file; where that says nothing, after its folder, or, the only one called so, after the project. */
function nameOf(main: string, only: boolean): string {
  if (baseOf(main) !== 'main') return baseOf(main);
  return only ? '' : (main.split('/').at(-2) ?? '');
}

/** `serve` of `src/serve.c`. */
function baseOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.c$/, '');
}

/** @throws Failure (wrong input) naming the file, when its name means something to the shell or to clang */
function sourcePath(path: string): string {
  if (!isArgumentsFile(path)) return plain(path, 'path', path);
  throw unusable(path, 'clang can take arguments out of another file for a name with @.', {
    text: 'Rename the file: @ not as the first character.',
  });
}

/** C files of the directory itself and below src. */
export function plainSources(files: ProjectFiles): string[] {
  return files.paths.filter((path) => /^(?:src\/.+|[^/]+)\.c$/.test(path) && !ASIDE_FOLDERS.test(path));
}

/** Whether a file defines main: comments and string literals may hold anything. */
function definesMain(text: string): boolean {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"/g, ' ');
  // Before ANSI C, the types of the arguments stood behind the parenthesis, each with its semicolon.
  return /\b(?:int|void)\s+main\s*\([^;{]*\)(?:[\w\s*,[\]]+;)*\s*\{/.test(code);
}

/** Folders of headers, where they usually are; a quoted #include finds what is beside its file by itself. */
function includesOf(files: ProjectFiles): string[] {
  return ['include', 'inc', 'src'].filter((folder) =>
    files.paths.some((path) => path.startsWith(`${folder}/`) && path.endsWith('.h')),
  );
}

/** `src/*.c` for a folder all of whose C files are meant, so that a new one needs no change here. */
function patternsOf(sources: readonly string[], files: ProjectFiles): string[] {
  const folders = [...new Set(sources.map((path) => path.slice(0, path.lastIndexOf('/') + 1)))];
  return folders.flatMap((folder) => {
    const inIt = (path: string) => path.startsWith(folder) && /^[^/.][^/]*\.c$/.test(path.slice(folder.length));
    const own = sources.filter(inIt);
    return files.paths.filter(inIt).length === own.length ? [`${folder}*.c`] : own;
  });
}

function noMain(first: string | undefined): Error {
  return unusable(
    first ?? 'src',
    first ? 'no main() was found in it or beside it.' : 'there is no C file here or in src.',
    { text: 'A program begins with int main(void).' },
  );
}
