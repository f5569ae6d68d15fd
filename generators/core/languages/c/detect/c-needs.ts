import type { ProjectFiles } from '../../detect/project-files.js';
import type { Dialect } from '../dialect.js';

/** Parts of POSIX that wasi-libc only imitates, and only when it is asked to (its headers name these flags). */
const IMITATED: readonly { uses: RegExp; name: string }[] = [
  { uses: /^\s*#\s*include\s*<(?:signal\.h|csignal)>/m, name: 'SIGNAL' },
  { uses: /^\s*#\s*include\s*<sys\/mman\.h>/m, name: 'MMAN' },
  { uses: /^\s*#\s*include\s*<sys\/(?:resource|times)\.h>|\bclock\s*\(\s*\)/m, name: 'PROCESS_CLOCKS' },
  { uses: /\bgetpid\s*\(\s*\)/, name: 'GETPID' },
];

/** What wasi-libc has nothing for in a module that crun runs. */
const ABSENT: readonly { uses: RegExp; what: string }[] = [
  { uses: /^\s*#\s*include\s*<(?:setjmp\.h|csetjmp)>/m, what: 'setjmp.h' },
  { uses: /\b(?:fork|execvp?|execlp?|popen)\s*\(/, what: 'other processes (fork, exec, popen)' },
  { uses: /\bpthread_create\s*\(|\bstd::(?:j?thread\b|async\s*[(<])/, what: 'threads' },
];

/** Folders of a C project whose sources are not its programs'. */
export const ASIDE_FOLDERS =
  /(?:^|\/)(?:tests?|testing|examples?|samples?|bench(?:marks?)?|fuzz(?:ing)?|docs?|build|cmake)\//i;

/** The sources and headers of a project, without tests and examples. */
export function projectSources(files: ProjectFiles, { source, header }: Dialect): string[] {
  return files.paths.filter((path) => (source.test(path) || header.test(path)) && !ASIDE_FOLDERS.test(path));
}

/** The folder that builds go into, unless the project keeps sources or scripts of its own there. */
export function buildFolder({ paths }: ProjectFiles): string[] {
  const own = paths.some((path) =>
    /^build\/(?:.*\/)?(?:CMakeLists\.txt|[^/]+\.(?:[ch]|cc|cpp|cxx|hpp|cmake|in|mk|sh))$/.test(path),
  );
  return own && !paths.includes('build/CMakeCache.txt') ? [] : ['build'];
}

/** The flags that have wasi-libc imitate what the sources use. */
export function wasiFlags(files: ProjectFiles, dialect: Dialect): string[] {
  const texts = projectSources(files, dialect).map((path) => files.text(path) ?? '');
  return IMITATED.filter(({ uses }) => texts.some((text) => uses.test(text))).flatMap(({ name }) => [
    `-D_WASI_EMULATED_${name}`,
    `-lwasi-emulated-${name.toLowerCase().replace('_', '-')}`,
  ]);
}

/** What the sources use that WebAssembly under crun does not have. */
export function cAdvice(files: ProjectFiles, dialect: Dialect): string[] {
  return projectSources(files, dialect).flatMap((path) => {
    const text = files.text(path) ?? '';
    return ABSENT.filter(({ uses }) => uses.test(text)).map(
      ({ what }) =>
        `${path} uses ${what}, which WASI preview 1 does not have: unless an #ifdef removes it, the build stops there.`,
    );
  });
}
