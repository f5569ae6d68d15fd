import { type Choosable, selectEngine } from '../engines/select.js';
import { flagOfOneEngine, refuseOthersFlags } from '../options/check-flags.js';
import { listenForInterrupt } from '../terminal/interrupt.js';
import type { BuildRequest } from './build-request.js';

/**
 * What only the embedded engine does is refused before anything is written where `auto` comes to another engine. Where
 * no engine works, the files are written as ever.
 *
 * @param from the engines to choose from, for tests
 * @throws Failure (wrong input); Cancelled
 */
export async function refuseOtherEngines(
  { engine, target, flags, required }: BuildRequest,
  from?: readonly Choosable[],
): Promise<void> {
  if (engine !== 'auto' || !flagOfOneEngine(flags)) return;
  const interrupt = listenForInterrupt();
  const { signal } = interrupt;
  try {
    const { engine: selected } = await selectEngine(engine, target, {
      toRun: flags.run,
      allowed: required?.engines,
      signal,
      ...(from && { from }),
    });
    if (selected) refuseOthersFlags(flags, selected.id, `the engine that works here is ${selected.id}`);
  } finally {
    interrupt.stop();
  }
}
