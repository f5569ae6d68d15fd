import { get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import type { Engine, Ran, Target } from '../engines/engine.js';
import { engineInfo } from '../engines/engines.js';
import { cancelled, ProgramFailure } from '../engines/explain.js';
import { ExitCode, Failure } from '../failure.js';
import type { Service } from '../languages/language.js';
import { timeLimit } from '../system/time-limit.js';

/** How long a service may take to its first answer: a container is up in a second, through a machine that wakes up in some. */
export const ANSWER_WITHIN = 30_000;
/** Between two tries. */
const PROBE_AGAIN = 50;
/** More than a health check says. */
const BODY_MAX = 10_000;

/** What a service answered. */
interface ServiceAnswer {
  status: number;
  body: string;
}

/**
 * Starts an image's service on a free port of this machine, waits for its first answer, compares that, and stops it.
 *
 * @param compared whether the program is ours, so that its answer is known
 * @param within milliseconds to the first answer
 * @throws Failure when the service cannot be run, ends, does not answer, or answers something else
 */
export async function checkService(
  engine: Engine,
  target: Target,
  { probe }: Service,
  { compared, within = ANSWER_WITHIN }: { compared: boolean; within?: number },
  signal?: AbortSignal,
): Promise<Ran> {
  const image = engine.reference(target);
  const commands = engine.commands(target);
  if (engineInfo(engine.id)?.noSockets) {
    const note = `not run: Node's WASI has no sockets; ${commands.run}`;
    return { stdout: '', stderr: '', seconds: 0, skipped: true, note };
  }
  const port = await freePort();
  if (signal?.aborted) throw cancelled();
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const started = performance.now();
  const given = { env: [`PORT=${port}`], ports: [`127.0.0.1:${port}:${port}`] };
  const ended = engine.run(target, either, 2 * within, given);
  try {
    const asked = `GET ${probe.path}`;
    const answer = await Promise.race([
      ended.then((ran): never => {
        throw new ProgramFailure('The service ended before it answered.', ran);
      }),
      firstAnswer(port, probe.path, AbortSignal.any([either, timeLimit(within)])),
    ]);
    // The engine removes the container, and then says that it was cancelled.
    if (signal?.aborted) await ended;
    if (answer === undefined)
      throw new Failure(`${image} runs, but did not answer ${asked} within ${within / 1000} seconds.`, {
        exitCode: ExitCode.notBuilt,
        fix: [{ command: commands.run, text: 'runs it here; a service listens on the port in the variable PORT' }],
      });
    const { status, body } = answer;
    const said = `${status} ${JSON.stringify(body.trimEnd().slice(0, 100))}`;
    if (compared && (status !== 200 || body !== probe.body))
      throw new Failure(`${image} answered ${asked} with ${said}, not 200 ${JSON.stringify(probe.body.trimEnd())}.`, {
        exitCode: ExitCode.notBuilt,
        fix: [{ command: commands.run }],
      });
    const seconds = (performance.now() - started) / 1000;
    return { stdout: '', stderr: '', seconds, answer: `${asked}: ${said}; then it was stopped` };
  } finally {
    stop.abort();
    // The container is gone by then.
    await ended.catch(() => undefined);
  }
}

/** Asks until there is an answer. Undefined when the signal ends that: what has ended is the service, or the time. */
async function firstAnswer(port: number, path: string, signal: AbortSignal): Promise<ServiceAnswer | undefined> {
  while (!signal.aborted) {
    // Before it listens, nobody answers; or what forwards the port takes the connection and closes it.
    const answer = await askService(port, path, signal).catch(() => undefined);
    if (answer) return answer;
    await after(PROBE_AGAIN, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

function askService(port: number, path: string, signal: AbortSignal): Promise<ServiceAnswer> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path, agent: false, signal, timeout: 5000 }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body += text;
        if (body.length > BODY_MAX) response.destroy();
      });
      response.on('error', reject);
      response.on('close', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', reject);
  });
}

/** A port of this machine that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
