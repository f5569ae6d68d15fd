import { watch } from 'chokidar';
import { ExitCode, Failure } from '../failure.js';

/** Milliseconds without a change that end a burst: an editor writes a file in several steps, a formatter several files. */
const QUIET_AFTER = 25;
/** Milliseconds after which a burst counts, although it goes on. */
const LONGEST_BURST = 500;

/** The changes of a project's files, collected until they are taken. */
export interface FileChanges {
  /** Waits for the next burst, or takes the one that has come; its paths, and when the first of them came. */
  next(signal: AbortSignal): Promise<Burst | undefined>;
  /** Calls once, when the next burst has come. */
  onNext(call: () => void): () => void;
  stop(): Promise<void>;
}

/** FileChanges that came together. */
export interface Burst {
  /** Absolute. */
  paths: readonly string[];
  /** When the first of them was seen, as `performance.now()`. */
  at: number;
}

/**
 * Watches a folder. What is ignored is not even opened.
 *
 * @returns once every folder is watched
 */
export async function watchFolder(directory: string, ignored: (path: string) => boolean): Promise<FileChanges> {
  const bursts = collector();
  const watcher = watch(directory, {
    ignored,
    ignoreInitial: true,
    // A link out of the project may lead to a folder without end.
    followSymlinks: false,
    // What this user cannot read is in no build of theirs.
    ignorePermissionErrors: true,
    // A file that is replaced is a change, and no removal: editors write another file and rename it.
    atomic: QUIET_AFTER,
  });
  watcher.on('all', (_event, path) => bursts.add(path));
  // One listener for all: where the system has a limit, each further file is one more error. Later ones are of a folder that
  // goes away while it is read.
  const ready = new Promise<void>((resolve, reject) => watcher.once('ready', resolve).on('error', reject));
  await ready.catch(async (error: unknown) => {
    await watcher.close();
    throw watcherFailure(error) ?? error;
  });
  return { next: bursts.next, onNext: bursts.onNext, stop: () => watcher.close() };
}

/** How many files one user watches, and by how many programs: by inotify(7), past the limit it is ENOSPC and EMFILE. */
const WATCH_LIMITS: Readonly<Record<string, string>> = {
  ENOSPC: 'fs.inotify.max_user_watches=524288',
  EMFILE: 'fs.inotify.max_user_instances=512',
};

function watcherFailure(error: unknown): Failure | undefined {
  const limit = WATCH_LIMITS[(error as NodeJS.ErrnoException).code ?? ''];
  if (limit === undefined) return undefined;
  return new Failure("The project's files cannot be watched: the system's limit is reached.", {
    exitCode: ExitCode.wrongInput,
    fix: [
      ...(process.platform === 'linux' ? [{ command: `sudo sysctl ${limit}`, text: 'until the next start' }] : []),
      { text: 'Or exclude folders that no build reads in .containerignore.' },
    ],
  });
}

/** Collects paths to bursts. */
export function collector(): Omit<FileChanges, 'stop'> & { add(path: string): void } {
  let gathering: Set<string> | undefined;
  let began = 0;
  let clock: NodeJS.Timeout | undefined;
  let ready: Burst | undefined;
  const listeners = new Set<() => void>();

  const deliver = () => {
    if (!gathering) return;
    const paths = [...new Set([...(ready?.paths ?? []), ...gathering])];
    ready = { paths, at: ready?.at ?? began };
    gathering = undefined;
    for (const call of [...listeners]) call();
  };
  const onNext = (call: () => void) => {
    const once = () => {
      listeners.delete(once);
      call();
    };
    listeners.add(once);
    return () => void listeners.delete(once);
  };
  const take = () => {
    const burst = ready;
    ready = undefined;
    return burst;
  };
  return {
    add(path) {
      const now = performance.now();
      if (!gathering) [gathering, began] = [new Set(), now];
      gathering.add(path);
      clearTimeout(clock);
      clock = setTimeout(deliver, Math.max(0, Math.min(QUIET_AFTER, began + LONGEST_BURST - now)));
    },
    onNext,
    async next(signal) {
      if (!ready && !signal.aborted) {
        await new Promise<void>((resolve) => {
          onNext(resolve);
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
      return take();
    },
  };
}
