import type { Flag } from './flag.js';

/** What the name of every variable of this program begins with. */
export const PREFIX = 'WASM_OCI_';

/** The environment variable that says the same as a flag. Questions and the preset have one. */
export function variableOf({ key }: Pick<Flag, 'key'>): string {
  return `${PREFIX}${key.replaceAll('-', '_').toUpperCase()}`;
}
