/** A signal that is aborted when the user or the system asks the process to stop. */
export interface Interrupt {
  signal: AbortSignal;
  /** Lets Node's default (to die at once) come back. */
  stop(): void;
}

const ASKING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Listens until `stop` is called. While it listens, Ctrl-C ends what is under way instead of the process. */
export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const name of ASKING) process.on(name, abort);
  const stop = () => {
    for (const name of ASKING) process.off(name, abort);
  };
  return { signal: controller.signal, stop };
}
