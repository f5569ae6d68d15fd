/** How often a program is asked, in milliseconds. */
const AGAIN = 100;
/** How long it is asked before it is ended: an image that is being pulled goes on for minutes, a step for a second. */
const UNTIL_KILLED = 3000;

/** A program line that does not die of SIGHUP, unless it handles it: what a shell's `nohup` is for. */
export function ignoringHangUp(program: string, args: readonly string[]): [string, string[]] {
  return ['/bin/sh', ['-c', 'trap "" HUP; exec "$0" "$@"', program, ...args]];
}

/** When to ask, and when to end it; `stop` when it has ended by itself. */
export interface GracefulStop {
  /** Aborted when asking has not helped. */
  end: AbortSignal;
  stop(): void;
}

/**
 * Once `signal` is aborted, calls `ask` again and again. A program may be deaf when it is asked first: `podman build`
 * hears SIGHUP while a RUN is under way, and not while it prepares one.
 */
export function stopGracefully(signal: AbortSignal, ask: () => void): GracefulStop {
  const late = new AbortController();
  let clocks: NodeJS.Timeout[] = [];
  const begin = () => {
    ask();
    clocks = [setInterval(ask, AGAIN), setTimeout(() => late.abort(), UNTIL_KILLED)];
  };
  if (signal.aborted) late.abort();
  else signal.addEventListener('abort', begin, { once: true });
  return {
    end: late.signal,
    stop() {
      signal.removeEventListener('abort', begin);
      for (const clock of clocks) clearTimeout(clock);
    },
  };
}
