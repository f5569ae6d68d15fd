import { setTimeout as after } from 'node:timers/promises';
import { ExitCode } from '../failure.js';
import type { Service } from '../languages/language.js';
import { ANSWER_LIMIT, explain } from './explain.js';
import type { Host } from './host.js';
import { diagnose, type KnownErrors } from './known-errors.js';

/** How a user runs a program: what it is given, as the command line of a container engine takes it. */
export interface Session {
  /** The program's own arguments. */
  args: readonly string[];
  /** `NAME=VALUE`, or `NAME` for this process's variable of that name. */
  env: readonly string[];
  /** `FOLDER:PLACE`, with `:ro` behind it. */
  volumes: readonly string[];
  /** `PORT:PORT`: one of this machine, and one that the program listens on. */
  ports: readonly string[];
}

/** What a service is given that is checked. */
export type Served = Pick<Session, 'env' | 'ports'>;

/** A session of a service: its port is published where the user publishes none. */
export function withPort(
  session: Session,
  service: Service | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): Session {
  if (!service || session.ports.length > 0) return session;
  // `-e PORT` is this shell's PORT.
  const given = session.env.map((text) => (text === 'PORT' ? `PORT=${environment.PORT}` : text));
  const own = given.map((text) => /^PORT=(\d+)$/.exec(text)?.[1]).findLast((port) => port !== undefined);
  const port = own ?? service.port;
  return { ...session, ports: [`${port}:${port}`] };
}

/** What every container engine takes for a service, in front of the image. */
export function servedFlags({ env, ports }: Served = { env: [], ports: [] }): string[] {
  return [...env.map((text) => `--env=${text}`), ...ports.map((text) => `--publish=${text}`)];
}

/** What every container engine takes for a session, in front of the image. Without a terminal of its own: stdout and stderr stay two streams. */
export function sessionFlags({ env, volumes, ports }: Session): string[] {
  return [
    '--interactive',
    ...servedFlags({ env, ports: [] }),
    ...volumes.map((text) => `--volume=${text}`),
    ...servedFlags({ env: [], ports }),
  ];
}

/** A container that is run with this process's streams. */
export interface AttachedContainer {
  /** The arguments that run it in the foreground. */
  run: readonly string[];
  /** Those that remove it, running or not, by its name. */
  remove: readonly string[];
}

/** Milliseconds between two removals: a container that is being made when the first one looks for it is met by a later one. */
const REMOVED_EVERY = 300;
/** Removals before the engine's own process is ended, whatever becomes of the container. */
const REMOVALS = 20;

/**
 * Runs a container with this process's streams until its program ends, or `signal` stops it. A module hears no signal,
 * so that its container is removed.
 *
 * @returns the exit code: the program's, where the runtime keeps it
 * @throws Failure when the engine did not run it
 */
export async function attachContainer(
  { attach, run, system }: Host,
  errors: KnownErrors,
  container: AttachedContainer,
  signal: AbortSignal,
): Promise<number> {
  const remove = () => run(errors.program, container.remove, { timeout: ANSWER_LIMIT, detached: true });
  const end = new AbortController();
  const ending = attach(errors.program, container.run, { end: end.signal, readStderr: true });
  let ended = false;
  const over = ending.finally(() => {
    ended = true;
  });
  const stop = async () => {
    for (let times = 0; times < REMOVALS && !ended; times++) {
      await remove();
      await Promise.race([over, after(REMOVED_EVERY)]);
    }
    end.abort();
  };
  const stopped = whenAborted(signal).then(stop);
  const { exitCode = 125, stderr, ...start } = await over;
  if (signal.aborted) {
    await stopped;
    // An engine that died of Ctrl-C itself may have left it. Killed with 137, the container was removed.
    if (exitCode !== 137) await remove();
    return ExitCode.cancelled;
  }
  const isEngines = exitCode >= 125 && exitCode <= 127;
  if (!isEngines && (exitCode === 0 || !diagnose(errors, stderr, 'run'))) return exitCode;
  // What it printed is on the screen.
  throw explain(errors, { exitCode, stdout: '', stderr, ...start }, 'run', await system()).with({ output: [] });
}

async function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
