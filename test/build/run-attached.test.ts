import { expect, it } from 'vitest';
import { runAttached } from '../../generators/core/build/run-attached.js';
import { ExitCode, Failure } from '../../generators/core/failure.js';
import { quietProgress } from '../../generators/core/terminal/progress.js';
import { fakeEngine, target } from '../support/fake-engine.js';
import { recordedProgress } from '../support/recorded-progress.js';

const session = { args: ['one'], env: [], volumes: [], ports: [] };
const request = {
  target,
  engine: 'auto',
  flags: { run: true, push: true, load: false, artifact: false, layout: false },
  files: [],
  repeat: '',
  run: () => Promise.reject(new Error('a user runs it')),
} as const;

it('an image is built, checked and run in the terminal by the first engine that can run it', async () => {
  const calls: string[] = [];
  const cannotRun = new Failure('no runtime', { exitCode: ExitCode.notBuilt });
  const builder = fakeEngine('docker', calls, {
    available: async () => ({ works: true, version: '1', cannotRun }),
  });
  const runner = fakeEngine('podman', calls, {
    attach: async (_target, given) => {
      calls.push(`attach ${given.args}`);
      return 7;
    },
  });
  const progress = recordedProgress();
  expect(await runAttached(request, session, progress, [builder, runner])).toBe(7);
  expect(calls).toEqual(['podman build', 'podman image', 'attach one']);
});

it('an image that is none of wasi/wasm is not run', async () => {
  const calls: string[] = [];
  const engine = fakeEngine('podman', calls, {
    image: async () => ({ ...(await fakeEngine('podman').image(target)), os: 'linux', architecture: 'amd64' }),
  });
  const progress = recordedProgress();
  await expect(runAttached(request, session, progress, [engine])).rejects.toMatchObject({ exitCode: 3 });
  expect(calls).not.toContain('podman attach');
});

it('without an engine the reasons are the error', async () => {
  const why = new Failure('Podman is not installed.', { exitCode: ExitCode.notBuilt, fix: [{ text: 'Install it.' }] });
  const engine = fakeEngine('podman', [], { available: async () => ({ works: false, why }) });
  const progress = recordedProgress();
  await expect(runAttached(request, session, progress, [engine])).rejects.toMatchObject({
    message: 'No engine works here. Podman is not installed.',
    fix: [{ text: 'Install it.' }],
    exitCode: 3,
  });
});

it('what goes well is not shown where the streams are not a terminal', async () => {
  const progress = recordedProgress();
  await runAttached(request, session, quietProgress(progress), [fakeEngine('podman')]);
  expect(progress.shown).toEqual([]);
});
