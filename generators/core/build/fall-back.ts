import type { Target } from '../engines/engine.js';
import { type EngineChoice, enginesThat } from '../engines/engines.js';
import { type Selected, type SelectOptions, selectEngine } from '../engines/select.js';
import { Failure } from '../failure.js';

/** Errors of what an engine builds with, which another engine need not share: its builder images cannot be fetched. */
const OF_THE_ENGINE = ['registry'];

/** What is asked for, and whom to tell of a change. */
interface Wanted {
  choice: EngineChoice;
  target: Target;
  wanted: SelectOptions;
  onNote(text: string): void;
}

/**
 * Builds with the selected engine. Under `auto`, one whose builder image cannot be fetched is followed by the next that
 * works here: the embedded engine needs no registry.
 *
 * @throws Failure of the first engine when none builds; where the embedded engine works, the fix names it
 */
export async function firstThatBuilds<Result>(
  selected: Selected,
  attempt: (engine: Selected) => Promise<Result>,
  { choice, target, wanted, onNote }: Wanted,
): Promise<{ engine: Selected['engine']; result: Result }> {
  let first: Failure | undefined;
  const failed: string[] = [];
  for (let next = selected; ; ) {
    try {
      return { engine: next.engine, result: await attempt(next) };
    } catch (error) {
      if (!(error instanceof Failure) || !OF_THE_ENGINE.includes(error.known ?? '')) throw first ?? error;
      first ??= error;
      failed.push(next.engine.id);
      const other = choice === 'auto' ? await selectEngine('auto', target, { ...wanted, failed }) : undefined;
      if (!other?.engine) throw await namingEmbedded(first, target, failed, wanted);
      onNote(`${next.engine.id}: ${error.message} Building with ${other.engine.id} instead.`);
      next = { ...other, why: `${failed.join(' and ')} could not fetch the builder image` };
    }
  }
}

/** Names the engine that needs no builder image, where it works. */
async function namingEmbedded(failure: Failure, target: Target, failed: string[], { allowed, signal }: SelectOptions) {
  const [other] = enginesThat(({ compilesOnHost }) => compilesOnHost);
  if (!other || failed.includes(other.id) || (allowed && !allowed.includes(other.id))) return failure;
  const { works } = await (await other.engine()).available(target, signal);
  return works
    ? failure.withFix([
        { command: `--engine ${other.id}`, text: 'builds with a compiler of this machine, without a registry' },
      ])
    : failure;
}
