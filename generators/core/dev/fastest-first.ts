import { compilesOnHost } from '../engines/engines.js';
import type { Choosable } from '../engines/select.js';

/**
 * The engines in the order in which one who edits waits for them: a compiler of this machine first.
 *
 * @param serves whether the program opens a port: Node's WASI, which runs what such a compiler builds, has no sockets
 */
export function fastestFirst(from: readonly Choosable[], serves = false): Choosable[] {
  if (serves) return [...from];
  return [...from].sort((one, other) => Number(compilesOnHost(other.id)) - Number(compilesOnHost(one.id)));
}
