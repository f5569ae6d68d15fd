import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Fix } from '../../generators/core/failure.js';
import { greetingOf } from '../../generators/core/project/render.js';
import { templatesFolder } from '../../generators/core/system/package-root.js';
import { fixLines } from '../support/fixes.js';
import { emptyStore, needsLab } from './support/lab.js';
import { createWasmOci, emptyFolder, podman, run, untag } from './support/run.js';
import { oldPodman, startService } from './support/service.js';
import { alive, compiling, exitCodeOf } from './support/under-way.js';

const banner = await readFile(join(templatesFolder, 'shared/banner.txt'), 'utf8');

/** The line that a report gives for something to be typed. */
const lineOf = (report: string, label: string) =>
  new RegExp(`^ {2}${label} +(.*)$`, 'm').exec(report)?.[1] ?? expect.fail(`no line ${label} in\n${report}`);

/** A RUN that a service leaves behind when it is killed, and that this test ends. */
function compilerLeftBehind(): string {
  const program = `sleep 8${process.pid}`;
  onTestFinished(async () => {
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (line === `${program.replace(' ', '\0')}\0`) process.kill(Number(pid), 'SIGKILL');
    }
  });
  return program;
}

describe('a Podman whose service is elsewhere', () => {
  it.each(['rust', 'c', 'tinygo'] as const)(
    'builds and runs %s, by the lines that are printed, too',
    async (language) => {
      const { env } = await startService();
      const [cwd, image] = [await emptyFolder(), `localhost/remote-${language}:latest`];
      onTestFinished(() => untag(image));
      const args = ['hello', '--language', language, '--image', image, '--engine', 'podman', '--yes'];
      const { exitCode, stdout, stderr } = await createWasmOci(args, { cwd, env });
      expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 0, stdout: `${image}\n` });
      const again = await run('sh', ['-c', lineOf(stderr, 'run')], { cwd, env });
      expect(again.stdout, again.stderr).toBe(greetingOf(banner, 'hello'));
    },
  );

  it('takes an archive of the embedded engine by --load, and by the lines that are printed', async () => {
    const { env } = await startService();
    const [cwd, image] = [await emptyFolder(), 'localhost/remote-embedded:latest'];
    onTestFinished(() => untag(image));
    const args = ['hello', '--language', 'c', '--image', image, '--engine', 'embedded', '--yes'];
    const { exitCode, stderr } = await createWasmOci(args, { cwd, env });
    expect(exitCode, stderr).toBe(0);
    for (const label of ['load', 'run']) {
      const typed = await run('sh', ['-c', lineOf(stderr, label)], { cwd, env });
      expect(typed.exitCode, typed.stderr).toBe(0);
      if (label === 'run') expect(typed.stdout).toBe(greetingOf(banner, 'hello'));
    }
    await podman(['rmi', image]);
    const loaded = await createWasmOci([...args, '--no-write', '--load'], { cwd, env });
    expect(loaded, loaded.stderr).toMatchObject({ exitCode: 0, stdout: `${image}\n` });
    expect(await podman(['run', '--rm', '--platform', 'wasi/wasm', image])).toBe(greetingOf(banner, 'hello'));
  });

  it('and does not answer is explained by the main job in the words of doctor', async () => {
    const [cwd, env] = [await emptyFolder(), { CONTAINER_HOST: 'tcp://127.0.0.1:1' }];
    const job = await createWasmOci(['hello', '--language', 'c', '--engine', 'podman', '--yes'], { cwd, env });
    expect(job.exitCode, job.stderr).toBe(3);
    const doctor = await createWasmOci(['doctor', '--engine', 'podman', '--offline', '--json'], { cwd, env });
    const { checks } = JSON.parse(doctor.stdout) as { checks: { id: string; found: string; fix: Fix[] }[] };
    const { found = '', fix = [] } = checks.find(({ id }) => id === 'podman-service') ?? {};
    expect(found).toBe('no Podman service answers at tcp://127.0.0.1:1, which CONTAINER_HOST names');
    expect(job.stderr).toContain(`error: N${found.slice(1)}.`);
    for (const line of fixLines(fix)) expect(job.stderr).toContain(`fix: ${line}\n`);
    expect(fix).not.toEqual([]);
  });

  it('hears nothing of Ctrl-C in mid build, and its client ends all the same', async () => {
    const { env } = await startService();
    const { child, said, project } = await compiling('ctrl-c', { env, program: compilerLeftBehind() });
    process.kill(-(child.pid ?? 0), 'SIGINT');
    expect(await exitCodeOf(child), said.stderr).toBe(130);
    expect(said.stderr).toContain('error: Cancelled. The files are kept.');
    expect(await readdir(project)).toContain('Containerfile');
    expect(await alive(child.pid ?? 0)).toEqual([]);
  });

  // Asked to stop, a service ends the RUN, and its client reads of that or of the end of the service, whichever is first.
  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'that is ended by %s in mid build is named, and no source needs a change',
    async (signal) => {
      const { env, end } = await startService();
      const { child, said } = await compiling('gone', { env, program: compilerLeftBehind() });
      await end(signal);
      expect(await exitCodeOf(child), said.stderr).toBe(3);
      expect(said.stderr).toMatch(
        signal === 'SIGTERM'
          ? /^error: (?:A command of the build was ended from outside: the engine's service was stopped|The service of the container engine ended meanwhile)/m
          : /^error: The service of the container engine ended meanwhile; nothing is wrong with the project\.$/m,
      );
      expect(said.stderr).not.toMatch(/the source/);
    },
  );
});

describe("Debian 12's Podman 4.3.1", () => {
  const args = ['hello', '--language', 'c', '--engine', 'podman', '--yes'];

  it('as a service of a newer client is too old', async (test) => {
    needsLab(test);
    const { env } = await startService({ ...(await oldPodman()), ...emptyStore('old') });
    const { exitCode, stderr } = await createWasmOci(args, { cwd: await emptyFolder(), env });
    expect(exitCode, stderr).toBe(3);
    expect(stderr).toMatch(/error: The Podman service is 4\.3\.1, too old for WebAssembly: 4\.7\.0 or later is needed/);
  });

  it('as a client of a newer service is too old', async (test) => {
    needsLab(test);
    const { env } = await startService();
    const { exitCode, stderr } = await createWasmOci(args, {
      cwd: await emptyFolder(),
      env: { ...env, ...(await oldPodman()) },
    });
    expect(exitCode, stderr).toBe(3);
    expect(stderr).toContain('error: Podman 4.3.1 is too old for WebAssembly: 4.7.0 or later is needed.');
  });
});
