import type { Fix } from '../failure.js';
import type { NeedId } from './needs.js';

/** What each need means, for users, and what to do where a program must run everywhere. */
export const meaning: Readonly<Record<NeedId, { means: string; fix: Fix }>> = {
  atomics: feature('atomic instructions', 'without threads'),
  'bulk-memory': feature('bulk memory instructions', 'with -mno-bulk-memory'),
  'custom-page-sizes': feature('memory pages of another size'),
  'exception-handling': feature('exceptions', 'without them (Rust: panic = "abort"; C++: -fno-exceptions)'),
  'extended-const': feature('arithmetic in constants', 'with -mno-extended-const'),
  'function-references': feature('typed function references'),
  gc: feature('garbage-collected objects'),
  'legacy-exceptions': feature('exceptions of the replaced proposal', 'without them (C++: -fno-exceptions)'),
  memory64: feature('a 64-bit memory', 'for wasm32-wasip1'),
  multimemory: feature('several memories', 'with one memory'),
  multivalue: feature('functions with several results'),
  'mutable-globals': feature('mutable globals across modules'),
  'nontrapping-fptoint': feature('saturating conversions'),
  'reference-types': feature('reference types'),
  'relaxed-simd': feature('relaxed SIMD', 'with -mno-relaxed-simd'),
  'shared-memory': feature('a shared memory', 'without threads (Rust: wasm32-wasip1, not wasm32-wasip1-threads)'),
  'sign-ext': feature('sign extension'),
  simd128: feature('SIMD'),
  'tail-call': feature('tail calls', 'with -mno-tail-call'),
  'wide-arithmetic': feature('128-bit arithmetic'),
  component: { means: 'is a component', fix: { text: 'Build a core module: the target wasm32-wasip1.' } },
  'component-http': {
    means: 'answers HTTP requests, and is not a program',
    fix: { command: 'wasmtime serve FILE.wasm' },
  },
  'component-library': {
    means: 'exports no wasi:cli/run: it is a library',
    fix: { text: 'Build a command: a main function, or an export of wasi:cli/run.' },
  },
  'component-imports': {
    means: 'imports interfaces of the component model',
    fix: { text: 'This is the core of a component: build for wasm32-wasip1.' },
  },
  foreign: {
    means: 'imports from a namespace that is no WASI',
    fix: { text: 'Build for wasm32-wasip1 (TinyGo: -target=wasip1; gojs and env are for browsers).' },
  },
  'import-kind': {
    means: 'imports something from WASI that is not a function',
    fix: { text: 'Build with the libraries of the toolchain for wasm32-wasip1.' },
  },
  initialize: {
    means: 'exports _initialize beside _start: it is a library and a program at once',
    fix: { text: 'Export one of them: _start makes it a program.' },
  },
  invalid: { means: 'is not valid WebAssembly', fix: { text: 'Build or copy it again.' } },
  'memory-export': {
    means: 'does not export its memory as "memory"',
    fix: { text: 'Link it as a program for wasm32-wasip1: runtimes write the results of WASI calls there.' },
  },
  'preview1-type': {
    means: 'imports functions of WASI preview 1 with types of their own',
    fix: { text: 'Build with the libraries of the toolchain for wasm32-wasip1.' },
  },
  'preview1-unknown': {
    means: 'imports functions that WASI preview 1 does not have',
    fix: { text: 'Do without what only one runtime adds to wasi_snapshot_preview1.' },
  },
  start: { means: 'exports no _start: it is a library', fix: { text: 'Build a program with a main function.' } },
  'start-parameters': {
    means: 'exports _start with parameters, which WASI has without',
    fix: { text: 'Build a program with a main function: the C library makes _start of it.' },
  },
  'start-results': {
    means: 'exports _start with results, which WASI has without',
    fix: { text: 'End with proc_exit where the exit code matters.' },
  },
  unscanned: {
    means: 'is too large or too new to scan',
    fix: { text: 'Try it under the runtimes that matter.' },
  },
  'wasi-0.3': {
    means: 'uses WASI 0.3',
    fix: { text: 'Build for WASI 0.2 (wasm32-wasip2), or a core module: the target wasm32-wasip1.' },
  },
  'wasi-nn': { means: 'imports wasi-nn', fix: { text: 'A program that runs everywhere cannot use it.' } },
  'wasi-threads': {
    means: 'starts threads (wasi-threads)',
    fix: { text: 'Build for wasm32-wasip1, not wasm32-wasip1-threads.' },
  },
  'wasi-unstable': {
    means: 'imports wasi_unstable, which preview 1 replaced in 2020',
    fix: { text: 'Build with a current toolchain for wasm32-wasip1.' },
  },
  wasix: { means: 'imports WASIX', fix: { text: 'Build for wasm32-wasip1.' } },
  'wasmedge-sockets': {
    means: "uses WasmEdge's sockets",
    fix: { text: 'A server needs them under crun; a program that runs everywhere cannot use them.' },
  },
};

function feature(name: string, otherwise?: string): { means: string; fix: Fix } {
  return {
    means: `uses ${name}`,
    fix: otherwise ? { text: `Build it ${otherwise}.` } : { text: 'Build it without that feature.' },
  };
}
