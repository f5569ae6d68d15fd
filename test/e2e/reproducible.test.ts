import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { languageIds } from '../support/projects.js';
import { createWasmOci, emptyFolder, podman } from './support/run.js';

describe.each(languageIds)('a project in %s', (language) => {
  it('has one digest, built without a cache in two folders', async () => {
    const digests: string[] = [];
    for (const folder of ['one', 'a longer path/two']) {
      const cwd = join(await emptyFolder(), folder);
      const image = `localhost/reproducible-${language}-${digests.length}:1`;
      onTestFinished(async () => void (await podman(['rmi', '--force', '--ignore', image])));
      await mkdir(cwd, { recursive: true });
      const args = ['.', '--language', language, '--name', 'same', '--image', image, '--no-build', '--yes'];
      const { exitCode, stderr } = await createWasmOci(args, { cwd });
      expect(exitCode, stderr).toBe(0);
      // As the project's README says.
      await podman(['build', '--no-cache', '--platform=wasi/wasm', '--timestamp', '0', '-t', image, '.'], { cwd });
      digests.push((await podman(['image', 'inspect', '--format', '{{.Digest}}', image])).trim());
    }
    expect(digests[0]).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(digests[1]).toBe(digests[0]);
  });
});
