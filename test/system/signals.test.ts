import { afterEach, beforeEach, expect, it } from 'vitest';
import { pipe, run } from '../../generators/core/system/process.js';

/** Node's own warnings, which it would print on stderr. */
let warnings: Error[];
const note = (warning: Error) => warnings.push(warning);
beforeEach(() => {
  warnings = [];
  process.on('warning', note);
});
afterEach(() => process.off('warning', note));

const node = (script: string) => [process.execPath, ['-e', script]] as const;
const read = async (stream: NodeJS.ReadableStream) => {
  for await (const _piece of stream);
};

it.each([
  ['one after the other', false],
  ['side by side', true],
])('Node warns of nothing, however many programs one signal may end: %s', async (_, together) => {
  const { signal } = new AbortController();
  const calls = Array.from({ length: 14 }, (_, index) => () => {
    return index % 2 ? run(...node(''), { signal }) : pipe(...node(''), read, signal);
  });
  if (together) await Promise.all(calls.map((call) => call()));
  else for (const call of calls) await call();
  // A warning is given in a later turn.
  await new Promise((resolve) => setImmediate(resolve));
  expect(warnings).toEqual([]);
});

it.each([
  ['before', true],
  ['while', false],
])('a signal that is aborted %s a program runs ends it', async (_, before) => {
  const stop = new AbortController();
  if (before) stop.abort();
  const ended = run(...node('console.log(1); setInterval(() => {}, 1000)'), {
    signal: stop.signal,
    onLine: () => stop.abort(),
  });
  expect(await ended).toMatchObject({ missing: false });
  expect((await ended).exitCode).toBeUndefined();
});
