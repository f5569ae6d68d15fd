import type { Answers } from '../options/questions.js';
import type { Preset } from '../presets/preset.js';
import type { ResolveDigests } from '../project/builder-images.js';
import { listenForInterrupt } from '../terminal/interrupt.js';

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
 * @param signal ends it; left out, Ctrl-C does, which is listened for only meanwhile: prompts hear it themselves
 */
export function digestSource(
  { answers, preset, directory }: Pinned,
  onNote: (text: string) => void,
  signal?: AbortSignal,
): { resolve: ResolveDigests } {
  const { language, name, image, engine, 'wasm-opt': wasmOpt, aot } = answers;
  const target = { directory, shownDirectory: directory, image, language, ...name, artifact: false, wasmOpt, aot };
  return {
    async resolve(images) {
      const { resolveDigests } = await import('./resolve-digests.js');
      const interrupt = signal ? undefined : listenForInterrupt();
      const how = { choice: engine, target, allowed: preset?.checks.engines, onNote };
      return resolveDigests(images, { ...how, signal: signal ?? interrupt?.signal }).finally(() => interrupt?.stop());
    },
  };
}
