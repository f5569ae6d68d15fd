import type { Fix } from '../../core/failure.js';
import { hollowCause, hollowMessage } from '../../core/policy/hollow-rule.js';
import { shownBytes } from '../../core/terminal/shown-bytes.js';
import { isDebug } from '../../core/wasm/custom-sections.js';
import type { Idle } from '../../core/wasm/dry-run.js';
import { meaning } from '../../core/wasm/need-meanings.js';
import { needsOf } from '../../core/wasm/needs.js';
import { isWebAssembly, type WasmComponent, type WasmFile, type WasmModule } from '../../core/wasm/wasm.js';
import type { Advice } from './advice.js';

/** What could be better about a WebAssembly file. */
export function adviceOnFile(file: WasmFile, idle?: Idle): Advice[] {
  if (!isWebAssembly(file)) return [];
  return [...hollow(idle), ...portability(file), ...debug(file), ...aheadOfTime(file), ...refusedAdvice(file)];
}

function hollow(idle: Idle | undefined): Advice[] {
  return idle ? [{ id: 'hollow', message: `it ${hollowMessage(idle)}`, fix: { text: hollowCause(idle) } }] : [];
}

function portability(file: WasmFile): Advice[] {
  return needsOf(file).map(({ id, shownBy }) => {
    const names = shownBy.slice(0, 3).join(', ');
    const message = `it ${meaning[id].means}${names && ` (${names}${shownBy.length > 3 ? ', …' : ''})`}`;
    return { id: 'portability', message, fix: meaning[id].fix };
  });
}

/** Less than this is not worth a word: names of imports, for example, stay in any case. */
const WORTH_STRIPPING = 512;

function debug(file: WasmModule | WasmComponent): Advice[] {
  const saves = debugBytes(file);
  if (saves < WORTH_STRIPPING) return [];
  const message = `${shownBytes(saves)} are for debuggers, ${share(saves, file.bytes)} of the module`;
  return [{ id: 'debug', message, fix: stripping(file), saves }];
}

/** Bytes of the sections that can be stripped. */
export function debugBytes({ sections }: Pick<WasmModule, 'sections'>): number {
  return sections.reduce((sum, { name, bytes }) => sum + (name !== undefined && isDebug(name) ? bytes : 0), 0);
}

/** How to have the compiler that left its name omit them. */
function stripping({ producers, sections }: Pick<WasmModule, 'producers' | 'sections'>): Fix {
  const names = Object.values(producers)
    .flat()
    .map(({ name }) => name);
  if (names.includes('Rust') || names.includes('rustc')) return { text: 'Cargo.toml, [profile.release]: strip = true' };
  if (names.includes('TinyGo')) {
    // -no-debug takes DWARF out and leaves the names of functions, which no flag of TinyGo 0.34 takes out.
    const dwarf = sections.some(({ name }) => name?.startsWith('.debug_'));
    return dwarf
      ? { command: 'tinygo build -no-debug' }
      : { command: 'wasm-opt --strip-debug', text: '(TinyGo keeps names of functions, -no-debug or not)' };
  }
  if (names.includes('Go') || names.includes('Go cmd/compile')) return { command: 'go build -ldflags "-s -w"' };
  return { text: 'Link with -Wl,--strip-all, or run wasm-opt --strip-debug or wasm-strip on it (TinyGo: -no-debug).' };
}

function aheadOfTime({ aheadOfTime: native, bytes }: Pick<WasmModule, 'aheadOfTime' | 'bytes'>): Advice[] {
  if (!native) return [];
  const message = `${shownBytes(native.bytes)} (${share(native.bytes, bytes)}) are native code for ${native.platform}, which only WasmEdge uses, on that platform`;
  const fix: Fix = {
    text: 'Keep it if the image runs on that platform; elsewhere runtimes ignore it, and interpret the module.',
  };
  return [{ id: 'aot', message, fix }];
}

function refusedAdvice(file: WasmFile): Advice[] {
  if (file.kind !== 'module' || file.refused === undefined) return [];
  const message = `Node ${process.version} refuses it: ${file.refused}`;
  return [{ id: 'module', message, fix: { text: 'A newer Node may accept it; otherwise build it again.' } }];
}

/** A part of a whole, in percent. */
export function share(part: number, whole: number): string {
  const percent = Math.round((100 * part) / whole);
  return percent === 0 && part > 0 ? '<1 %' : `${percent} %`;
}
