import { firstChoice } from '../core/engines/engines.js';
import { variableOf } from '../core/options/variables.js';

/**
 * Asks the first choice early whether it works, where a command may come to use it.
 *
 * @param typed the value of `--engine`
 */
export function prefetchEngine(typed: unknown): void {
  const engine = typed ?? (process.env[variableOf({ key: 'engine' })] || 'auto');
  if (engine === 'auto' || engine === firstChoice.id) firstChoice.prefetch();
}
