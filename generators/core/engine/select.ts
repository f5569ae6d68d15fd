import type { Failure } from '../failure.js';
import type { EngineChoice } from './choices.js';
import { docker } from './docker.js';
import { embedded } from './embedded.js';
import type { Engine, Target } from './engine.js';
import { podman } from './podman.js';

/** Every engine, in the order `auto` tries them. */
const engines: readonly Engine[] = [podman, docker, embedded];

/** The engine to use and why it was chosen; or why none of them can be used. */
export type Selection = { engine: Engine; version: string; why: string } | { engine: undefined; reasons: Failure[] };

/**
 * Takes the engine that was asked for, or the first that works here.
 *
 * @throws Failure when an engine was asked for by name and cannot be used
 */
export async function selectEngine(choice: EngineChoice, target: Target, signal?: AbortSignal): Promise<Selection> {
  const reasons: Failure[] = [];
  for (const engine of engines) {
    if (choice !== 'auto' && engine.id !== choice) continue;
    const availability = await engine.available(target, signal);
    if (availability.works) {
      const why = choice === 'auto' ? 'the first that works here' : 'asked for';
      return { engine, version: availability.version, why };
    }
    if (choice !== 'auto') throw availability.why;
    reasons.push(availability.why);
  }
  return { engine: undefined, reasons };
}

/** The commands for people where no engine works yet: those of the first choice. */
export function commandsOf(target: Target): { build: string; run: string } {
  return podman.commands(target);
}
