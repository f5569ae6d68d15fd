import type { Choosable } from '../engines/select.js';
import type { Answers } from '../options/questions.js';
import type { Preset } from '../presets/preset.js';
import type { ResolveDigests } from '../project/builder-images.js';
import { listenForInterrupt } from '../terminal/interrupt.js';
import { targetOf } from './target.js';

/** A project whose builder images are pinned. */
export interface Pinned {
  answers: Answers;
  preset: Preset | undefined;
  /** Absolute. */
  directory: string;
}

/**
 * Digests through an engine of this machine. The engines are loaded when a digest is missing.
 *
 * @param signal ends it; without one Ctrl-C does, which is listened for only meanwhile: prompts hear it themselves
 * @param from the engines to choose from, for tests
 */
export function digestSource(
  { answers, preset, directory }: Pinned,
  onNote: (text: string) => void,
  signal?: AbortSignal,
  from?: readonly Choosable[],
): { resolve: ResolveDigests } {
  const target = targetOf({ answers, preset, directory, shownDirectory: directory });
  return {
    async resolve(images) {
      const { resolveDigests } = await import('./resolve-digests.js');
      const interrupt = signal ? undefined : listenForInterrupt();
      const how = { choice: answers.engine, target, allowed: preset?.checks.engines, onNote, ...(from && { from }) };
      return resolveDigests(images, { ...how, signal: signal ?? interrupt?.signal }).finally(() => interrupt?.stop());
    },
  };
}
