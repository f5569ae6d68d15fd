import type { Feature } from './instructions.js';
import type { WasmImport } from './interface.js';
import { PREVIEW1, preview1, wasmEdgeSockets } from './preview1.js';
import type { WasmComponent, WasmFile, WasmModule } from './wasm.js';

/** What a file wants that not every runtime gives. */
export type NeedId =
  | Feature
  | 'component'
  | 'component-http'
  | 'component-imports'
  | 'component-library'
  | 'foreign'
  | 'import-kind'
  | 'initialize'
  | 'invalid'
  | 'memory-export'
  | 'preview1-type'
  | 'preview1-unknown'
  | 'start'
  | 'start-parameters'
  | 'start-results'
  | 'unscanned'
  | 'wasi-0.3'
  | 'wasi-nn'
  | 'wasi-threads'
  | 'wasi-unstable'
  | 'wasix'
  | 'wasmedge-sockets';

/** One such want of a certain file. */
export interface Need {
  id: NeedId;
  /** What shows it: the names of imports, for example. */
  shownBy: string[];
}

/** Everything that a file wants beyond a WASI preview 1 program in the WebAssembly of 2022, which all runtimes take. */
export function needsOf(file: WasmFile): Need[] {
  if (file.kind === 'component') return [{ id: 'component', shownBy: [] }, ...wasi03(file), ...componentNeeds(file)];
  if (file.kind !== 'module') return [{ id: 'invalid', shownBy: [file.why] }];
  const needs = [...(file.used ?? []).filter((feature) => !EVERYWHERE.has(feature)).map((id) => ({ id, shownBy: [] }))];
  return [...needs, ...undecided(file), ...importNeeds(file), ...programNeeds(file)];
}

/** The version of WASI shows in the names of a component's interfaces. */
function wasi03({ imports, exports }: WasmComponent): Need[] {
  const shownBy = [...imports, ...exports].filter((name) => /^wasi:.*@0\.3\./.test(name));
  return shownBy.length > 0 ? [{ id: 'wasi-0.3', shownBy }] : [];
}

/** What a component is for shows in its exports: a program has `wasi:cli/run`, whatever its version. */
function componentNeeds({ exports, incomplete }: WasmComponent): Need[] {
  if (incomplete || exports.some((name) => /^wasi:cli\/run(?:@|$)/.test(name))) return [];
  const handlers = exports.filter((name) => /^wasi:http\/(?:incoming-)?handler(?:@|$)/.test(name));
  return [handlers.length > 0 ? { id: 'component-http', shownBy: handlers } : { id: 'component-library', shownBy: [] }];
}

/** Features that every runtime of the table takes without an option. */
const EVERYWHERE: ReadonlySet<Feature> = new Set<Feature>([
  'bulk-memory',
  'multivalue',
  'mutable-globals',
  'nontrapping-fptoint',
  'reference-types',
  'sign-ext',
  'simd128',
]);

/** What Node's compiler refuses although it knows all features of it, and what was too much to look at. */
function undecided({ refused, notScanned, notValidated }: WasmModule): Need[] {
  const unscanned = notScanned ?? notValidated;
  if (refused !== undefined) return [{ id: 'invalid', shownBy: [refused] }];
  return unscanned === undefined ? [] : [{ id: 'unscanned', shownBy: [unscanned] }];
}

function programNeeds({ functions, exports }: WasmModule): Need[] {
  const needs: Need[] = [];
  const start = exports.find(({ name, kind }) => name === '_start' && kind === 'function');
  const [parameters, results] = start?.type?.split('>') ?? [];
  if (parameters) needs.push({ id: 'start-parameters', shownBy: [] });
  if (results) needs.push({ id: 'start-results', shownBy: [] });
  if (!start) needs.push({ id: 'start', shownBy: [] });
  else if (functions.includes('_initialize')) needs.push({ id: 'initialize', shownBy: [] });
  if (!exports.some(({ kind, name }) => kind === 'memory' && name === 'memory')) {
    needs.push({ id: 'memory-export', shownBy: [] });
  }
  return needs;
}

function importNeeds({ imports }: WasmModule): Need[] {
  const found = new Map<NeedId, string[]>();
  const threads = imports.some((one) => needOfImport(one) === 'wasi-threads');
  for (const one of imports) {
    const need = needOfImport(one);
    // Threads share a memory, which every one of their instances imports.
    if (!need || (threads && one.kind === 'memory')) continue;
    const shownBy = found.get(need) ?? [];
    shownBy.push(`${one.namespace}.${one.name}`);
    found.set(need, shownBy);
  }
  return [...found].map(([id, shownBy]) => ({ id, shownBy }));
}

/** Namespaces that mean something of their own. */
const NAMESPACES: Readonly<Record<string, NeedId>> = {
  wasi_unstable: 'wasi-unstable',
  wasi_ephemeral_nn: 'wasi-nn',
  wasix_32v1: 'wasix',
  wasix_64v1: 'wasix',
};

function needOfImport({ namespace, name, type, kind }: WasmImport): NeedId | undefined {
  // WASI has functions only, whatever the name of what is imported.
  if (kind !== 'function' && (namespace === PREVIEW1 || Object.hasOwn(NAMESPACES, namespace))) return 'import-kind';
  if (namespace !== PREVIEW1) {
    if (namespace === 'wasi' && name === 'thread-spawn') return 'wasi-threads';
    if (/^wasi:/.test(namespace)) return 'component-imports';
    return Object.hasOwn(NAMESPACES, namespace) ? NAMESPACES[namespace] : 'foreign';
  }
  if (wasmEdgeSockets.has(name)) return 'wasmedge-sockets';
  const expected = preview1.get(name);
  if (expected === undefined) return 'preview1-unknown';
  if (type === undefined || type === expected) return undefined;
  // WasmEdge had this function before it was standardised, without flags.
  return name === 'sock_accept' && type === 'ii>i' ? 'wasmedge-sockets' : 'preview1-type';
}

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
