import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { testProject } from '../../generators/core/build/test-project.js';
import type { Engine, RunResult } from '../../generators/core/engines/engine.js';
import { trapped } from '../../generators/core/engines/explain.js';
import { fakeEngine, target } from '../support/fake-engine.js';
import { emptyFolder } from '../support/folder.js';
import { recordedProgress } from '../support/recorded-progress.js';

const STAGED = 'FROM b AS builder\nFROM scratch AS test\nFROM scratch AS wasm\n';

/** Tests a project in a fake container engine. */
async function tests(
  run: Engine['run'],
  { containerfile = STAGED, args = [] as string[], fails = undefined as RegExp | undefined } = {},
) {
  const directory = await emptyFolder();
  await writeFile(join(directory, 'Containerfile'), containerfile);
  const calls: string[] = [];
  const engine = fakeEngine('podman', calls, {
    build: async ({ image }, { stage }) => {
      calls.push(`build ${stage} ${image}`);
      return 1;
    },
    run,
  });
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  const request = {
    target: { ...target, directory },
    engine: 'auto',
    flags: { run: true, push: false, load: false, artifact: false, layout: false },
    files: [],
    repeat: '',
    run: () => Promise.reject(new Error('tests are run')),
  } as const;
  const code = await testProject({ request, args, fails }, recordedProgress(), streams, [engine]);
  streams.stdout.end();
  return { code, calls, stdout: await text(streams.stdout) };
}

const printed =
  (stdout: string, more: Partial<RunResult> = {}) =>
  async () => ({
    stdout,
    stderr: '',
    seconds: 1,
    ...more,
  });

describe('tests in a container', () => {
  it('are the image of the stage test, under a name of its own', async () => {
    const { code, calls, stdout } = await tests(printed('ok\n'));
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'ok\n' });
    expect(calls).toEqual(['build test localhost/hello-test:1']);
  });

  it('fail where one ends in a trap, with what it printed', async () => {
    const ran = { stdout: 'test a ... ', stderr: 'panicked\n', seconds: 1 };
    const { code, stdout } = await tests(() => Promise.reject(trapped(ran)));
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'test a ... ' });
  });

  it('have the exit code of a runtime that keeps it', async () => {
    expect((await tests(printed('', { exitCode: 101 }))).code).toBe(101);
  });

  it.each([
    ['--- FAIL: TestA\nFAIL\n', 1],
    ['PASS\n', 0],
    ['an argument FAIL in a line\nPASS\n', 0],
  ])('whose report is %j end with %i where the runtime loses the exit code', async (stdout, code) => {
    expect((await tests(printed(stdout), { fails: /^FAIL$/m })).code).toBe(code);
  });

  it('are missing where the Containerfile has no such stage, and the fix tests on this machine', async () => {
    await expect(tests(printed(''), { containerfile: 'FROM b AS builder\nRUN test\n' })).rejects.toMatchObject({
      message: expect.stringContaining('has no stage "test"'),
      fix: [{ command: 'make test' }],
      exitCode: 1,
    });
  });

  it('take no arguments', async () => {
    await expect(tests(printed(''), { args: ['-run', 'x'] })).rejects.toMatchObject({
      message: 'Tests in an image take no arguments: -run x.',
      exitCode: 1,
    });
  });
});

it('tests by a compiler of this machine come first, with the arguments and the exit code', async () => {
  const given: unknown[] = [];
  const compiler = fakeEngine('embedded', [], {
    test: async (_target, { args }) => {
      given.push(args);
      return 101;
    },
  });
  const request = {
    target,
    engine: 'auto',
    flags: { run: true, push: false, load: false, artifact: false, layout: false },
    files: [],
    repeat: '',
    run: () => Promise.reject(new Error('tests are run')),
  } as const;
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  const from = [fakeEngine('podman'), compiler];
  expect(await testProject({ request, args: ['a'], fails: undefined }, recordedProgress(), streams, from)).toBe(101);
  expect(given).toEqual([['a']]);
});
