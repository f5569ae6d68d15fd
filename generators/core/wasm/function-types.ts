import type { Budget } from '../bytes/budget.js';
import { type Cursor, Malformed } from '../bytes/cursor.js';
import type { Feature } from './instructions.js';
import { skipValueType } from './scan.js';

const FUNCTION_TYPE = 0x60;
const LETTERS: Record<number, string> = { 127: 'i', 126: 'I', 125: 'f', 124: 'F' };

/** Forms of types. Source: WebAssembly core specification 3.0, binary format of types. */
const FORM = { group: 0x4e, final: 0x4f, sub: 0x50, array: 0x5e, structure: 0x5f } as const;
/** What a field may hold beside values: numbers of 8 and of 16 bits. */
const PACKED = [0x78, 0x77];

/**
 * Reads the section of types: a function's type by its number; undefined for a structure or an array.
 *
 * @throws Malformed, OverLimit
 */
export function readTypes(cursor: Cursor, found: Set<Feature>, budget: Budget): (string | undefined)[] {
  const types: (string | undefined)[] = [];
  const one = (form: number) => {
    const isSub = form === FORM.sub || form === FORM.final;
    if (isSub) cursor.each(() => cursor.skipNumber());
    const type = readType(cursor, found, isSub ? cursor.byte() : form);
    budget.keep(type?.length ?? 0);
    types.push(type);
    if (form !== FUNCTION_TYPE) found.add('gc');
  };
  for (let left = cursor.u32(); left > 0; left--) {
    const form = cursor.byte();
    if (form !== FORM.group) one(form);
    else {
      found.add('gc');
      cursor.each(() => one(cursor.byte()));
    }
  }
  return types;
}

function readType(cursor: Cursor, found: Set<Feature>, form: number): string | undefined {
  if (form === FORM.array) skipField(cursor, found);
  else if (form === FORM.structure) cursor.each(() => skipField(cursor, found));
  else if (form !== FUNCTION_TYPE) throw new Malformed(`there is an unknown type before byte ${cursor.at}`);
  else {
    const values = () => cursor.list(() => LETTERS[skipValueType(cursor, found)] ?? '?');
    const parameters = values();
    const results = values();
    if (results.length > 1) found.add('multivalue');
    return `${parameters.join('')}>${results.join('')}`;
  }
  return undefined;
}

function skipField(cursor: Cursor, found: Set<Feature>): void {
  const start = cursor.at;
  if (!PACKED.includes(cursor.byte())) {
    cursor.at = start;
    skipValueType(cursor, found);
  }
  cursor.byte(); // mutable or not
}
