import type { Failure } from '../failure.js';
import type { EngineChoice } from './choices.js';
import { docker } from './docker/engine.js';
import { embedded } from './embedded/engine.js';
import type { Engine, Target } from './engine.js';
import { podman } from './podman/engine.js';

/** Every engine, in the order `auto` tries them. */
const engines: readonly Engine[] = [podman, docker, embedded];

/** The engine to use and why it was chosen; or why none of them can be used. */
export type Selection = Selected | { engine: undefined; reasons: Failure[] };

/** An engine that works here. */
export interface Selected {
  engine: Engine;
  version: string;
  why: string;
}

/** What decides beside the choice itself. */
export interface SelectOptions {
  /** Whether the image is to run, too: `auto` then passes over an engine that can only build. */
  toRun: boolean;
  /** Why an engine by name, where it was not typed. */
  why?: string | undefined;
  signal?: AbortSignal | undefined;
  /** The engines that a preset allows; all of them when left out. */
  allowed?: readonly string[] | undefined;
  /** Engines that could not build, and are passed over. */
  failed?: readonly string[];
  /** The engines to choose from, for tests. */
  from?: readonly Engine[];
}

/**
 * Takes the engine that was asked for, or the first that works here; when none can run, the first that can build.
 *
 * @throws Failure when an engine was asked for by name and cannot be used
 */
export async function selectEngine(
  choice: EngineChoice,
  target: Target,
  { toRun, why = 'asked for', signal, allowed, failed = [], from = engines }: SelectOptions,
): Promise<Selection> {
  const reasons: Failure[] = [];
  let builds: Selection | undefined;
  for (const engine of from) {
    if (choice !== 'auto' && engine.id !== choice) continue;
    if (failed.includes(engine.id) || (allowed && !allowed.includes(engine.id))) continue;
    const found = await engine.available(target, signal);
    if (choice !== 'auto') {
      if (!found.works) throw found.why;
      return { engine, version: found.version, why };
    }
    if (!found.works) reasons.push(found.why);
    else if (toRun && found.cannotRun) builds ??= { engine, version: found.version, why: 'it builds, but cannot run' };
    else return { engine, version: found.version, why: 'the first that works here' };
  }
  return builds ?? { engine: undefined, reasons };
}
