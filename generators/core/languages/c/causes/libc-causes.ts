import type { Fix } from '../../../failure.js';
import { type Cause, type CauseReader, type FailedBuild, few } from '../../causes/cause.js';
import { absentHeader, type Lack, lackOf } from '../libc/lack.js';
import type { CPlan } from '../plan.js';
import { type ClangError, clangErrors, placeIn, undefinedSymbols } from './clang-errors.js';

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

/** clang's words for a function that no header declares. */
const UNDECLARED =
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
        message: `${placeIn(error)} includes ${header}, which wasi-libc does not have${because(absent.impossible)}.`,
        fix: [...stubs(failed, absent.stub ? (HEADER_STUBS[header]?.split(',') ?? []) : []), GUARD],
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
export const missingConstant: CauseReader<CPlan> = ({ output, files }) => {
  for (const error of clangErrors(output)) {
    const [, name] = /^use of undeclared identifier '([A-Z][A-Z0-9]*_?[A-Z0-9_]{2,})'/.exec(error.message) ?? [];
    if (name === undefined) continue;
    const defines = new RegExp(`#\\s*define\\s+${name}\\b|^\\s*${name}\\s*[,=]`, 'm');
    if (files.paths.some((path) => /\.(?:h|c|cc|cpp|hpp|cxx|in)$/.test(path) && defines.test(files.text(path) ?? '')))
      continue;
    return {
      id: 'libc-constant',
      message: `${placeIn(error)} uses ${name}, which neither the project nor wasi-libc defines.`,
      fix: [GUARD, { text: `Or define it, where its value does not matter: --cflags=-D${name}=0.` }],
    };
  }
  return undefined;
};

const GUARD: Fix = { text: 'Put the code behind #ifndef __wasi__, where the program does without it.' };

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
    message: `${found.place} calls ${names}, which wasi-libc does not have${because(impossible)}.`,
    fix: [...stubs(failed, impossible ? [] : [name, ...more].filter((one) => lackOf(one)?.stub !== undefined)), GUARD],
  };
}

function because(impossible: { why: string } | undefined): string {
  return impossible ? `: ${impossible.why}` : '';
}

/** The line that has the builder stage define functions which return an error or 0, besides those that it defines already. */
function stubs({ again, plan }: FailedC, names: readonly string[]): Fix[] {
  if (!plan || names.length === 0) return [];
  const all = [...new Set([...(plan.stubs?.functions ?? []), ...names])];
  return [again(`--stubs ${all.join(',')}`, 'defines what the program may do without')];
}

/** What our stubs define for a header that wasi-libc does not have. */
const HEADER_STUBS: Readonly<Record<string, string>> = {
  'pwd.h': 'getpwuid,getpwnam',
  'grp.h': 'getgrgid,getgrnam',
  'syslog.h': 'openlog,syslog,closelog',
  'execinfo.h': 'backtrace,backtrace_symbols',
};
