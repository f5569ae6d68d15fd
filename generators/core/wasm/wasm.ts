import { Budget, OverLimit } from '../bytes/budget.js';
import { type Bytes, bytesOf } from '../bytes/bytes.js';
import { Malformed } from '../bytes/cursor.js';
import { why } from '../oci/unreadable.js';
import { type ComponentParts, readComponent } from './component.js';
import { type Notes, readNotes } from './custom-sections.js';
import type { Feature } from './instructions.js';
import { codeSection, type Interface, importedGlobalsOf, readInterface } from './interface.js';
import { unknownHere } from './known-features.js';
import { PREVIEW1, preview1 } from './preview1.js';
import { scanCode } from './scan-code.js';
import { scanSegments } from './scan-segments.js';
import { COMPONENT, MAGIC, MODULE, type Section, sectionsOf } from './sections.js';

/** A core module, which crun and every runtime know. */
export interface WasmModule extends Interface, Notes {
  kind: 'module';
  bytes: number;
  /** Names of the exported functions. */
  functions: string[];
  sections: Section[];
  /** What its instructions need beyond WebAssembly 1.0; undefined where they could not be gone through. */
  used?: Feature[];
  /** Why they could not. */
  notScanned?: string;
  /** What Node's compiler says of it, when it does not take it. */
  refused?: string;
  /** Features of it that this Node does not know: its compiler cannot tell whether the module is valid. */
  unknownHere?: Feature[];
  /** Why Node's compiler was not asked. */
  notValidated?: string;
}

/** A component (WASI 0.2 and later): modules and their wiring, in a format of its own. */
export interface WasmComponent extends ComponentParts, Notes {
  kind: 'component';
  bytes: number;
  sections: Section[];
  why: string;
}

/** A file that is neither. */
export interface NotWasm {
  kind: 'not-wasm' | 'invalid';
  bytes: number;
  why: string;
}

/** What a `.wasm` file is. */
export type WasmFile = WasmModule | WasmComponent | NotWasm;

/** Whether a file is WebAssembly of either kind. */
export function isWebAssembly(file: WasmFile): file is WasmModule | WasmComponent {
  return file.kind === 'module' || file.kind === 'component';
}

/**
 * The largest module that Node is asked to validate, for which all of it must be in memory. Standard Go's hello has 2
 * MiB.
 */
export const VALIDATED_MAX: number = 64 * 1024 * 1024;

/** The most code that is gone through for the features it uses: some seconds. */
const SCANNED_MAX = 128 * 1024 * 1024;

/**
 * Reads a `.wasm` file, of whatever size, in bounded memory: our own walk over its sections, and Node's compiler as the judge.
 *
 * @throws OverLimit when there is more in it than is read
 */
export async function readWasm(contents: Uint8Array | Bytes, budget: Budget = new Budget()): Promise<WasmFile> {
  const file = contents instanceof Uint8Array ? bytesOf(contents) : contents;
  const bytes = file.size;
  const head = (await file.read(0, 8)).toString('hex');
  if (bytes === 0) return { kind: 'not-wasm', bytes, why: 'it is empty' };
  if (!head.startsWith(MAGIC)) {
    return { kind: 'not-wasm', bytes, why: 'it does not begin with the WebAssembly magic number' };
  }
  try {
    // Bytes 4 to 7 tell a module (version 1, layer 0) from a component (version 13, layer 1).
    const format = head.slice(8);
    if (format === COMPONENT) return await component(file, budget);
    if (format === MODULE) return await module(file, budget);
    return {
      kind: 'invalid',
      bytes,
      why: `its version is ${format || 'missing'}, which is neither a module's nor a component's`,
    };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { kind: 'invalid', bytes, why: error.message };
  }
}

async function module(file: Bytes, budget: Budget): Promise<WasmModule> {
  const sections = await sectionsOf(file, budget);
  const found = new Set<Feature>();
  const parts = await readInterface(sections, found, budget);
  const features = await moduleFeatures(sections, found, importedGlobalsOf(parts.imports));
  return {
    kind: 'module',
    bytes: file.size,
    ...parts,
    functions: parts.exports.filter(({ kind }) => kind === 'function').map(({ name }) => name),
    sections,
    ...(await readNotes(sections, budget)),
    ...features,
    ...(await judged(file, [...found])),
  };
}

async function moduleFeatures(
  sections: Section[],
  found: Set<Feature>,
  importedGlobals: number,
): Promise<Pick<WasmModule, 'used' | 'notScanned'>> {
  const code = codeSection(sections);
  if (code && code.contents.size > SCANNED_MAX) return { notScanned: `its code has ${code.contents.size} bytes` };
  try {
    await scanSegments(sections, found, { importedGlobals });
    if (code) await scanCode(code.contents, found);
  } catch (error) {
    if (!(error instanceof Malformed || error instanceof OverLimit)) throw error;
    return { notScanned: error.message };
  }
  // A tag without an instruction that tells the two proposals apart.
  const exceptions = found.has('legacy-exceptions') || found.has('exception-handling');
  if (!exceptions && sections.some(({ id }) => id === TAG_SECTION)) found.add('exception-handling');
  return { used: [...found].sort() };
}

const TAG_SECTION = 13;

/** What Node's own compiler makes of a module. */
async function judged(
  file: Bytes,
  features: readonly Feature[],
): Promise<Pick<WasmModule, 'refused' | 'unknownHere' | 'notValidated'>> {
  if (file.size > VALIDATED_MAX) return { notValidated: `it is larger than ${VALIDATED_MAX / 1024 ** 2} MiB` };
  const bytes = (await file.read(0, file.size)) as BufferSource;
  // Validating compiles nothing: it takes a fraction of the memory. Only compiling says what is wrong.
  if (WebAssembly.validate(bytes)) return {};
  const unknown = unknownHere(features);
  if (unknown.length > 0) return { unknownHere: unknown };
  try {
    await WebAssembly.compile(bytes);
    return {};
  } catch (error) {
    return { refused: why(error).replace(/^WebAssembly\.compile\(\): /, '') };
  }
}

async function component(file: Bytes, budget: Budget): Promise<WasmComponent> {
  const sections = await sectionsOf(file, budget);
  return {
    kind: 'component',
    bytes: file.size,
    why: 'it is a component, which crun does not run; build for wasm32-wasip1',
    sections,
    ...(await readComponent(sections, budget)),
    ...(await readNotes(sections, budget)),
  };
}

/** The imports of a module that WASI preview 1 does not define, as `namespace.name`. */
export function importsOutsidePreview1({ imports }: Pick<WasmModule, 'imports'>): string[] {
  return imports
    .filter(({ namespace, name, kind }) => !(namespace === PREVIEW1 && preview1.has(name) && kind === 'function'))
    .map(({ namespace, name }) => `${namespace}.${name}`);
}
