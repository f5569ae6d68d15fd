import { meaning } from './need-meanings.js';
import { type NeedId, needsOf } from './needs.js';
import type { WasmFile } from './wasm.js';

/** What a runtime makes of a file: `option` when it takes it with an option, a plug-in or a newer version, as `how` says. */
export interface Verdict {
  runtime: Runtime['id'];
  name: string;
  takes: 'yes' | 'option' | 'no' | 'unknown';
  /** Why not, or what it needs. Empty when it takes it as it is. */
  because: { need: NeedId; means: string; how?: string }[];
}

/** A runtime, and what it takes beyond a plain WASI preview 1 program. */
interface Runtime {
  id: 'wasmedge' | 'wasmtime' | 'wasmer' | 'wazero' | 'node';
  name: string;
  takes: readonly NeedId[];
  /** What it takes with something more. */
  option: Partial<Record<NeedId, string>>;
  /** What nobody here has tried. */
  unknown: readonly NeedId[];
}

/**
 * Which runtimes take what. Tried with a module for each row under each of them, unless said otherwise: WasmEdge 0.14.1
 * (Debian 13) by itself and under crun 1.21, Wasmtime 50 (PyPI), wazero 1.9, Node 20.20, 22.23 and 24.21, and Wasmer by
 * `@wasmer/sdk` 0.16, which tells about imports but compiles with Node's compiler: what Wasmer's own compilers take is
 * unknown.
 */
export const runtimes: readonly Runtime[] = [
  {
    id: 'wasmedge',
    name: 'WasmEdge under crun',
    // A shared memory without atomic instructions is taken.
    takes: ['wasmedge-sockets', 'shared-memory', 'memory-export', 'initialize', 'start-results'],
    option: { 'wasi-nn': 'with its plug-in' },
    unknown: ['unscanned', 'preview1-type'],
  },
  {
    id: 'wasmtime',
    name: 'Wasmtime',
    takes: [
      'component',
      'initialize',
      'atomics',
      'exception-handling',
      'extended-const',
      'function-references',
      'gc',
      'memory64',
      'multimemory',
      'relaxed-simd',
      'tail-call',
      'wide-arithmetic',
    ],
    // As its command line documents them: not tried here.
    option: {
      'component-http': 'with wasmtime serve',
      'wasi-threads': 'with -S threads -W threads,shared-memory',
      'shared-memory': 'with -W shared-memory',
      'custom-page-sizes': 'with -W custom-page-sizes',
      'wasi-nn': 'with -S nn',
    },
    // Its command line has had the old functions, its library has not.
    unknown: ['unscanned', 'wasi-unstable', 'wasi-0.3', 'start-results'],
  },
  {
    id: 'wasmer',
    name: 'Wasmer',
    takes: ['wasi-unstable', 'wasix', 'wasi-threads', 'shared-memory', 'atomics'],
    option: {},
    unknown: [
      'unscanned',
      'initialize',
      'custom-page-sizes',
      'exception-handling',
      'extended-const',
      'function-references',
      'gc',
      'legacy-exceptions',
      'memory64',
      'multimemory',
      'preview1-type',
      'relaxed-simd',
      'start-parameters',
      'start-results',
      'tail-call',
      'wide-arithmetic',
    ],
  },
  {
    id: 'wazero',
    name: 'wazero',
    takes: ['wasi-unstable', 'memory-export', 'initialize', 'start-results'],
    option: {},
    unknown: ['unscanned'],
  },
  {
    id: 'node',
    name: 'Node WASI',
    takes: ['atomics', 'shared-memory', 'tail-call', 'legacy-exceptions', 'start-parameters', 'start-results'],
    option: {
      'exception-handling': 'from Node 22',
      'extended-const': 'from Node 22',
      'function-references': 'from Node 22',
      gc: 'from Node 22',
      'relaxed-simd': 'from Node 22',
      // Node 22 takes such a module apart, and dies when it is to run it.
      memory64: 'from Node 24',
      multimemory: 'from Node 24',
    },
    unknown: ['unscanned', 'preview1-type'],
  },
];

/** What each runtime makes of a file. */
export function verdictsOn(file: WasmFile): Verdict[] {
  const needs = needsOf(file);
  return runtimes.map((runtime) => {
    const because = needs.filter(({ id }) => !runtime.takes.includes(id)).map(({ id }) => reasonFor(runtime, id));
    return { runtime: runtime.id, name: runtime.name, takes: worst(runtime, because), because };
  });
}

/** Whether every runtime takes it as it is. */
export function isPortable(verdicts: readonly Verdict[]): boolean {
  return verdicts.every(({ takes }) => takes === 'yes');
}

function reasonFor({ option }: Runtime, need: NeedId): Verdict['because'][number] {
  const how = option[need];
  return { need, means: meaning[need].means, ...(how !== undefined && { how }) };
}

function worst({ option, unknown }: Runtime, because: Verdict['because']): Verdict['takes'] {
  const surely = because.filter(({ need }) => !unknown.includes(need));
  if (surely.some(({ need }) => option[need] === undefined)) return 'no';
  if (because.length > surely.length) return 'unknown';
  return because.length > 0 ? 'option' : 'yes';
}
