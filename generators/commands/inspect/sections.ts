import { isDebug } from '../../core/wasm/custom-sections.js';
import type { Section } from '../../core/wasm/sections.js';
import type { WasmFile } from '../../core/wasm/wasm.js';

/** Names of sections by number. Source: WebAssembly core specification 3.0, and component-model, design/mvp/Binary.md. */
const SECTION_NAMES = {
  module: 'custom,type,import,function,table,memory,global,export,start,element,code,data,data count,tag',
  component: 'custom,core module,core instance,core type,component,instance,alias,type,canon,start,import,export,value',
};

/** The name of a section: a custom one's own, else what the specification calls it. */
export function sectionName(kind: keyof typeof SECTION_NAMES, { id, name }: Pick<Section, 'id' | 'name'>): string {
  return name ?? SECTION_NAMES[kind].split(',')[id] ?? `section ${id}`;
}

/** Sections of one name, together. */
export interface SectionGroup {
  name: string;
  bytes: number;
  custom: boolean;
  debug: boolean;
}

/** The sections of a file, those of one name together, the largest first. */
export function groupsOf({ kind, sections }: Extract<WasmFile, { sections: Section[] }>): SectionGroup[] {
  const groups = new Map<string, SectionGroup>();
  for (const section of sections) {
    const name = sectionName(kind, section);
    const custom = section.id === 0;
    const key = `${custom} ${name}`;
    const group = groups.get(key) ?? { name, custom, debug: custom && isDebug(name), bytes: 0 };
    group.bytes += section.bytes;
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.bytes - a.bytes);
}
