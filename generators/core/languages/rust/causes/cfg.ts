/** What `cfg(…)` is asked about, as rustc answers for wasm32-wasip1: `rustc --print cfg --target wasm32-wasip1`. */
const WASIP1: Readonly<Record<string, readonly string[]>> = {
  target_arch: ['wasm32'],
  target_env: ['p1'],
  target_family: ['wasm'],
  target_os: ['wasi'],
  target_pointer_width: ['32'],
  target_endian: ['little'],
  target_vendor: ['unknown'],
  panic: ['unwind', 'abort'],
};

/**
 * Whether a key of Cargo.toml's `[target.KEY.dependencies]` means wasm32-wasip1: `cfg(unix)`, or a target's name.
 * What is not understood counts as true.
 */
export function meansWasi(key: string): boolean {
  const [, inner] = /^cfg\(([\s\S]*)\)$/.exec(key.trim()) ?? [];
  if (inner === undefined) return key.trim() === 'wasm32-wasip1';
  const words = inner.match(/[\w-]+|"[^"]*"|[(),=]/g) ?? [];
  const parsed = predicate(words);
  return parsed ?? true;
}

/** Takes one predicate from the front of the words. */
function predicate(words: string[]): boolean | undefined {
  const next = (): string | undefined => words[0];
  const name = words.shift();
  if (name === undefined) return undefined;
  if (next() === '(') {
    words.shift();
    const parts: (boolean | undefined)[] = [];
    while (words.length > 0 && next() !== ')') {
      parts.push(predicate(words));
      if (next() === ',') words.shift();
    }
    words.shift();
    const known = parts.map((part) => part ?? true);
    if (name === 'not') return !known[0];
    return name === 'any' ? known.some(Boolean) : known.every(Boolean);
  }
  if (next() === '=') {
    const [, value = '""'] = words.splice(0, 2);
    return WASIP1[name]?.includes(value.slice(1, -1)) ?? (name === 'feature' ? undefined : false);
  }
  return false;
}
