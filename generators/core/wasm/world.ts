/** The worlds of WASI that programs are for, by the interface that a component of one exports. */
const WORLDS: readonly (readonly [exported: RegExp, world: string])[] = [
  [/^wasi:cli\/run(@.+)?$/, 'wasi:cli/command'],
  [/^wasi:http\/incoming-handler(@.+)?$/, 'wasi:http/proxy'],
  [/^wasi:http\/handler(@.+)?$/, 'wasi:http/service'],
];

/**
 * The world of WASI that a component is made for. A component holds the names of its imports and exports, and not that of
 * its world: what it exports tells.
 */
export function worldOf(exports: readonly string[]): string | undefined {
  for (const [exported, world] of WORLDS) {
    for (const name of exports) {
      const [found, version = ''] = exported.exec(name) ?? [];
      if (found !== undefined) return `${world}${version}`;
    }
  }
  return undefined;
}
