import type { Fix } from '../../../failure.js';
import { type Cause, type CauseReader, type FailedBuild, few } from '../../causes/cause.js';
import { absentHeader, isStubbedMacro, type Lack, lackOf } from '../libc/lack.js';
import type { CPlan } from '../plan.js';
import { type ClangError, clangErrors, placeIn, undefinedSymbols } from './clang-errors.js';
import { cflags, GUARD, stubs } from './fixes.js';
import { alsoImpossible, needsOfProject } from './impossible-causes.js';
import { buildWithout } from './project-options.js';

type FailedC = FailedBuild<CPlan>;

/** The words of setjmp.h for WASI, and what one without it leaves. */
const SETJMP = /Setjmp\/longjmp support requires Exception handling support|'(?:setjmp\.h|csetjmp)' file not found/;

/** setjmp and longjmp. wasi-sdk has them by exception handling (-mllvm -wasm-enable-sjlj), which crun's WasmEdge does not enable. */
export const setjmp: CauseReader<CPlan> = ({ output }) => {
  const error = clangErrors(output).find(({ message }) => SETJMP.test(message));
  const symbol = undefinedSymbols(output).find(({ symbol }) =>
    /^_*(?:sig)?(?:set|long)jmp$|^__wasm_(?:set|long)jmp/.test(symbol),
  );
  if (!error && !symbol) return undefined;
  return {
    id: 'setjmp',
    message: `${error ? `${placeIn(error)} includes setjmp.h` : `The program calls ${symbol?.symbol}`}. It needs WebAssembly's exception handling, which WasmEdge under crun does not enable.`,
    fix: [{ text: 'Return errors instead of jumping, or put the code behind #ifndef __wasi__.' }],
  };
};

/** `compile with -D_WASI_EMULATED_SIGNAL and link with -lwasi-emulated-signal`: what wasi-libc's headers say themselves. */
export const emulated: CauseReader<CPlan> = (failed) => {
  const error = clangErrors(failed.output).find(({ message }) => message.includes('-D_WASI_EMULATED_'));
  const [, define] = /-D_WASI_EMULATED_(\w+)/.exec(error?.message ?? '') ?? [];
  if (!error || define === undefined) return undefined;
  const name = `wasi-emulated-${define.toLowerCase().replaceAll('_', '-')}`;
  return {
    id: 'emulated',
    message: `${placeIn(error)} includes a header that wasi-libc only emulates (${name}).`,
    fix: [withEmulation(failed, name)],
  };
};

function withEmulation({ again }: FailedC, library: string): Fix {
  const define = `_WASI_EMULATED_${library.slice('wasi-emulated-'.length).toUpperCase().replaceAll('-', '_')}`;
  return again(`--cflags=-D${define} --ldflags=-l${library}`, 'emulates it');
}

/** clang's words for a function that no included header declares. */
export const UNDECLARED =
  /^(?:call to undeclared (?:library )?function|use of undeclared identifier|no member named|implicit declaration of function) '(\w+)'/;

/** A function or header that wasi-libc does not have. */
export const missingInLibc: CauseReader<CPlan> = (failed) => {
  const errors = clangErrors(failed.output);
  for (const error of errors) {
    const [, name] = UNDECLARED.exec(error.message) ?? [];
    const lack = name === undefined ? undefined : lackOf(name);
    const others = errors.flatMap(({ message }) => UNDECLARED.exec(message)?.[1] ?? []);
    if (lack) return functionMissing(failed, lack, { place: placeIn(error), others });
    const header = headerOf(error);
    const absent = header === undefined ? undefined : absentHeader(header);
    if (header !== undefined && absent) {
      return {
        id: 'libc-header',
        message: `${placeIn(error)} includes ${header}, which wasi-libc does not have${because(absent.impossible)}.${alsoImpossible(failed, absent.impossible)}`,
        fix: [
          ...stubs(failed, absent.stub ? (HEADER_STUBS[header]?.split(',') ?? []) : []),
          ...without(failed, absent.impossible, header),
          GUARD,
        ],
      };
    }
  }
  const symbols = undefinedSymbols(failed.output).map(({ symbol }) => symbol);
  const lack = symbols.map((symbol) => lackOf(symbol)).find((one) => one !== undefined);
  return lack && functionMissing(failed, lack, { place: 'The program', others: symbols });
};

