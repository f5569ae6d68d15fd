/** Milliseconds after the start of a program until it has printed its first lines: an engine removes an image under the lock that a start waits for. */
const AFTER_START = 1000;

/** Images that are no longer used, and are removed while nobody waits. */
export interface Removals {
  add(remove: () => Promise<void>): void;
  /** A build begins: nothing is removed meanwhile. */
  hold(): void;
  /** A program has been started: what was added before is removed soon. */
  release(): void;
  /** Removes the rest. */
  flush(): Promise<void>;
}

/** Collects removals. */
export function removeLater(): Removals {
  const waiting: (() => Promise<void>)[] = [];
  let clock: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const begin = () => {
    running = Promise.all([running, ...waiting.splice(0).map((remove) => remove())]);
  };
  const hold = () => clearTimeout(clock);
  return {
    add: (remove) => void waiting.push(remove),
    hold,
    release() {
      hold();
      clock = setTimeout(begin, AFTER_START);
    },
    async flush() {
      hold();
      begin();
      await running;
    },
  };
}
