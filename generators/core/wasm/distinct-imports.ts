import { readLeb, writeLeb } from '../bytes/leb.js';
import { HEADER_BYTES } from './sections.js';

const IMPORT_SECTION = 2;

/**
 * A module that imports functions only, with another name for each import that another one has, too: `fd_write`, then
 * `fd_write [v2]`. Go imports some functions twice, which a component does not allow. The names are those of wit-component.
 */
export function withDistinctImports(module: Uint8Array): Uint8Array {
  for (let start = HEADER_BYTES; start < module.length; ) {
    const size = readLeb(module, start + 1);
    const end = size.end + size.value;
    if (module[start] === IMPORT_SECTION) {
      const body = renamed(module.subarray(size.end, end));
      if (!body) return module;
      const header = Buffer.from([IMPORT_SECTION, ...writeLeb(body.length)]);
      return Buffer.concat([module.subarray(0, start), header, body, module.subarray(end)]);
    }
    start = end;
  }
  return module;
}

/** The name of the nth import of a function. */
export function nthName(name: string, nth: number): string {
  return nth === 1 ? name : `${name} [v${nth}]`;
}

/** The body of an import section with distinct names; undefined where they are distinct. */
function renamed(body: Uint8Array): Uint8Array | undefined {
  const count = readLeb(body, 0);
  const parts: Uint8Array[] = [body.subarray(0, count.end)];
  const times = new Map<string, number>();
  let at = count.end;
  for (let left = count.value; left > 0; left--) {
    const namespace = readLeb(body, at);
    const name = readLeb(body, namespace.end + namespace.value);
    const nameEnd = name.end + name.value;
    // Behind the name: 0 for a function, and the number of its type.
    const { end } = readLeb(body, nameEnd + 1);
    const key = Buffer.from(body.subarray(at, nameEnd)).toString('latin1');
    const nth = (times.get(key) ?? 0) + 1;
    times.set(key, nth);
    const text = Buffer.from(nthName(Buffer.from(body.subarray(name.end, nameEnd)).toString(), nth));
    parts.push(body.subarray(at, namespace.end + namespace.value), Buffer.from(writeLeb(text.length)), text);
    parts.push(body.subarray(nameEnd, end));
    at = end;
  }
  return [...times.values()].some((nth) => nth > 1) ? Buffer.concat(parts) : undefined;
}
