import type { Failure } from '../failure.js';
import type { Found } from '../toolchain/local-compiler.js';
import type { Engine, Target } from './engine.js';
import type { EngineInfo } from './engine-info.js';
import { type EngineChoice, engines } from './engines.js';

/** The engine to use and why it was chosen; or why none of them can be used. */
export type EngineSelection = Selected | { engine: undefined; reasons: Failure[] };

/** An engine that works here. */
export interface Selected {
  engine: Engine;
  version: string;
  why: string;
  /** The compiler it found, for its build. */
  found?: Found | undefined;
}

/** An engine to choose from. */
export type Choosable = Pick<EngineInfo, 'id' | 'engine' | 'rarelyInstalled'>;

/** What decides beside the choice itself. */
export interface SelectOptions {
  /** Whether the image is to run, too: `auto` then passes over an engine that can only build. */
  toRun: boolean;
  /** Why an engine by name, where it was not typed. */
  why?: string | undefined;
  signal?: AbortSignal | undefined;
  /** The engines that a preset allows; all of them when missing. */
  allowed?: readonly string[] | undefined;
  /** Engines that could not build, and are passed over. */
  failed?: readonly string[];
  /** The engines to choose from; all of them when missing. */
  from?: readonly Choosable[];
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
): Promise<EngineSelection> {
  const reasons: Failure[] = [];
  let builds: Selected | undefined;
  for (const { id, engine: loaded, rarelyInstalled } of from) {
    if (choice !== 'auto' && id !== choice) continue;
    if (failed.includes(id) || (allowed && !allowed.includes(id))) continue;
    const engine = await loaded();
    const answer = await engine.available(target, signal);
    if (!answer.works) {
      if (choice !== 'auto') throw answer.why;
      if (!(answer.missing && rarelyInstalled)) reasons.push(answer.why);
      continue;
    }
    const { version, cannotRun, found } = answer;
    if (choice !== 'auto') return { engine, version, why, found };
    if (!toRun || !cannotRun) return { engine, version, why: 'the first that works here', found };
    builds ??= { engine, version, why: 'it builds, but cannot run', found };
  }
  return builds ?? { engine: undefined, reasons };
}
