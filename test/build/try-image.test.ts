import { describe, expect, it } from 'vitest';
import { TRY_LIMIT, tryImage } from '../../generators/core/build/try-image.js';
import type { Engine, RunResult } from '../../generators/core/engines/engine.js';
import { endless, trapped } from '../../generators/core/engines/explain.js';
import { Failure } from '../../generators/core/failure.js';
import { fakeEngine, target } from '../support/fake-engine.js';

const printing = (printed: Partial<RunResult>): RunResult => ({ stdout: '', stderr: '', seconds: 0.3, ...printed });
const tryIt = (run: Engine['run'], signal?: AbortSignal) => tryImage(fakeEngine('podman', [], { run }), target, signal);

describe("a program of the user's own that is tried", () => {
  it('has no note when it printed something and ended well', async () => {
    expect(await tryIt(async () => printing({ stdout: 'usage\n' }))).toEqual(printing({ stdout: 'usage\n' }));
    expect(await tryIt(async () => printing({ stderr: 'usage\n' }))).toEqual(printing({ stderr: 'usage\n' }));
  });

  it('is said to have printed nothing', async () => {
    expect(await tryIt(async () => printing({}))).toMatchObject({
      note: 'it ended and printed nothing, given no arguments and no input',
    });
  });

  it('has its exit code in the note, and fails nothing', async () => {
    expect(await tryIt(async () => printing({ stderr: 'usage\n', exitCode: 2 }))).toMatchObject({
      stderr: 'usage\n',
      note: 'it ended with exit code 2; crun with WasmEdge loses exit codes, and reports 0. It was given no arguments and no input.',
    });
  });

  it.each([
    [
      'serves for ever',
      endless(printing({ stdout: 'listening\n' }), TRY_LIMIT),
      /^The program had not ended after 10 seconds/,
    ],
    ['ends in a trap', trapped(printing({ stdout: 'listening\n' })), /^The program ended in a trap/],
  ])('and %s fails nothing: what it printed is kept, with a note', async (_, failure, note) => {
    const ran = await tryIt(() => Promise.reject(failure));
    expect(ran).toEqual({ ...printing({ stdout: 'listening\n' }), note: expect.stringMatching(note) });
    expect(ran.note).toMatch(/ It was given no arguments and no input\.$/);
  });

  it('is stopped after ten seconds, or by the signal', async () => {
    const { signal } = new AbortController();
    const given: unknown[] = [];
    await tryIt(async (...parts) => {
      given.push(...parts);
      return printing({});
    }, signal);
    expect(given).toEqual([target, signal, 10_000]);
  });
});

it('an engine that cannot run an image fails', async () => {
  const failure = new Failure('crun has no handler', { exitCode: 3 });
  await expect(tryIt(() => Promise.reject(failure))).rejects.toBe(failure);
});
