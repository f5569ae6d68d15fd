import { expect, it, vi } from 'vitest';
import { removeLater } from '../../generators/core/dev/remove-later.js';

function removals() {
  vi.useFakeTimers();
  const removed: string[] = [];
  const later = removeLater();
  return { later, removed, add: (name: string) => later.add(async () => void removed.push(name)) };
}

it('an image is removed a second after the start of the next program, and not while another is built', () => {
  const { later, removed, add } = removals();
  add('first');
  later.release();
  vi.advanceTimersByTime(999);
  expect(removed).toEqual([]);
  later.hold();
  vi.advanceTimersByTime(60_000);
  expect(removed).toEqual([]);
  add('second');
  later.release();
  vi.advanceTimersByTime(1000);
  expect(removed).toEqual(['first', 'second']);
  vi.useRealTimers();
});

it('the end removes what waits, and is over when the removals are, those that were begun before too', async () => {
  const { later, removed, add } = removals();
  let finish = () => {};
  later.add(
    () =>
      new Promise<void>((resolve) => {
        finish = () => {
          removed.push('slow');
          resolve();
        };
      }),
  );
  later.release();
  vi.advanceTimersByTime(1000);
  add('last');
  const end = later.flush().then(() => removed.push('end'));
  await Promise.resolve();
  expect(removed).toEqual(['last']);
  finish();
  await end;
  expect(removed).toEqual(['last', 'slow', 'end']);
  vi.useRealTimers();
});
