import { clangErrors } from '../../c/causes/clang-errors.js';
import { absentHeader, lackOf } from '../../c/libc/lack.js';

/** What cargo and cc-rs put before a line of the C compiler: `cargo:warning=`, `warning: libgit2-sys@0.17.0: `. */
const BEFORE = /^\s*(?:cargo::?warning=|warning: [\w-]+@\S+: )/gm;

/** Why the C of a crate does not compile for WASI, as a part of a sentence; undefined where its compiler says nothing. */
export function whyCFails(output: string): string | undefined {
  const errors = clangErrors(output.replace(BEFORE, ''));
  for (const { path, line, message } of errors) {
    const why = whatIsMissing(message);
    if (why !== undefined) return `${path}:${line} ${why}`;
  }
  const [first] = errors;
  return first && `${first.path}:${first.line}: ${first.message}`;
}

function whatIsMissing(message: string): string | undefined {
  if (message.includes('does not have threads enabled')) return 'starts threads, which WASI does not have';
  if (/Setjmp\/longjmp support requires|'setjmp\.h' file not found/.test(message))
    return "includes setjmp.h, which needs WebAssembly's exception handling: WasmEdge under crun does not enable it";
  const [, emulation] = /-D_WASI_EMULATED_(\w+)/.exec(message) ?? [];
  if (emulation !== undefined) return `includes a header that wasi-libc only emulates (${emulation.toLowerCase()})`;
  const [, name] =
    /^(?:call to undeclared (?:library )?function|use of undeclared identifier) '(\w+)'/.exec(message) ?? [];
  const lack = name === undefined ? undefined : lackOf(name);
  if (lack) return `calls ${lack.name}, which wasi-libc does not have${withReason(lack.impossible)}`;
  const [, header] = /^'([^']+)' file not found$/.exec(message) ?? [];
  const absent = header === undefined ? undefined : absentHeader(header);
  return absent && `includes ${header}, which wasi-libc does not have${withReason(absent.impossible)}`;
}

function withReason(impossible: { why: string } | undefined): string {
  return impossible ? `: ${impossible.why}` : '';
}
