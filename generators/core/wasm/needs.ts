import type { Feature } from './instructions.js';
import type { WasmImport } from './interface.js';
import { PREVIEW1, preview1, wasmEdgeSockets } from './preview1.js';
import type { WasmComponent, WasmFile, WasmModule } from './wasm.js';

/** What a file needs that not every runtime gives. */
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

/** Everything that a file needs beyond a WASI preview 1 program in the WebAssembly of 2022, which all runtimes take. */
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
