import { randomUUID } from 'node:crypto';
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { languageIds } from '../support/projects.js';
import { dockerRun, findDocker } from './support/docker.js';
import { createWasmOci, emptyFolder, podman, run, untag } from './support/run.js';

const EPOCH = '1700000000';
const CREATED = '2023-11-14 22:13:20 +0000 UTC';

/** A project in a folder of that name, which is always called the same. */
async function project(folder: string, language: string, image: string): Promise<string> {
  const cwd = join(await emptyFolder(), folder);
  onTestFinished(() => untag(image));
  await mkdir(cwd, { recursive: true });
  const args = ['.', '--language', language, '--name', 'same', '--image', image, '--no-build', '--yes'];
  const { exitCode, stderr } = await createWasmOci(args, { cwd });
  expect(exitCode, stderr).toBe(0);
  return cwd;
}

const about = async (image: string) =>
  (await podman(['image', 'inspect', '--format', '{{.Digest}} {{.Created}}', image])).trim();

describe.each(languageIds)('a project in %s', (language) => {
  it('has one digest, built without a cache in two folders, by hand and with SOURCE_DATE_EPOCH', async () => {
    const [one, two] = [`localhost/reproducible-${language}-1:1`, `localhost/reproducible-${language}-2:1`];
    const byHand = await project('one', language, one);
    // As the project's README says.
    await podman(['build', '--no-cache', '--platform=wasi/wasm', '--timestamp', EPOCH, '-t', one, '.'], {
      cwd: byHand,
    });
    const cwd = await project('a longer path/two', language, two);
    const built = await createWasmOci(['build', '--engine', 'podman'], { cwd, env: { SOURCE_DATE_EPOCH: EPOCH } });
    expect(built.exitCode, built.stderr).toBe(0);
    expect(await about(two)).toMatch(/^sha256:[0-9a-f]{64} /);
    expect(await about(two)).toBe(await about(one));
    expect(await about(two)).toContain(CREATED);
  });
});

describe('SOURCE_DATE_EPOCH', () => {
  it('counts with Podman for a project that is in its cache', async () => {
    const image = 'localhost/reproducible-cached:1';
    const cwd = await project('cached', 'c', image);
    const env = { SOURCE_DATE_EPOCH: EPOCH };
    for (const variables of [{}, env]) {
      const built = await createWasmOci(['build', '--engine', 'podman'], { cwd, env: variables });
      expect(built.exitCode, built.stderr).toBe(0);
    }
    expect(await about(image)).toContain(CREATED);
  });

  it('gives one digest with Docker, in two folders and without a cache', async (test) => {
    const found = await findDocker();
    if ('missing' in found) return test.skip(found.missing);
    const image = 'localhost/reproducible-docker:1';
    onTestFinished(async () => void (await run('docker', ['rmi', '--force', image], { env: { PATH: found.path } })));
    const env = { PATH: found.path, SOURCE_DATE_EPOCH: EPOCH };
    const shown: string[] = [];
    for (const folder of ['one', 'a, longer path']) {
      const cwd = await project(folder, 'c', image);
      // The cache has nothing of it, and the module is the same.
      await appendFile(join(cwd, 'src/main.c'), `/* ${randomUUID()} */\n`);
      const built = await createWasmOci(['build', '--engine', 'docker'], { cwd, env: { ...env, TMPDIR: cwd } });
      expect(built.exitCode, built.stderr).toBe(0);
      const format = '{{.Id}} {{.Created}}';
      shown.push((await dockerRun(found.path, ['image', 'inspect', '--format', format, image])).stdout.trim());
    }
    expect(shown[0]).toMatch(/^sha256:[0-9a-f]{64} 2023-11-14T22:13:20Z$/);
    expect(shown[1]).toBe(shown[0]);
  });
});