/** The header that an error asks for: one that is not there, or one of Linux, which asks for others itself. */
function headerOf({ path, message }: ClangError): string | undefined {
  const [, linux] = /^\/usr\/include\/(?!wasm32)(?:[\w-]+-linux-gnu\/)?(\S+\.h)$/.exec(path) ?? [];
  return linux ?? /^'([^']+)' file not found$/.exec(message)?.[1];
}

/** A constant that neither the project nor wasi-libc defines. */
export const missingConstant: CauseReader<CPlan> = ({ output, files, plan, again }) => {
  for (const error of clangErrors(output)) {
    const [, name] = /^use of undeclared identifier '([A-Z][A-Z0-9]*_?[A-Z0-9_]{2,})'/.exec(error.message) ?? [];
    if (name === undefined) continue;
    const defines = new RegExp(`#\\s*define\\s+${name}\\b|^\\s*${name}\\s*[,=]`, 'm');
    if (files.paths.some((path) => /\.(?:h|c|cc|cpp|hpp|cxx|in)$/.test(path) && defines.test(files.text(path) ?? '')))
      continue;
    return {
      id: 'libc-constant',
      message: `${placeIn(error)} uses ${name}, which neither the project nor wasi-libc defines.`,
      fix: [GUARD, again(cflags(plan, [`-D${name}=0`]), 'defines it, where its value does not matter')],
    };
  }
  return undefined;
};

function functionMissing(
  failed: FailedC,
  { name, emulation, impossible }: Lack,
  found: { place: string; others: readonly string[] },
): Cause {
  const more = [...new Set(found.others)].filter((other) => other !== name && lackOf(other) !== undefined);
  const names = few([name, ...more]);
  if (emulation !== undefined) {
    return {
      id: 'emulated',
      message: `${found.place} calls ${name}, which wasi-libc only emulates (wasi-emulated-${emulation}).`,
      fix: [withEmulation(failed, `wasi-emulated-${emulation}`)],
    };
  }
  return {
    id: 'libc-function',
    message: `${found.place} calls ${names}, which wasi-libc does not have${because(impossible)}.${alsoImpossible(failed, impossible)}`,
    fix: [
      ...stubs(failed, stubbable(failed, impossible ? [] : [name, ...more])),
      ...without(failed, impossible),
      GUARD,
    ],
  };
}

/**
 * Those of missing functions that have a stub, then all others that the project's sources call. What is in a library of the
 * project was not predicted for the program, and would stop the build one after the other.
 */
function stubbable(failed: FailedC, names: readonly string[]): string[] {
  const missing = names.filter((one) => lackOf(one)?.stub !== undefined);
  if (missing.length === 0) return [];
  return [...new Set([...missing, ...(needsOfProject(failed).stubs?.functions ?? [])])];
}

/** An option of the project that builds without what WASI cannot do. */
function without(failed: FailedC, impossible: { id: string } | undefined, header = ''): Fix[] {
  const found = impossible ? buildWithout(impossible.id, failed) : header && buildWithout(header, failed);
  return found ? [found] : [];
}

/** A macro of glibc that a header of the project begins with: `unknown type name '__BEGIN_DECLS'`. */
export const glibcMacro: CauseReader<CPlan> = (failed) => {
  const errors = clangErrors(failed.output);
  const error = errors.find(({ message }) => isStubbedMacro(quotedName(message)));
  if (!error) return undefined;
  const name = quotedName(error.message);
  // One without the other is of no use.
  const names = /_DECLS$/.test(name) ? ['__BEGIN_DECLS', '__END_DECLS'] : [name];
  return {
    id: 'libc-macro',
    message: `${placeIn(error)} uses ${name}, a macro of glibc and the BSDs that wasi-libc does not have.`,
    fix: [...stubs(failed, names), GUARD],
  };
};

function quotedName(message: string): string {
  return (
    /^(?:unknown type name|use of undeclared identifier|call to undeclared function) '(\w+)'/.exec(message)?.[1] ?? ''
  );
}

function because(impossible: { why: string } | undefined): string {
  return impossible ? `: ${impossible.why}` : '';
}

/** What our stubs define for a header that wasi-libc does not have. */
const HEADER_STUBS: Readonly<Record<string, string>> = {
  'pwd.h': 'getpwuid,getpwnam',
  'grp.h': 'getgrgid,getgrnam',
  'syslog.h': 'openlog,syslog,closelog',
  'execinfo.h': 'backtrace,backtrace_symbols',
  'libintl.h': 'gettext,ngettext,textdomain,bindtextdomain',
};
