import { createServer } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkService } from '../../generators/core/build/check-service.js';
import type { Engine } from '../../generators/core/engines/engine.js';
import type { EngineId } from '../../generators/core/engines/engines.js';
import { Cancelled, Failure } from '../../generators/core/failure.js';
import type { Service } from '../../generators/core/languages/language.js';
import { SERVICE } from '../../generators/core/languages/service.js';
import { fakeEngine, target } from '../support/fake-engine.js';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const service: Service = { kind: 'http', entry: 'src/x.c', ...SERVICE };

/** An engine whose container is a server in this process, from `after` milliseconds on until it is stopped. */
function serving(answer: { status?: number; body?: string; asked?: () => void }, state = { stopped: 0, path: '' }) {
  const run: Engine['run'] = (_, signal, __, given) =>
    new Promise((_resolve, reject) => {
      const port = Number(given?.env[0]?.replace('PORT=', ''));
      if (given?.ports[0] !== `127.0.0.1:${port}:${port}`) throw new Error('another port is published');
      const server = createServer((request, response) => {
        state.path = request.url ?? '';
        if (answer.asked) answer.asked();
        else response.writeHead(answer.status ?? 200).end(answer.body ?? 'ok\n');
      });
      server.listen(port, '127.0.0.1');
      signal?.addEventListener('abort', () => {
        state.stopped++;
        server.closeAllConnections();
        server.close(() => reject(new Cancelled('stopped')));
      });
    });
  return { engine: fakeEngine('podman', [], { run }), state };
}

const check = (engine: Engine, how: Partial<{ compared: boolean; within: number }> = {}, signal?: AbortSignal) =>
  checkService(engine, target, service, { compared: true, ...how }, signal);

describe('the check of a service', () => {
  it('passes when it gives the expected answer, and has stopped it by then', async () => {
    const { engine, state } = serving({});
    expect(await check(engine)).toMatchObject({ answer: 'GET /healthz: 200 "ok"; then it was stopped' });
    expect(state).toEqual({ stopped: 1, path: '/healthz' });
  });

  it.each([
    [{ body: 'no\n' }, 'localhost/hello:1 answered GET /healthz with 200 "no", not 200 "ok".'],
    [{ status: 404, body: '' }, 'localhost/hello:1 answered GET /healthz with 404 "", not 200 "ok".'],
  ])('fails when it answers %j, and stops it', async (answer, message) => {
    const { engine, state } = serving(answer);
    await expect(check(engine)).rejects.toMatchObject({ message, exitCode: 3 });
    expect(state.stopped).toBe(1);
  });

  it('takes any answer of a program that is not ours, and shows it', async () => {
    const { engine } = serving({ status: 404, body: 'mine\n' });
    expect(await check(engine, { compared: false })).toMatchObject({ answer: expect.stringContaining('404 "mine"') });
  });

  it('fails when nothing answers in time, and stops it', async () => {
    let stopped = false;
    const run: Engine['run'] = (_, signal) =>
      new Promise((_resolve, reject) =>
        signal?.addEventListener('abort', () => {
          stopped = true;
          reject(new Cancelled('stopped'));
        }),
      );
    // Node forgets a signal of AbortSignal.timeout that only AbortSignal.any refers to: nodejs/node#57736.
    const collecting = setInterval(collectGarbage, 20);
    onTestFinished(() => clearInterval(collecting));
    await expect(check(fakeEngine('podman', [], { run }), { within: 300 })).rejects.toThrow(
      'localhost/hello:1 runs, but did not answer GET /healthz within 0.3 seconds.',
    );
    expect(stopped).toBe(true);
  });

  it('fails at once when the program ends, with what it printed', async () => {
    const run = async () => ({ stdout: '', stderr: 'error: PORT\n', seconds: 0.1 });
    await expect(check(fakeEngine('podman', [], { run }))).rejects.toMatchObject({
      message: 'The service ended before it answered.',
      output: ['error: PORT'],
    });
  });

  it('fails with the reason of the engine, where that does not run it', async () => {
    const run = () => Promise.reject(new Failure('no crun-wasm', { exitCode: 3, fix: [] }));
    await expect(check(fakeEngine('podman', [], { run }))).rejects.toThrow('no crun-wasm');
  });

  it('is cancelled by the signal, and has stopped it by then', async () => {
    const cancel = new AbortController();
    const { engine, state } = serving({ asked: () => cancel.abort() });
    await expect(check(engine, {}, cancel.signal)).rejects.toBeInstanceOf(Cancelled);
    expect(state.stopped).toBe(1);
    await expect(check(engine, {}, AbortSignal.abort())).rejects.toBeInstanceOf(Cancelled);
    expect(state.stopped).toBe(1);
  });

  it('runs nothing where the engine has no sockets, and names the line that does', async () => {
    const calls: string[] = [];
    const ran = await check(fakeEngine('embedded' as EngineId, calls));
    expect(ran).toMatchObject({
      skipped: true,
      note: expect.stringMatching(/^not run: .*embedded run localhost\/hello:1/),
    });
    expect(calls).toEqual([]);
  });
});
