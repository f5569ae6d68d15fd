import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeStored } from '../../generators/core/options/stored.js';
import { cacheIdOf } from '../../generators/core/project/cache-id.js';
import { CACHE_ID, fileOf, render } from '../support/projects.js';

async function folder(containerfile?: string): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'create-wasm-oci-cache-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  if (containerfile !== undefined) await writeFile(join(made, 'Containerfile'), containerfile);
  return made;
}

const rc = (cache: unknown) => JSON.stringify({ 'create-wasm-oci': { cache } });

describe("the id of a project's caches", () => {
  it('is the stored one', async () => {
    expect(await cacheIdOf(await folder(), rc('00112233aabbccdd'))).toBe('00112233aabbccdd');
    const { answers } = await render('rust', 'x');
    expect(await cacheIdOf(await folder(), writeStored(undefined, answers, '1.0.0', { cacheId: CACHE_ID }))).toBe(
      CACHE_ID,
    );
  });

  it.each(['rust', 'tinygo'] as const)(
    'is the one that the Containerfile names, where none is stored: %s',
    async (language) => {
      const containerfile = fileOf(await render(language, 'my-0011223344556677-app'), 'Containerfile');
      expect(await cacheIdOf(await folder(containerfile), undefined)).toBe(CACHE_ID);
      expect(await cacheIdOf(await folder(containerfile), '{}')).toBe(CACHE_ID);
    },
  );

  it('is a random one for a new project', async () => {
    const [one, other] = [await cacheIdOf(await folder(), undefined), await cacheIdOf(await folder(), undefined)];
    expect(one).toMatch(/^[0-9a-f]{16}$/);
    expect(other).not.toBe(one);
  });

  it.each(['', 'x,target=/etc', '0011223344556677\nRUN id', '00112233445566778', 3, null, ['0011223344556677']])(
    'is refused where %j is stored, which would go into the Containerfile',
    async (stored) => {
      await expect(cacheIdOf(await folder(), rc(stored))).rejects.toMatchObject({
        exitCode: 1,
        message: expect.stringContaining('"create-wasm-oci.cache"'),
      });
    },
  );
});
