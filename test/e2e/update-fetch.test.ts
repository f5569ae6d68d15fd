import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { lives } from '../support/processes.js';
import { commit, edit } from './support/repository.js';
import { emptyFolder, environment } from './support/run.js';
import { packVersions, type Versions } from './support/versions.js';

let versions: Versions;

beforeAll(async () => {
  versions = await packVersions();
});
afterAll(() => versions?.stop());

/** A project that the old version wrote, of a preset in a repository with a template; and nothing in the cache. */
async function withPreset() {
  const folder = await emptyFolder();
  await mkdir(join(folder, 'preset/all'), { recursive: true });
  await writeFile(join(folder, 'preset/wasm-oci.toml'), 'schema = 1\nname = "acme"\n[overlay]\nshared = "all"\n');
  await writeFile(join(folder, 'preset/all/NOTICE.ejs'), '<%- title %>\n');
  await commit(join(folder, 'preset'));
  const preset = pathToFileURL(join(folder, 'preset')).href;
  const env = { XDG_CONFIG_HOME: join(folder, 'config') };
  const args = ['hello', '--language', 'c', '--preset', preset, '--trust-preset', '--yes', '--no-build'];
  const made = await versions.run('old', args, { cwd: folder, env });
  expect(made.exitCode, made.stderr).toBe(0);
  for (const gone of [env.XDG_CONFIG_HOME, join(versions.settings.XDG_CACHE_HOME ?? '', 'create-wasm-oci/presets')])
    await rm(gone, { recursive: true });
  return { folder, env, preset };
}

describe('update, on a machine that has never seen the preset', () => {
  it('names what lets its templates run, and goes on with that', async () => {
    const { folder, env } = await withPreset();
    const update = (...args: string[]) => versions.run('next', ['update', 'hello', ...args], { cwd: folder, env });
    const refused = await update('--check');
    expect(refused).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('holds files that run as code'),
    });
    expect(refused.stdout).toContain('  fix: Add --trust-preset to let them run');
    expect(await update('--check', '--trust-preset')).toMatchObject({ exitCode: 2 });
  });

  it.skipIf(process.platform === 'win32')(
    'ends at once, with all that it started, where its host is silent',
    async () => {
      const { folder, env, preset } = await withPreset();
      await edit(join(folder, 'hello/.yo-rc.json'), preset, 'git@127.0.0.1:preset.git');
      const file = join(folder, 'pid');
      await writeFile(join(folder, 'silent'), `#!/bin/sh\necho $$ > '${file}'\nexec sleep 600\n`, { mode: 0o755 });
      const settings = { ...versions.settings, ...env, GIT_SSH_COMMAND: join(folder, 'silent') };
      const args = [versions.scripts.next, 'update', 'hello', '--check', '--trust-preset'];
      // The old version asks for it first, in a process of its own.
      const child = spawn(process.execPath, args, { cwd: folder, env: environment(settings), stdio: 'ignore' });
      const pid = await vi.waitFor(
        async () => /^\d+(?=\n)/.exec(await readFile(file, 'utf8'))?.[0] ?? expect.fail(),
        30_000,
      );
      child.kill('SIGTERM');
      expect((await once(child, 'close'))[0]).toBe(130);
      await vi.waitFor(async () => expect(await lives(pid)).toBe(false), 20_000);
    },
  );
});
