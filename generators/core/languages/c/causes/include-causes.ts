import type { CauseReader, FailedBuild } from '../../causes/cause.js';
import { literal, type ProjectFiles, placeOf } from '../../detect/project-files.js';
import { headersOf, lackOf } from '../libc/lack.js';
import { DECLARED } from '../libc/stubs.js';
import type { CPlan } from '../plan.js';
import { type ClangError, clangErrors, placeIn } from './clang-errors.js';
import { cflags, stubs } from './fixes.js';
import { UNDECLARED } from './libc-causes.js';

/** What getopt() sets. */
const OF_GETOPT = /^opt(?:arg|ind|err|opt)$/;

/** A function that wasi-libc has, in a header which the source includes for other systems only, or not at all. */
export const notIncluded: CauseReader<CPlan> = (failed) => {
  for (const error of clangErrors(failed.output)) {
    const [, said = ''] = UNDECLARED.exec(error.message) ?? [];
    const name = OF_GETOPT.test(said) ? 'getopt' : said;
    const [header] = lackOf(name) ? [] : (headersOf(name) ?? []);
    if (header === undefined) continue;
    const names = [name, ...othersDeclared(failed.output, name)];
    const stubbed = name in DECLARED ? stubs(failed, names) : [];
    const { where, flags } = inclusion(failed.files, error, header);
    return {
      id: 'not-included',
      message: `${placeIn(error)} calls ${name}, which wasi-libc has in ${header}. ${where}.`,
      fix:
        stubbed.length > 0
          ? stubbed.map(({ command = '' }) => ({ command, text: 'declares it' }))
          : [failed.again(cflags(failed.plan, flags), 'includes it')],
    };
  }
  return undefined;
};

/** Others that the same build does not find declared, and that stubs declare. */
function othersDeclared(output: string, name: string): string[] {
  const names = clangErrors(output).flatMap(({ message }) => UNDECLARED.exec(message)?.[1] ?? []);
  return [...new Set(names)].filter((other) => other !== name && other in DECLARED);
}

/** Where a source includes a header, and what has it do so. */
function inclusion(files: ProjectFiles, { path }: ClangError, header: string): { where: string; flags: string[] } {
  const text = files.text(path) ?? '';
  const found = new RegExp(`^[ \\t]*#[ \\t]*include[ \\t]*<${literal(header)}>`, 'm').exec(text);
  if (!found) return { where: `${path} does not include it`, flags: ['-include', header] };
  const place = placeOf(path, text, new RegExp(literal(found[0])));
  const macro = conditionOf(text.slice(0, found.index));
  if (macro === '') return { where: `It takes _GNU_SOURCE to declare it`, flags: ['-D_GNU_SOURCE'] };
  if (macro === undefined || /^_|^(?:unix|linux|BSD|sun)$/.test(macro))
    return { where: `${place} includes it for other systems only`, flags: ['-include', header] };
  return { where: `${place} includes it only where ${macro} is defined`, flags: [`-D${macro}`] };
}

/** The macro of the `#ifdef` that is open at the end of a text; empty where none is open, undefined for any other condition. */
function conditionOf(before: string): string | undefined {
  const open: (string | undefined)[] = [];
  for (const [, directive, rest = ''] of before.matchAll(
    /^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b([^\n]*)/gm,
  )) {
    if (directive === 'endif') open.pop();
    else if (directive === 'else' || directive === 'elif') open[open.length - 1] = undefined;
    else if (directive === 'ifndef') open.push(/_H_*\b|_INCLUDED/.test(rest) ? '' : undefined);
    else open.push(/^\s*(?:defined\s*(?:\(\s*)?)?(\w+)\s*(?:\)\s*)?(?:\/\*.*|\/\/.*)?$/.exec(rest)?.[1]);
  }
  const conditions = open.filter((one) => one !== '');
  if (conditions.length === 0) return '';
  return conditions.length === 1 ? conditions[0] : undefined;
}

/** What a project's own build files give to compilers: `-DNAME=…`. */
const DEFINING_FILES =
  /(?:^|\/)(?:(?:GNU)?[Mm]akefile(?:\.(?:am|in|def))?|CMakeLists\.txt|meson\.build|[^/]+\.mk|configure)$/;

/** A macro that the project's own build files define, where the sources are built without them. */
export const definedByBuild: CauseReader<CPlan> = (failed) => {
  if (failed.plan?.kind !== 'sources') return undefined;
  for (const error of clangErrors(failed.output)) {
    const [, name] = /^use of undeclared identifier '([A-Z]\w+)'/.exec(error.message) ?? [];
    if (name === undefined) continue;
    const found = definitionOf(name, failed);
    if (!found) continue;
    const value = found.isText ? '"unknown"' : '1';
    return {
      id: 'not-configured',
      message: `${placeIn(error)} uses ${name}, which ${found.place} defines for the compiler, and the sources are compiled without it.`,
      fix: [
        failed.again(cflags(failed.plan, [`-D${name}=${value}`]), 'defines it; give it the value that it has there'),
        { text: 'Or build it by what defines it: --build-system make, or another of those that --help lists.' },
      ],
    };
  }
  return undefined;
};

function definitionOf(name: string, { files }: FailedBuild<CPlan>): { place: string; isText: boolean } | undefined {
  const pattern = new RegExp(`-D ?${literal(name)}\\b(=\\S*)?`);
  for (const path of files.paths.filter((one) => DEFINING_FILES.test(one))) {
    const text = files.text(path) ?? '';
    const found = pattern.exec(text);
    if (found) return { place: placeOf(path, text, pattern), isText: /["']/.test(found[1] ?? '') };
  }
  return undefined;
}
