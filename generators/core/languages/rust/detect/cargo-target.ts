/** What `cfg(…)` sees of wasm32-wasip1. Source: `rustc --print cfg --target wasm32-wasip1`. */
const WASIP1: ReadonlySet<string> = new Set([
  'panic="abort"',
  'target_abi=""',
  'target_arch="wasm32"',
  'target_endian="little"',
  'target_env="p1"',
  'target_family="wasm"',
  'target_os="wasi"',
  'target_pointer_width="32"',
  'target_vendor="unknown"',
  'target_has_atomic="ptr"',
]);

/**
 * Whether a key of `[target.KEY]` means wasm32-wasip1: the name of the target, or `cfg(…)`, which is evaluated. What is not
 * understood counts as meant.
 */
export function meansWasip1(key: string): boolean {
  const inner = /^\s*cfg\s*\(([\s\S]*)\)\s*$/.exec(key)?.[1];
  if (inner === undefined) return key.trim() === 'wasm32-wasip1';
  const tokens = inner.match(/[A-Za-z_]\w*|"[^"]*"|[(),=]/g) ?? [];
  let at = 0;
  const take = (token: string): boolean => {
    if (tokens[at] !== token) return false;
    at++;
    return true;
  };
  const list = (): boolean[] => {
    const found: boolean[] = [];
    take('(');
    while (at < tokens.length && !take(')')) {
      found.push(predicate());
      take(',');
    }
    return found;
  };
  const predicate = (): boolean => {
    const name = tokens[at++] ?? '';
    if (tokens[at] === '(') {
      const parts = list();
      if (name === 'all') return parts.every(Boolean);
      if (name === 'any') return parts.some(Boolean);
      return name === 'not' ? !parts[0] : true;
    }
    if (take('=')) return WASIP1.has(`${name}=${tokens[at++]}`);
    return name === 'true' || WASIP1.has(name);
  };
  return predicate();
}
