import { describe, expect, it } from 'vitest';
import { runImage } from '../../generators/core/build/run-image.js';
import type { RunResult } from '../../generators/core/engines/engine.js';
import type { EngineId } from '../../generators/core/engines/engines.js';
import { fakeEngine, target } from '../support/fake-engine.js';
import { reads } from '../support/fixes.js';

const GREETING = 'Hello from hello!\nArguments: none\n';

/** Runs an image whose program prints this, where the greeting is expected. */
function run(printed: Partial<RunResult>, expected: string | undefined = GREETING, id: EngineId = 'podman') {
  const run = async () => ({ stdout: GREETING, stderr: '', seconds: 0.3, ...printed });
  return runImage(fakeEngine(id, [], { run }), target, expected);
}

describe('an image of ours that runs', () => {
  it('passes when it prints its greeting to the letter', async () => {
    expect(await run({})).toEqual({ stdout: GREETING, stderr: '', seconds: 0.3 });
  });

  it.each([
    ['another text', 'Hello from world!\n'],
    ['more than its greeting', `${GREETING}and more\n`],
    ['less than its greeting', GREETING.slice(0, -1)],
  ])('fails when it prints %s, with what it printed and the line that runs it', async (_, stdout) => {
    await expect(run({ stdout })).rejects.toMatchObject({
      message: 'localhost/hello:1 ran, but printed something other than its greeting.',
      exitCode: 3,
      fix: [{ command: 'podman run localhost/hello:1' }],
      output: stdout.trimEnd().split('\n'),
    });
  });

  it('fails when it prints nothing, and says so', async () => {
    await expect(run({ stdout: '' })).rejects.toMatchObject({ output: ['(it printed nothing)'] });
  });

  it.each(['podman', 'docker', 'embedded'] as const)('names a known error that %s prints in its place', async (id) => {
    // What crun without WasmEdge prints (test/engines/symptoms.test.ts).
    const stdout = 'exec /hello.wasm: exec format error\n';
    await expect(run({ stdout }, GREETING, id)).rejects.toMatchObject({
      message: 'crun-wasm has no WebAssembly handler, or the image is not wasi/wasm.',
      fix: expect.arrayContaining([reads(expect.stringContaining('crun-wasm --version'))]),
      output: [stdout.trimEnd()],
    });
  });

  it('is not judged by its exit code, which is a note', async () => {
    expect(await run({ exitCode: 0 })).not.toHaveProperty('note');
    expect(await run({ exitCode: 3 })).toMatchObject({ note: expect.stringMatching(/^it ended with exit code 3;/) });
  });
});

it('what a program prints is not compared where it is not ours', async () => {
  const run = async () => ({ stdout: 'anything', stderr: '', seconds: 1 });
  const ran = await runImage(fakeEngine('podman', [], { run }), target, undefined);
  expect(ran).toMatchObject({ stdout: 'anything' });
});

it('the run ends with the signal', async () => {
  const { signal } = new AbortController();
  let given: AbortSignal | undefined;
  const run = async (_: unknown, signal?: AbortSignal) => {
    given = signal;
    return { stdout: '', stderr: '', seconds: 0 };
  };
  await runImage(fakeEngine('podman', [], { run }), target, undefined, signal);
  expect(given).toBe(signal);
});
