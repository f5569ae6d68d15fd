import { describe, expect, it } from 'vitest';
import { collector } from '../../generators/core/dev/changes.js';
import { type Cycle, devLoop, type LoopReport } from '../../generators/core/dev/loop.js';

/** A loop whose builds end when the test says so, and what happened in it. */
function loopWith(fatal = false) {
  const happened: string[] = [];
  const builds: { end(): void; fail(error: Error): void }[] = [];
  const waiting: (() => void)[] = [];
  const changes = collector();
  const stop = new AbortController();
  const say = (text: string) => {
    happened.push(text);
    for (const look of waiting.splice(0)) look();
  };
  let programs = 0;
  const cycle: Cycle = {
    build: (paths, signal) =>
      new Promise((resolve, reject) => {
        say(`build ${paths}`.trim());
        const aborted = () => {
          say('build aborted');
          reject(new Error('aborted'));
        };
        signal.addEventListener('abort', aborted);
        const settled = () => signal.removeEventListener('abort', aborted);
        builds.push({
          end() {
            settled();
            resolve();
          },
          fail(error) {
            settled();
            reject(error);
          },
        });
      }),
    start() {
      const number = ++programs;
      say(`start ${number}`);
      return { stop: async () => say(`stop ${number}`) };
    },
  };
  const report: LoopReport = {
    changed: () => {},
    started: () => say('started'),
    failed: (error) => say(`failed ${(error as Error).message}`),
  };
  const over = devLoop(cycle, changes, report, stop.signal, () => fatal).then(() => say('over'));
  const until = async (text: string, times = 1) => {
    while (happened.filter((one) => one === text).length < times) await new Promise<void>((look) => waiting.push(look));
  };
  return { happened, builds, changes, stop, over, until };
}

describe('a development loop', () => {
  it('builds and starts, and again after a change; the program before runs until then', async () => {
    const { happened, builds, changes, stop, over, until } = loopWith();
    builds[0]?.end();
    await until('started');
    changes.add('a.c');
    await until('build a.c');
    builds[1]?.end();
    await until('started', 2);
    stop.abort();
    await over;
    expect(happened).toEqual([
      'build',
      'start 1',
      'started',
      'build a.c',
      'stop 1',
      'start 2',
      'started',
      'stop 2',
      'over',
    ]);
  });

  it('keeps the last good program where the next one is not built', async () => {
    const { happened, builds, changes, stop, over, until } = loopWith();
    builds[0]?.end();
    await until('started');
    changes.add('a.c');
    await until('build a.c');
    builds[1]?.fail(new Error('no semicolon'));
    await until('failed no semicolon');
    stop.abort();
    await over;
    expect(happened.slice(3)).toEqual(['build a.c', 'failed no semicolon', 'stop 1', 'over']);
  });

  it('gives up a build for a change that comes while it goes on, and builds what both changed', async () => {
    const { happened, builds, changes, stop, over, until } = loopWith();
    builds[0]?.end();
    await until('started');
    changes.add('a.c');
    await until('build a.c');
    changes.add('b.c');
    await until('build a.c,b.c');
    builds[2]?.end();
    await until('started', 2);
    stop.abort();
    await over;
    expect(happened.slice(3, 7)).toEqual(['build a.c', 'build aborted', 'build a.c,b.c', 'stop 1']);
  });

  it('waits for an edit where the first build fails', async () => {
    const { happened, builds, changes, stop, over, until } = loopWith();
    builds[0]?.fail(new Error('broken'));
    await until('failed broken');
    changes.add('a.c');
    await until('build a.c');
    stop.abort();
    await over;
    expect(happened).toEqual(['build', 'failed broken', 'build a.c', 'build aborted', 'over']);
  });

  it('ends with an error that no edit can fix', async () => {
    const { builds, over } = loopWith(true);
    builds[0]?.fail(new Error('wrong flag'));
    await expect(over).rejects.toThrow('wrong flag');
  });
});

describe('a burst of changes', () => {
  it('is taken once, with each path once', async () => {
    const changes = collector();
    for (const path of ['a', 'b', 'a', 'c']) changes.add(path);
    const signal = new AbortController().signal;
    expect((await changes.next(signal))?.paths).toEqual(['a', 'b', 'c']);
    const stop = new AbortController();
    const none = changes.next(stop.signal);
    stop.abort();
    expect(await none).toBeUndefined();
  });
});
