import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { docker } from '../../../generators/core/engines/docker/engine.js';
import type { Target } from '../../../generators/core/engines/engine.js';
import { emptyFolder } from '../../support/folder.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

it.skipIf(process.platform === 'win32')('Docker does not ask git about the folder that it builds', async () => {
  const directory = await emptyFolder();
  const said = join(directory, 'said');
  await writeFile(join(directory, 'docker'), `#!/bin/sh\nprintf '%s' "$BUILDX_GIT_INFO $2" > '${said}'\n`, {
    mode: 0o755,
  });
  vi.stubEnv('PATH', `${directory}:${process.env.PATH}`);
  await docker.build({ directory, image: 'localhost/hello:1' } as Target, { noCache: false });
  expect(await readFile(said, 'utf8')).toBe('false build');
});
