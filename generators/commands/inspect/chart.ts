import chalk from 'chalk';
import { printable } from '../../core/terminal/printable.js';
import { shownBytes } from '../../core/terminal/shown-bytes.js';
import type { WasmComponent, WasmModule } from '../../core/wasm/wasm.js';
import { debugBytes, share } from './advice-on-module.js';
import { groupsOf, type SectionGroup } from './sections.js';

/** Characters of the longest bar. */
const BAR = 32;
/** Sections with a bar of their own; the smaller ones share the last. */
const BARS_SHOWN = 12;

/** The sections with their sizes, as a bar chart, and how much of it is for debuggers. */
export function chart(file: WasmModule | WasmComponent): string[] {
  const all = groupsOf(file);
  const groups = all.length > BARS_SHOWN ? [...all.slice(0, BARS_SHOWN - 1), rest(all.slice(BARS_SHOWN - 1))] : all;
  const names = groups.map(({ name, custom }) => printable(custom ? `"${name}"` : name, 28));
  const width = Math.max(0, ...names.map((name) => name.length));
  const largest = Math.max(1, ...groups.map(({ bytes }) => bytes));
  const lines = groups.map(({ bytes, debug }, index) => {
    const bar = '█'.repeat(Math.round((BAR * bytes) / largest)) || '▏';
    const size = bytes.toLocaleString('en-US').padStart(13);
    const part = share(bytes, file.bytes).padStart(5);
    return `  ${(names[index] ?? '').padEnd(width)} ${size} ${part}  ${bar}${debug ? chalk.dim('  debug') : ''}`;
  });
  const debug = debugBytes(file);
  if (debug === 0) return lines;
  return [...lines, `  ${shownBytes(debug)} of it (${share(debug, file.bytes)}) are only for debuggers and linkers.`];
}

function rest(groups: readonly SectionGroup[]): SectionGroup {
  const bytes = groups.reduce((sum, group) => sum + group.bytes, 0);
  return { name: `${groups.length} others`, bytes, custom: false, debug: false };
}
