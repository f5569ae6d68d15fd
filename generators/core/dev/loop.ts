import type { Burst, FileChanges } from './changes.js';

/** A program that was started. */
export interface Running {
  /** Ends it, where it still runs. */
  stop(): Promise<void>;
}

/** What a loop does in each cycle. */
export interface Cycle {
  /** Builds what `start` starts. @throws what is reported, and the program that runs goes on */
  build(changed: readonly string[], signal: AbortSignal): Promise<void>;
  /** Starts what was built last. */
  start(): Running;
}

/** Who hears of a loop. */
export interface LoopReport {
  /** A build begins: of these files, or the first. */
  changed(paths: readonly string[]): void;
  /** What was built has been started, so many seconds after the change was seen. */
  started(seconds: number): void;
  /** It was not built. */
  failed(error: unknown): void;
}

/**
 * Builds and starts, and again after each burst of changes, until the signal. A change while it builds begins the build
 * again; a program runs until the next one is built.
 *
 * @throws what the first build throws that `isFatal` names: an edit cannot fix it
 */
export async function devLoop(
  cycle: Cycle,
  changes: Pick<FileChanges, 'next' | 'onNext'>,
  report: LoopReport,
  signal: AbortSignal,
  isFatal: (error: unknown) => boolean = () => false,
): Promise<void> {
  let running: Running | undefined;
  let burst: Burst = { paths: [], at: performance.now() };
  try {
    while (!signal.aborted) {
      report.changed(burst.paths);
      const built = await buildOnce(cycle, burst, changes, signal);
      if ('error' in built && !signal.aborted) {
        if (isFatal(built.error)) throw built.error;
        report.failed(built.error);
      }
      if ('done' in built && !signal.aborted) {
        await running?.stop();
        running = cycle.start();
        report.started((performance.now() - burst.at) / 1000);
      }
      const next = await changes.next(signal);
      if (!next) break;
      // The work of a build that was given up is still open.
      burst = 'givenUp' in built ? { paths: [...new Set([...burst.paths, ...next.paths])], at: next.at } : next;
    }
  } finally {
    await running?.stop();
  }
}

type Built = { done: true } | { error: unknown } | { givenUp: true };

async function buildOnce(
  { build }: Cycle,
  { paths }: Burst,
  changes: Pick<FileChanges, 'onNext'>,
  signal: AbortSignal,
): Promise<Built> {
  const given = new AbortController();
  const forget = changes.onNext(() => given.abort());
  try {
    await build(paths, AbortSignal.any([given.signal, signal]));
    return given.signal.aborted ? { givenUp: true } : { done: true };
  } catch (error) {
    return given.signal.aborted ? { givenUp: true } : { error };
  } finally {
    forget();
  }
}
