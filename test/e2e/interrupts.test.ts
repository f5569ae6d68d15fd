import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { podman as engine } from '../../generators/core/engines/podman/engine.js';
import { ENDLESS, endlessTarget, stopsWithItsContainer } from './support/endless.js';
import { createWasmOci, emptyFolder, environment, podman, untag } from './support/run.js';
import { alive, compiling, exitCodeOf, starting } from './support/under-way.js';

/** Buildah's containers of a build: those of the last step it announced are only of this build, and named after it. */
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

  it('ends when only the process is asked to stop', async () => {
    const { child, said } = await compiling('sigterm');
    child.kill('SIGTERM');
    expect(await exitCodeOf(child), said.stderr).toBe(130);
    expect(await alive(child.pid ?? 0)).toEqual([]);
    expect(await workingContainers(said.stderr)).toEqual([]);
  });

  it('that has not begun to compile leaves no working container either', async () => {
    const { child, said } = await starting('early', /STEP 5\/5: RUN make$/m);
    child.kill('SIGTERM');
    expect(await exitCodeOf(child), said.stderr).toBe(130);
    expect(await workingContainers(said.stderr)).toEqual([]);
  });

  it('whose podman is killed says so, with exit code 3', async () => {
    const { child, said, project } = await compiling('killed');
    const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
    for (const pid of children.trim().split(' ')) process.kill(Number(pid), 'SIGKILL');
    expect(await exitCodeOf(child), said.stderr).toBe(3);
    expect(said.stderr).toContain('error: podman was killed (SIGKILL) during the build.');
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
    await untag('localhost/endless:latest');
  });
});
