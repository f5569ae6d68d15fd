import type { NeedId } from './needs.js';

/** What each need means, for people, and what to do where a program is to run everywhere. */
export const meaning: Readonly<Record<NeedId, { means: string; fix: string }>> = {
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
  component: { means: 'is a component', fix: 'Build a core module: the target wasm32-wasip1.' },
  'component-http': { means: 'answers HTTP requests, and is no program', fix: 'wasmtime serve FILE.wasm' },
  'component-library': {
    means: 'exports no wasi:cli/run: it is a library',
    fix: 'Build a command: a main function, or an export of wasi:cli/run.',
  },
  'component-imports': {
    means: 'imports interfaces of the component model',
    fix: 'This is the core of a component: build for wasm32-wasip1.',
  },
  foreign: {
    means: 'imports from a namespace that is no WASI',
    fix: 'Build for wasm32-wasip1 (TinyGo: -target=wasip1; gojs and env are for browsers).',
  },
  'import-kind': {
    means: 'imports from WASI what is no function',
    fix: 'Build with the libraries of the toolchain for wasm32-wasip1.',
  },
  initialize: {
    means: 'exports _initialize beside _start: it is a library and a program at once',
    fix: 'Export one of them: _start makes it a program.',
  },
  invalid: { means: 'is no valid WebAssembly', fix: 'Build or copy it again.' },
  'memory-export': {
    means: 'does not export its memory as "memory"',
    fix: 'Link it as a program for wasm32-wasip1: runtimes write the results of WASI calls there.',
  },
  'preview1-type': {
    means: 'imports functions of WASI preview 1 with types of their own',
    fix: 'Build with the libraries of the toolchain for wasm32-wasip1.',
  },
  'preview1-unknown': {
    means: 'imports functions that WASI preview 1 does not have',
    fix: 'Do without what only one runtime adds to wasi_snapshot_preview1.',
  },
  start: { means: 'exports no _start: it is a library', fix: 'Build a program with a main function.' },
  'start-parameters': {
    means: 'exports _start with parameters, which WASI has without',
    fix: 'Build a program with a main function: the C library makes _start of it.',
  },
  'start-results': {
    means: 'exports _start with results, which WASI has without',
    fix: 'End with proc_exit where the exit code matters.',
  },
  unscanned: { means: 'is too large or too new to be gone through', fix: 'Try it under the runtimes that matter.' },
  'wasi-0.3': {
    means: 'uses WASI 0.3',
    fix: 'Build for WASI 0.2 (wasm32-wasip2), or a core module: the target wasm32-wasip1.',
  },
  'wasi-nn': { means: 'imports wasi-nn', fix: 'Do without it where the program is to run everywhere.' },
  'wasi-threads': {
    means: 'starts threads (wasi-threads)',
    fix: 'Build for wasm32-wasip1, not wasm32-wasip1-threads.',
  },
  'wasi-unstable': {
    means: 'imports wasi_unstable, which preview 1 replaced in 2020',
    fix: 'Build with a current toolchain for wasm32-wasip1.',
  },
  wasix: { means: 'imports WASIX', fix: 'Build for wasm32-wasip1.' },
  'wasmedge-sockets': {
    means: "uses WasmEdge's sockets",
    fix: 'A server needs them under crun; a program that is to run everywhere has to do without.',
  },
};

function feature(name: string, otherwise?: string): { means: string; fix: string } {
  return { means: `uses ${name}`, fix: otherwise ? `Build it ${otherwise}.` : 'Build it without that feature.' };
}
