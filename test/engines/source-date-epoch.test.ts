import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDocker } from '../../generators/core/engines/docker/engine.js';
import { createNerdctl } from '../../generators/core/engines/nerdctl/engine.js';
import { createPodman } from '../../generators/core/engines/podman/engine.js';
import { fakeHost } from '../support/fake-host.js';

const target = { directory: '/project', image: 'localhost/hello:1' };

afterEach(() => vi.unstubAllEnvs());

/** The command lines of a build, and what became of the variable for the first. */
async function built(create: typeof createPodman, options = {}): Promise<{ lines: string[]; env: unknown }> {
  const { host, calls, lines } = fakeHost({ podman: {}, docker: {}, nerdctl: {} });
  await create(host).build(target, options);
  return { lines: lines(), env: calls[0]?.options.env };
}

const engines = [
  ['podman', createPodman],
  ['docker', createDocker],
  ['nerdctl', createNerdctl],
] as const;

describe('SOURCE_DATE_EPOCH', () => {
  it('is the time of a build by Podman, which takes nothing from its cache then', async () => {
    vi.stubEnv('SOURCE_DATE_EPOCH', '1700000000');
    expect(await built(createPodman)).toEqual({
      lines: ['podman build --platform=wasi/wasm --no-cache --timestamp 1700000000 -t localhost/hello:1 .'],
      env: { SOURCE_DATE_EPOCH: undefined },
    });
  });

  it('has Docker write an archive with rewritten times, which is loaded', async () => {
    vi.stubEnv('SOURCE_DATE_EPOCH', '0');
    const { lines } = await built(createDocker);
    const [line = '', load = '', ...more] = lines;
    const [, archive] =
      /--output type=docker,name=localhost\/hello:1,rewrite-timestamp=true,"dest=([^"]+)"/.exec(line) ?? [];
    expect(line).not.toContain('--load');
    expect(load).toBe(`docker load --input ${archive}`);
    expect(more).toEqual([]);
  });

  it('is an argument of a build by nerdctl', async () => {
    vi.stubEnv('SOURCE_DATE_EPOCH', '1700000000');
    expect((await built(createNerdctl)).lines[0]).toContain(' --build-arg SOURCE_DATE_EPOCH=1700000000 ');
  });

  it.each(engines)(
    'changes nothing for %s where it is not set, of a stage, and for one who edits',
    async (_, create) => {
      const without = await built(create);
      vi.stubEnv('SOURCE_DATE_EPOCH', '');
      expect(await built(create)).toEqual(without);
      const others = [{ stage: 'test' }, { quick: true }];
      const lines = async () => Promise.all(others.map(async (options) => (await built(create, options)).lines));
      const unset = await lines();
      vi.stubEnv('SOURCE_DATE_EPOCH', '1700000000');
      expect(await lines()).toEqual(unset);
    },
  );

  it.each(engines)('that is no number of seconds is refused with %s, and nothing is built', async (_, create) => {
    for (const value of ['yesterday', '-1', '1.5', '9'.repeat(12), '1700000000 --no-cache']) {
      vi.stubEnv('SOURCE_DATE_EPOCH', value);
      await expect(built(create)).rejects.toThrow(
        `SOURCE_DATE_EPOCH is ${JSON.stringify(value)}, not a number of seconds.`,
      );
    }
  });
});
