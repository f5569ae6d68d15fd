import { expect, it } from 'vitest';
import { listenForInterrupt } from '../../generators/core/terminal/interrupt.js';

const ASKING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** The listeners that were added since, a list for each signal. */
const added = (before: unknown[]) =>
  ASKING.map((name) => process.listeners(name).filter((listener) => !before.includes(listener)));
const all = () => ASKING.flatMap((name) => process.listeners(name));

it.each(ASKING)('%s aborts the signal, until nobody listens', (name) => {
  const before = all();
  const { signal, stop } = listenForInterrupt();
  const listeners = added(before);
  expect(listeners.map((list) => list.length)).toEqual([1, 1, 1]);
  expect(signal.aborted).toBe(false);
  for (const listener of listeners[ASKING.indexOf(name)] ?? []) listener(name);
  expect(signal.aborted).toBe(true);
  stop();
  expect(all()).toEqual(before);
});

it('one that stops leaves those of others', () => {
  const [first, second] = [listenForInterrupt(), listenForInterrupt()];
  const before = all();
  first.stop();
  expect(all().length).toBe(before.length - 3);
  process.listeners('SIGINT').at(-1)?.('SIGINT');
  expect([first.signal.aborted, second.signal.aborted]).toEqual([false, true]);
  second.stop();
});
