import { describe, expect, it } from 'vitest';
import type { BuildRequest } from '../../generators/core/build/build-request.js';
import { refuseOtherEngines } from '../../generators/core/build/only-embedded.js';
import type { Choosable } from '../../generators/core/engines/select.js';
import { Failure } from '../../generators/core/failure.js';
import { fakeEngine, target } from '../support/fake-engine.js';

const off = { run: true, push: false, load: false, artifact: false, layout: false };
const missing = async () => ({ works: false, why: new Failure('not installed', { exitCode: 3 }) }) as const;

function refuse(
  from: Choosable[],
  { flags = {}, ...changes }: Partial<Omit<BuildRequest, 'flags'>> & { flags?: Partial<typeof off> } = {},
) {
  const all = { ...off, ...flags };
  const request = {
    target,
    engine: 'auto',
    flags: all,
    files: [],
    repeat: '',
    ...changes,
  } as unknown as BuildRequest;
  return refuseOtherEngines(request, from);
}

describe('what only the embedded engine does', () => {
  it.each(['artifact', 'layout', 'load'] as const)(
    '(--%s) is refused where auto comes to another engine',
    async (key) => {
      await expect(
        refuse([fakeEngine('podman'), fakeEngine('embedded')], { flags: { [key]: true } }),
      ).rejects.toMatchObject({
        message: `--${key} is for the embedded engine, and the engine that works here is podman. Nothing was written.`,
        exitCode: 1,
      });
    },
  );

  it('is not refused where auto comes to the embedded engine', async () => {
    const from = [fakeEngine('podman', [], { available: missing }), fakeEngine('embedded')];
    await refuse(from, { flags: { artifact: true } });
  });

  it('is not refused where a preset allows no other engine', async () => {
    const from = [fakeEngine('podman'), fakeEngine('embedded')];
    await refuse(from, { flags: { artifact: true }, required: { engines: ['embedded'] } });
  });

  it('is judged by the engine that could run the image, where it is to run', async () => {
    const cannotRun = new Failure('no runtime', { exitCode: 3 });
    const available = async () => ({ works: true, version: '1', cannotRun }) as const;
    const from = [fakeEngine('podman', [], { available }), fakeEngine('embedded')];
    await refuse(from, { flags: { artifact: true } });
    await expect(refuse(from, { flags: { artifact: true, run: false } })).rejects.toMatchObject({ exitCode: 1 });
  });

  it('is not refused where no engine works', async () => {
    await refuse([fakeEngine('podman', [], { available: missing })], { flags: { load: true } });
  });
});

it.each([
  ['an engine was asked for by name', { engine: 'podman', flags: { load: true } }],
  ['nothing was asked for that only the embedded engine does', { flags: { push: true } }],
] as const)('no engine is asked where %s', async (_, request) => {
  const available = () => Promise.reject(new Error('asked'));
  await refuse([fakeEngine('podman', [], { available })], request);
});

it('Ctrl-C is left to Node again, refused or not', async () => {
  const listeners = () => process.listenerCount('SIGINT');
  const before = listeners();
  let meanwhile = 0;
  const available = async () => {
    meanwhile = listeners();
    return { works: true, version: '1' } as const;
  };
  await refuse([fakeEngine('podman', [], { available })], { flags: { load: true } }).catch(() => {});
  expect([meanwhile, listeners()]).toEqual([before + 1, before]);
});
