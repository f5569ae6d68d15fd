import { expect, it } from 'vitest';
import { Steps } from '../../generators/core/build/steps.js';
import { recordedProgress } from '../support/recorded-progress.js';

it('a step ends well with its work, whose result is returned', async () => {
  const progress = recordedProgress();
  expect(await new Steps(progress).during('Building', async () => 5)).toBe(5);
  expect(progress.shown).toEqual(['> Building', 'ok Building']);
});

it('the step that is under way is the one that fails, and the reason is passed on', async () => {
  const progress = recordedProgress();
  const steps = new Steps(progress);
  const why = new Error('why');
  const work = steps.during('Building', async () => {
    steps.next('Running');
    steps.next('Checking', false);
    throw why;
  });
  await expect(work).rejects.toBe(why);
  expect(progress.shown).toEqual([
    '> Building',
    'ok Building',
    '> Running',
    'failed Running',
    '> Checking',
    'failed Checking',
  ]);
});
