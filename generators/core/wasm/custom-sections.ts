import type { Budget } from '../bytes/budget.js';
import { type Cursor, Malformed } from '../bytes/cursor.js';
import { cursorOf, type Section } from './sections.js';

/** What compilers note down about themselves, by field: `language`, `processed-by`, `sdk`. */
export type Producers = Record<string, { name: string; version: string }[]>;

/** Native code inside a module, as `wasmedge compile` adds it. */
export interface AheadOfTime {
  bytes: number;
  /** What it runs on, for example `linux/x86_64`. */
  platform: string;
}

/** What the custom sections tell that have a meaning of their own. */
export interface Notes {
  /** Features that the compiler was allowed to use, from `target_features`. */
  declared: string[];
  producers: Producers;
  aheadOfTime?: AheadOfTime;
  /** Sections that say so little of what they claim to that they were passed over. */
  unreadable: string[];
}

/**
 * Reads them. They are no part of what runs: one that is broken is named, and passed over.
 * Source: WebAssembly tool-conventions, ProducersSection.md and Linking.md (target_features).
 */
export async function readNotes(sections: readonly Section[], budget: Budget): Promise<Notes> {
  const notes: Notes = { declared: [], producers: {}, unreadable: [] };
  for (const section of sections) {
    const read = SECTION_READERS[section.name ?? ''];
    if (!read) continue;
    try {
      read(await cursorOf(section), notes, { section, budget });
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      notes.unreadable.push(budget.name(section.name ?? ''));
    }
  }
  return notes;
}

/** What a reader needs beside the cursor. */
interface Context {
  section: Section;
  budget: Budget;
}

const SECTION_READERS: Record<string, (cursor: Cursor, notes: Notes, context: Context) => void> = {
  __proto__: null as never,
  target_features: (cursor, notes, { budget }) => {
    cursor.each(() => {
      const used = cursor.byte() === USED;
      const name = cursor.name();
      if (used) notes.declared.push(budget.name(name));
    });
  },
  producers: (cursor, notes, { budget }) => {
    const name = () => budget.name(cursor.name());
    const fields = cursor.list(() => [name(), cursor.list(() => ({ name: name(), version: name() }))] as const);
    notes.producers = Object.fromEntries(fields);
  },
  wasmedge: (cursor, notes, { section: { bytes } }) => {
    cursor.u32(); // the format's version
    const system = SYSTEMS[cursor.byte()] ?? 'unknown';
    const processor = PROCESSORS[cursor.byte()] ?? 'unknown';
    notes.aheadOfTime = { bytes, platform: `${system}/${processor}` };
  },
};

const USED = '+'.charCodeAt(0);
// WasmEdge, lib/llvm/codegen.cpp and lib/loader/ast/section.cpp: version, system, processor.
const SYSTEMS = ['unknown', 'linux', 'macos', 'windows'];
const PROCESSORS = ['unknown', 'x86_64', 'aarch64', 'riscv64', 'arm', 's390x'];

/** Whether a custom section serves only debuggers and linkers, and can be stripped. */
export function isDebug(name: string): boolean {
  return /^(?:\.debug_|reloc\.)|^(?:name|component-name|linking|sourceMappingURL|external_debug_info)$/.test(name);
}
