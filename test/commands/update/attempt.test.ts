import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { attempt } from '../../../generators/commands/update/attempt.js';
import { Cancelled, Failure } from '../../../generators/core/failure.js';

const failing = (error: Error) => attempt('hello', () => Promise.reject(error));

it('the work on one project gives its result, or the failure of that project', async () => {
  expect(await attempt('hello', () => 1)).toBe(1);
  const failure = new Failure('broken', { exitCode: 1 });
  expect(await failing(failure)).toEqual({ shownDirectory: 'hello', failure });
  expect(await attempt('hello', () => readFile('/nowhere/at/all'))).toMatchObject({
    failure: { name: 'Failure', exitCode: 1, message: '/nowhere/at/all: there is no such file or folder.' },
  });
});

it('a cancelled run and a defect end the work on all projects', async () => {
  await expect(failing(new Cancelled('x'))).rejects.toBeInstanceOf(Cancelled);
  await expect(failing(new TypeError('a defect'))).rejects.toThrow('a defect');
});
