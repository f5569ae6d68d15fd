import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { podman as engine } from '../../generators/core/engine/podman.js';
import { ENDLESS, endlessTarget, stopsWithItsContainer } from './support/endless.js';
import { cli, createWasmOci, emptyFolder, environment, podman } from './support/run.js';

/** Make prefers this file to our Makefile. It compiles for ever: what happens to the build happens while it is under way. */
const GNUMAKEFILE = 'all:\n\t@echo now compiling; exec tail -f /dev/null\n';

/** Starts the main job on an endless build, and waits until it compiles. */
const compiling = (name: string) => starting(name, /^ {2}now compiling$/m);

/** Starts the main job on an endless build, and waits until it says so. */
async function starting(name: string, until: RegExp) {
  const cwd = await emptyFolder();
  await createWasmOci([name, '--language', 'c', '--yes', '--no-build'], { cwd });
  await writeFile(join(cwd, name, 'GNUmakefile'), GNUMAKEFILE);
  const [program, script] = cli();
  const child = spawn(program, [script, name, '--yes', '--engine', 'podman'], {
    cwd,
    env: environment(),
    // A process group of its own, as a terminal makes one: Ctrl-C reaches everything in it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    said.stdout += chunk;
  });
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      said.stderr += chunk;
      if (until.test(said.stderr)) resolve();
    });
    child.once('close', () => reject(new Error(`it ended before it said that:\n${said.stderr}`)));
  });
  return { child, said, project: join(cwd, name) };
}

async function exitCodeOf(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, 'close');
  return code;
}

/** The processes of a group that still live. */
async function alive(group: number): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const [state, , processGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(processGroup) === group && state !== 'Z') found.push(pid);
  }
  return found;
}

/** Buildah's containers of a build: those of the last step it announced are of this build alone, and named after it. */
async function workingContainers(said: string): Promise<string[]> {
  const step = [...said.matchAll(/^ {2}--> ([0-9a-f]{12})$/gm)].at(-1)?.[1];
  expect(step, said).toBeDefined();
  const names = await podman(['ps', '--all', '--external', '--format', '{{.Names}}']);
  return names.split('\n').filter((name) => name.startsWith(`${step}-`));
}

describe.skipIf(process.platform !== 'linux')('a build that is under way', () => {
  it('ends at Ctrl-C: exit code 130, the files kept, no process left', async () => {
    const { child, said, project } = await compiling('ctrl-c');
    process.kill(-(child.pid ?? 0), 'SIGINT');
    expect(await exitCodeOf(child), said.stderr).toBe(130);
    expect(said.stderr).toContain('error: Cancelled. The files are kept.');
    expect(said.stdout).toBe('');
    expect(await readdir(project)).toContain('Containerfile');
    expect(await alive(child.pid ?? 0)).toEqual([]);
    expect(await workingContainers(said.stderr)).toEqual([]);
  });

  it('ends when the process alone is asked to stop', async () => {
    const { child, said } = await compiling('sigterm');
    child.kill('SIGTERM');
    expect(await exitCodeOf(child), said.stderr).toBe(130);
    expect(await alive(child.pid ?? 0)).toEqual([]);
    expect(await workingContainers(said.stderr)).toEqual([]);
  });

  it('that has not begun to compile leaves no working container either', async () => {
    const { child, said } = await starting('early', /STEP 4\/4: RUN make$/m);
    child.kill('SIGTERM');
    expect(await exitCodeOf(child), said.stderr).toBe(130);
    expect(await workingContainers(said.stderr)).toEqual([]);
  });

  it('whose podman is killed says so, with exit code 3', async () => {
    const { child, said, project } = await compiling('killed');
    const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
    for (const pid of children.trim().split(' ')) process.kill(Number(pid), 'SIGKILL');
    expect(await exitCodeOf(child), said.stderr).toBe(3);
    expect(said.stderr).toContain('error: podman was ended by SIGKILL while it was to build.');
    expect(await readdir(project)).toContain('Containerfile');
  });
});

describe('a program that never ends', () => {
  it('is stopped together with its container', async () => {
    const directory = join(await emptyFolder(), 'endless');
    await createWasmOci([directory, '--language', 'c', '--yes', '--no-build']);
    await writeFile(join(directory, 'src/main.c'), ENDLESS);
    const target = endlessTarget(directory, 'localhost/endless:latest');
    const running = () => podman(['ps', '--quiet', '--filter', 'ancestor=localhost/endless:latest']);
    await stopsWithItsContainer(engine, target, environment().PATH ?? '', running);
    await podman(['rmi', '--force', 'localhost/endless:latest']);
  });
});
