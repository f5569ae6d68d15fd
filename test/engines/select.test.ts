import { describe, expect, it } from 'vitest';
import type { Availability, Engine, Target } from '../../generators/core/engines/engine.js';
import { selectEngine } from '../../generators/core/engines/select.js';
import { ExitCode, Failure } from '../../generators/core/failure.js';

const target: Target = {
  directory: '/x',
  shownDirectory: 'x',
  image: 'localhost/x:latest',
  language: 'c',
  title: 'x',
  slug: 'x',
  artifact: false,
  wasmOpt: false,
  aot: false,
};
const because = (message: string) => new Failure(message, { exitCode: ExitCode.notBuilt });
const works: Availability = { works: true, version: '1' };
const onlyBuilds: Availability = { works: true, version: '1', cannotRun: because('no runtime') };
const missing: Availability = { works: false, why: because('not installed') };

/** Engines that answer so, in the order of `auto`. */
const engines = (podman: Availability, docker: Availability, embedded: Availability) =>
  Object.entries({ podman, docker, embedded }).map(([id, found]) => ({
    id,
    engine: async () => ({ id, available: async () => found }) as unknown as Engine,
  }));

const choose = async (choice: 'auto' | 'docker', from: ReturnType<typeof engines>, toRun = true) => {
  const { engine } = await selectEngine(choice, target, { toRun, from });
  return engine?.id;
};

describe('selectEngine', () => {
  it('takes, for auto, the first that works', async () => {
    expect(await choose('auto', engines(works, works, works))).toBe('podman');
    expect(await choose('auto', engines(missing, works, works))).toBe('docker');
    expect(await choose('auto', engines(missing, missing, works))).toBe('embedded');
  });

  it('passes over one that can only build when the image is to run', async () => {
    expect(await choose('auto', engines(missing, onlyBuilds, works))).toBe('embedded');
    expect(await choose('auto', engines(missing, onlyBuilds, works), false)).toBe('docker');
    expect(await choose('auto', engines(missing, onlyBuilds, missing))).toBe('docker');
  });

  it('gives every reason when none works', async () => {
    const selection = await selectEngine('auto', target, { toRun: true, from: engines(missing, missing, missing) });
    expect(selection).toMatchObject({ engine: undefined, reasons: [{}, {}, {}] });
  });

  it('has no word on an engine that few machines have, where it is not installed', async () => {
    const why = because('not installed');
    const rare = (found: Availability) => ({
      id: 'nerdctl' as const,
      rarelyInstalled: true as const,
      engine: async () => ({ id: 'nerdctl', available: async () => found }) as unknown as Engine,
    });
    const reasons = async (found: Availability) => {
      const selection = await selectEngine('auto', target, { toRun: true, from: [rare(found)] });
      return selection.engine === undefined ? selection.reasons : undefined;
    };
    expect(await reasons({ works: false, why, missing: true })).toEqual([]);
    expect(await reasons({ works: false, why })).toEqual([why]);
  });

  it('takes the one asked for, whatever it lacks for a run, or fails', async () => {
    expect(await choose('docker', engines(works, onlyBuilds, works))).toBe('docker');
    await expect(choose('docker', engines(works, missing, works))).rejects.toThrow('not installed');
  });
});
