import type { Budget } from '../bytes/budget.js';
import { type Cursor, Malformed } from '../bytes/cursor.js';
import { cursorOf, type Section } from './sections.js';

/** What a component's own level says; what is inside its modules and components is not looked at. */
export interface ComponentParts {
  /** Names it imports and exports, for example `wasi:cli/environment@0.2.0`. */
  imports: string[];
  exports: string[];
  /** Core modules and components inside it. */
  modules: number;
  components: number;
  /** Whether there is a form among the names that is not known here: then some are missing. */
  incomplete: boolean;
}

// Source: WebAssembly/component-model, design/mvp/Binary.md.
const COMPONENT_SECTION = { module: 1, component: 4, import: 10, export: 11 } as const;

/**
 * Reads the names of imports and exports. Where a form is not known here, the names up to there are given.
 *
 * @throws OverLimit
 */
export async function readComponent(sections: readonly Section[], budget: Budget): Promise<ComponentParts> {
  let incomplete = false;
  const names = async (id: number, behind: (cursor: Cursor) => void) => {
    const found: string[] = [];
    for (const section of sections.filter((one) => one.id === id)) {
      const cursor = await cursorOf(section);
      try {
        for (let left = cursor.u32(); left > 0; left--) {
          found.push(budget.name(externalName(cursor)));
          behind(cursor);
        }
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
        incomplete = true;
      }
    }
    return found;
  };
  const imports = await names(COMPONENT_SECTION.import, skipDescription);
  const exports = await names(COMPONENT_SECTION.export, (cursor) => {
    if (cursor.byte() === 0) cursor.byte(); // the sort: of a core thing it has two bytes
    cursor.skipNumber();
    if (cursor.byte() === 1) skipDescription(cursor);
  });
  return {
    imports,
    exports,
    modules: sections.filter(({ id }) => id === COMPONENT_SECTION.module).length,
    components: sections.filter(({ id }) => id === COMPONENT_SECTION.component).length,
    incomplete,
  };
}

/** A name; with a version suffix behind it when its first byte is 2. */
function externalName(cursor: Cursor): string {
  const form = cursor.byte();
  if (form > 2) throw new Malformed(`there is an unknown name at byte ${cursor.at}`);
  const name = cursor.name();
  if (form === 2) cursor.name();
  return name;
}

/** What is imported: a core module, function, value, type, component or instance, by the number of its type. */
function skipDescription(cursor: Cursor): void {
  const sort = cursor.byte();
  if (sort === 0 || sort === 2) cursor.byte();
  // A new resource has no number.
  if (sort === 3 && cursor.byte() === 1) return;
  cursor.skipNumber();
}
