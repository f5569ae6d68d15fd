import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import type { Fix } from '../../generators/core/failure.js';
import { fixLines } from '../support/fixes.js';
import { emptyStore, inLabRoot, needsLab } from './support/lab.js';
import { cli, createWasmOci, emptyFolder, environment, podman, run } from './support/run.js';

/** Podman without root, in a store of its own. Skips a test where the machine lets the lab have none. */
async function rootless(test: TestContext, more: Record<string, string> = {}): Promise<Record<string, string>> {
  needsLab(test);
  const plain = { LAB_USER: '1', ...emptyStore('rootless') };
  const asked = await run('podman', ['info', '--format', '{{.Host.Security.Rootless}}'], { env: plain });
  if (asked.stdout !== 'true\n') test.skip(`no rootless Podman on this machine: ${asked.stderr.trim()}`);
  // Podman keeps the user namespace of its first call, faults or none: those have a store that was not called yet.
  return Object.keys(more).length > 0 ? { ...plain, ...emptyStore('rootless-fault'), ...more } : plain;
}

const args = ['hello', '--language', 'c', '--image', 'localhost/rootless:1', '--engine', 'podman', '--yes'];

/** The doctor's checks that are problems, and the fix of each. */
async function problemsOf(env: Record<string, string>): Promise<Record<string, Fix[]>> {
  const { stdout } = await createWasmOci(['doctor', '--engine', 'podman', '--offline', '--json'], { env });
  const { checks } = JSON.parse(stdout) as { checks: { id: string; state: string; fix: Fix[] }[] };
  return Object.fromEntries(checks.filter(({ state }) => state === 'problem').map(({ id, fix }) => [id, fix]));
}

/** A network that Podman makes for each container, as it does outside of the lab. */
async function ownNetwork(): Promise<Record<string, string>> {
  const path = join(await emptyFolder(), 'containers.conf');
  await writeFile(path, '[containers]\nnetns = "private"\n');
  return { CONTAINERS_CONF_OVERRIDE: path };
}

describe('Podman without root', () => {
  it('pulls, builds and runs; the doctor is content; Ctrl-C leaves nothing', async (test) => {
    const env = await rootless(test);
    const cwd = await emptyFolder();
    const { exitCode, stdout, stderr } = await createWasmOci(args, { cwd, env });
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toBe('localhost/rootless:1\n');
    const shown = await podman(['run', '--rm', '--platform', 'wasi/wasm', 'localhost/rootless:1', 'a b'], { env });
    expect(shown).toMatch(/Hello from hello!\nArguments:\n {2}a b\n$/);
    expect(await problemsOf(env)).toEqual({});

    await writeFile(join(cwd, 'hello/GNUmakefile'), 'all:\n\t@echo now compiling; exec tail -f /dev/null\n');
    const [program, script] = cli();
    const child = spawn(program, [script, 'hello', '--no-write', '--engine', 'podman', '--yes'], {
      cwd,
      env: environment(env),
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr.on('data', (chunk) => {
        said += chunk;
        if (/^ {2}now compiling$/m.test(said)) resolve();
      });
      child.once('close', () => reject(new Error(said)));
    });
    process.kill(-(child.pid ?? 0), 'SIGINT');
    expect(await once(child, 'close'), said).toEqual([130, null]);
    expect(await podman(['ps', '--all', '--external', '--quiet'], { env })).toBe('');
  });

  it('with a network of its own for each container', async (test) => {
    const env = await rootless(test, await ownNetwork());
    const { exitCode, stderr } = await createWasmOci(args, { cwd: await emptyFolder(), env });
    expect(exitCode, stderr).toBe(0);
  });
});

describe('Podman without root is told apart', () => {
  it('without a range of user ids', async (test) => {
    const env = await rootless(test, { LAB_WITHOUT: '/etc/subuid' });
    const fix = [
      { command: 'sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 "$USER"' },
      { command: 'podman system migrate', text: '(so that Podman sees them)' },
    ];
    // The probe's image has one file, and works: only what is asked of Podman tells.
    expect(await problemsOf(env)).toEqual({ 'podman-user-ids': fix });
    const { exitCode, stderr } = await createWasmOci(args, { cwd: await emptyFolder(), env });
    expect(exitCode).toBe(3);
    expect(stderr).toContain(`error: Podman without root has no range of user ids here`);
    for (const line of fixLines(fix)) expect(stderr).toContain(`  fix: ${line}\n`);
  });

  it('without newuidmap', async (test) => {
    const env = await rootless(test, { LAB_WITHOUT: '/usr/bin/newuidmap' });
    expect(await problemsOf(env)).toEqual({ 'podman-service': [{ command: 'sudo apt-get install uidmap' }] });
    const { exitCode, stderr } = await createWasmOci(args, { cwd: await emptyFolder(), env });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^error: Podman without root needs newuidmap.*\n {2}fix: .*uidmap$/m);
  });

  it('with a newuidmap that has lost its setuid bit', async (test) => {
    const folder = await emptyFolder();
    await copyFile(inLabRoot('/usr/bin/newuidmap'), join(folder, 'newuidmap'));
    await chmod(join(folder, 'newuidmap'), 0o755);
    const [bin = '', ...others] = `${environment().PATH}`.split(':');
    const env = await rootless(test, { PATH: [bin, folder, ...others].join(':') });
    const { exitCode, stderr } = await createWasmOci(args, { cwd: await emptyFolder(), env });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('fix: sudo chmod u+s "$(command -v newuidmap)"');
  });

  it('without pasta', async (test) => {
    const env = await rootless(test, { ...(await ownNetwork()), LAB_WITHOUT: '/usr/bin/pasta' });
    expect(await problemsOf(env)).toEqual({ 'podman-probe': [{ command: 'sudo apt-get install passt' }] });
  });
});
