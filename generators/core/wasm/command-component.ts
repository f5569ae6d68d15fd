import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { readLeb, writeLeb } from '../bytes/leb.js';
import type { Fix } from '../failure.js';
import { toolchainsFolder } from '../system/package-root.js';
import { withDistinctImports } from './distinct-imports.js';
import { meaning } from './need-meanings.js';
import { type NeedId, needsOf } from './needs.js';
import { HEADER_BYTES } from './sections.js';
import type { WasmFile } from './wasm.js';

/**
 * A component that runs whichever program of WASI preview 1 is its first module. scripts/component makes it: jco's own
 * component of a module that imports every function of preview 1, with the adapter `wasi_snapshot_preview1.command` in it.
 */
const FRAME = join(toolchainsFolder, 'component/command.wasm.br');

/** The section of a component that holds a module. Source: WebAssembly/component-model, design/mvp/Binary.md. */
const MODULE_SECTION = 1;

/**
 * A program as a component that exports `wasi:cli/run`. The module takes the place of the one that imports every function.
 * An instance of a module ignores functions that it does not import.
 *
 * @param program a module for which there is no `componentObstacle`
 */
export async function commandComponent(program: Uint8Array): Promise<Uint8Array> {
  const module = withDistinctImports(program);
  const frame = await promisify(brotliDecompress)(await readFile(FRAME));
  for (let start = HEADER_BYTES; start < frame.length; ) {
    const size = readLeb(frame, start + 1);
    const end = size.end + size.value;
    if (frame[start] === MODULE_SECTION) {
      const header = Buffer.from([MODULE_SECTION, ...writeLeb(module.byteLength)]);
      return Buffer.concat([frame.subarray(0, start), header, module, frame.subarray(end)]);
    }
    start = end;
  }
  throw new Error(`no module in ${FRAME}`);
}

/** What the adapter does not give to a module, or the component model has no place for. */
const HINDERS: ReadonlySet<NeedId> = new Set<NeedId>([
  'component',
  'component-imports',
  'custom-page-sizes',
  'foreign',
  'import-kind',
  'initialize',
  'invalid',
  'memory-export',
  'memory64',
  'preview1-type',
  'preview1-unknown',
  'shared-memory',
  'start',
  'start-parameters',
  'start-results',
  'wasi-nn',
  'wasi-threads',
  'wasi-unstable',
  'wasix',
  'wasmedge-sockets',
]);

/** Why a file cannot become a component, with the imports that show it, and what to do. Undefined where it can. */
export function componentObstacle(file: WasmFile): { why: string; fix: Fix } | undefined {
  const need = needsOf(file).find(({ id }) => HINDERS.has(id));
  if (!need) return importedOften(file);
  const { means, fix } = meaning[need.id];
  const names = need.shownBy.slice(0, 3).join(', ');
  return { why: `it ${means}${names && ` (${names}${need.shownBy.length > 3 ? ', …' : ''})`}`, fix };
}

/** How often the frame has each function, under a name for each time (scripts/component). */
const TIMES = 4;

/** Go imports a function where its runtime and a package of its library each name it: twice. */
function importedOften(file: WasmFile): { why: string; fix: Fix } | undefined {
  const names = file.kind === 'module' ? file.imports.map(({ name }) => name) : [];
  const often = names.find((name) => names.filter((other) => other === name).length > TIMES);
  if (often === undefined) return undefined;
  const fix = { text: `Import it in ${TIMES} places at most.` };
  return { why: `it imports ${often} more than ${TIMES} times`, fix };
}
