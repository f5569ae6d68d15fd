import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { run } from '../generators/core/system/process.js';
import { root } from '../scripts/set-up.mjs';

it.skipIf(process.platform === 'win32')(
  'npm test names git first, where the machine and the lab have none',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-test-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    // What the lab's script needs to say that it cannot help; neither git nor apt, and no npm to begin the set-up with.
    for (const name of ['bash', 'dirname', 'id', 'cat']) {
      const { stdout } = await run('sh', ['-c', `command -v ${name}`]);
      await symlink(stdout.trim(), join(folder, name));
    }
    const { exitCode, stdout, stderr } = await run(process.execPath, ['scripts/test.mjs'], {
      cwd: root,
      env: { PATH: folder },
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('set-up: the tests need git, which is not on PATH: install it');
    expect(stderr).toMatch(/install git openssh-client/);
    expect(stderr).not.toContain('npm ci');
  },
);
