import { type CauseReader, type FailedBuild, few } from '../../causes/cause.js';
import type { ProjectFiles } from '../../detect/project-files.js';
import { headersOf, lackOf } from '../libc/lack.js';
import type { CPlan } from '../plan.js';
import { withoutComments } from '../sources/active-code.js';
import { callsIn } from '../sources/calls.js';
import { type ClangError, clangErrors, placeIn } from './clang-errors.js';
import { cflags, GUARD } from './fixes.js';
import { UNDECLARED } from './libc-causes.js';

/**
 * What C allowed before 1999, and clang reports as an error by default: warnings again. -std=gnu89 does so for the first
 * only. Each is a group: `implicit` has implicit-int and implicit-function-declaration, and incompatible-pointer-types
 * has incompatible-function-pointer-types. Source: clang's DiagnosticGroups.td; seen with clang 19.
 */
export const OLD_C = [
  '-Wno-error=implicit',
  '-Wno-error=int-conversion',
  '-Wno-error=incompatible-pointer-types',
  '-Wno-error=return-mismatch',
] as const;

const OLD_C_ERROR =
  /\[-W(implicit-int|implicit-function-declaration|int-conversion|incompatible-(?:function-)?pointer-types|return-mismatch|return-type)\]$/;

/** `add(a, b) int b; {`: the names of parameters, then the types of some. */
const OLD_DEFINITION =
  /^(?!(?:if|while|for|switch)\b)(?:[A-Za-z_][\w \t*]*[ \t*])?(?![A-Z_\d]+\b)[A-Za-z_]\w*[ \t]*\(([ \t]*[A-Za-z_]\w*(?:[ \t\n]*,[ \t\n]*[A-Za-z_]\w*)*[ \t]*)\)\s*((?:[A-Za-z_]\w*[ \t*][\w \t,*[\]()]*;\s*)*)\{/gm;

/** An error that the flags make a warning of. */
function isOld({ message }: ClangError): boolean {
  return OLD_C_ERROR.test(message);
}

/** Whether a build meets C of before 1999, or would after the error at which it stopped. */
function needsFlags({ output, files, plan }: FailedBuild<CPlan>): boolean {
  if (OLD_C.every((flag) => plan?.cflags?.includes(flag))) return false;
  const errors = clangErrors(output);
  const elsewhere = errors.filter(({ message }) => isElsewhere(files, UNDECLARED.exec(message)?.[1]));
  // What a function without a declaration returns is an int for a pointer, on the same line.
  const lines = new Set(elsewhere.map(({ path, line }) => `${path}:${line}`));
  return errors.some((error) => isOld(error) && !lines.has(`${error.path}:${error.line}`)) || hasOldDefinition(files);
}

/** Whether a function needs something else than the flags: a stub, a header, or a library. */
function isElsewhere(files: ProjectFiles, name: string | undefined): boolean {
  if (name === undefined) return false;
  return lackOf(name) !== undefined || headersOf(name) !== undefined || !isDefinedIn(files, name);
}

/** Whether a parameter has no type: implicit-int. */
function hasOldDefinition(files: ProjectFiles): boolean {
  return files.paths.some((path) => {
    if (!path.endsWith('.c')) return false;
    const definitions = withoutComments(files.text(path) ?? '').matchAll(OLD_DEFINITION);
    return [...definitions].some(([, names = '', types = '']) => {
      // `libc_freeres_fn (free_mem) {` and `f(VOID) {`: macros.
      if (types === '' && !names.includes(',')) return false;
      const typed = new Set(types.match(/\w+/g));
      return names.split(',').some((name) => name.trim() !== 'void' && !typed.has(name.trim()));
    });
  });
}

/**
 * A reader whose lines have the flags for C of before 1999, too, where the project needs them. A build stops at the first
 * file with an error, and one message names all that it takes.
 */
export function withOldC(read: CauseReader<CPlan>): CauseReader<CPlan> {
  return (failed) => {
    const found = read(failed);
    if (!found || !failed.plan || !found.fix.some(({ command }) => command?.includes(' --'))) return found;
    if (!needsFlags(failed)) return found;
    const { plan, again } = failed;
    const old: CPlan = { ...plan, cflags: [...(plan.cflags ?? []), ...OLD_C] };
    return read({
      ...failed,
      plan: old,
      again: (flags, text) => again(/(?:^| )--cflags\b/.test(flags) ? flags : `${flags} ${cflags(old, [])}`, text),
    });
  };
}

/** C of before 1999. */
export const oldC: CauseReader<CPlan> = ({ output, files, plan, again }) => {
  const errors = clangErrors(output).filter(isOld);
  const [error] = errors;
  if (!error) return undefined;
  const unknown = errors.flatMap(({ message }) => /^call to undeclared function '(\w+)'/.exec(message)?.[1] ?? []);
  const nowhere = [...new Set(unknown)].filter((name) => lackOf(name) === undefined && !isDefinedIn(files, name));
  if (nowhere.length > 0) {
    const first = errors.find(({ message }) => message.includes(`'${nowhere[0]}'`)) ?? error;
    return {
      id: 'not-declared',
      message: `${placeIn(first)} calls ${few(nowhere)}, which neither the project nor wasi-libc has.`,
      fix: [GUARD, { text: 'Or add the library that has it to the project.' }],
    };
  }
  const missing = OLD_C.filter((flag) => !plan?.cflags?.includes(flag));
  const [, kind = ''] = OLD_C_ERROR.exec(error.message) ?? [];
  return {
    id: 'old-c',
    message: `${placeIn(error)} is C of before 1999, which clang reports as an error (-W${kind}).`,
    fix: [again(cflags(plan, missing), 'has it compiled with warnings')],
  };
};

/** Whether a file of the project may define a function: a program without it would not be linked. */
function isDefinedIn(files: ProjectFiles, name: string): boolean {
  return files.paths.some((path) => {
    if (!/\.[chyl]$/.test(path)) return false;
    const text = files.text(path) ?? '';
    if (!text.includes(name)) return false;
    if (/\.[yl]$/.test(path)) return true;
    const { defined } = callsIn(withoutComments(text), (one) => one === name);
    return defined.has(name) || new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${name}\\b`, 'm').test(text);
  });
}
