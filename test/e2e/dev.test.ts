import { spawn } from 'node:child_process';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { cli, createWasmOci, emptyFolder, environment, podman } from './support/run.js';
import { keys, openTerminal } from './support/terminal.js';

const prints = (text: string) => `#include <stdio.h>\nint main(void) { puts("${text}"); }\n`;
/** A program that goes on. */
const goesOn = (text: string) =>
  `#include <stdio.h>\nint main(void) { puts("${text}"); fflush(stdout); for (;;) __asm__ volatile(""); }\n`;

async function projectOf(name: string, source: string): Promise<string> {
  const project = join(await emptyFolder(), name);
  await createWasmOci([project, '--language', 'c', '--yes', '--no-build']);
  await writeFile(join(project, 'src/main.c'), source);
  onTestFinished(async () => {
    await podman(['rmi', '--force', '--ignore', `localhost/${name}:latest`]);
  });
  return project;
}

/** `dev` in a process, and what it and the program have printed. */
function develop(project: string, args: string[]) {
  const [program, script] = cli();
  const child = spawn(program, [script, 'dev', ...args], { cwd: project, env: environment() });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (piece) => {
    said.stdout += piece;
  });
  child.stderr.on('data', (piece) => {
    said.stderr += piece;
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const poll = (stream: 'stdout' | 'stderr') => expect.poll(() => said[stream], { timeout: 120_000, interval: 20 });
  return { child, said, ended, poll };
}

it('the edited program runs, a compile error is shown while the one before goes on, and Ctrl-C leaves nothing', async () => {
  const name = 'dev-podman';
  const project = await projectOf(name, goesOn('first'));
  const source = join(project, 'src/main.c');
  const containers = () =>
    podman([
      'ps',
      '--all',
      '--quiet',
      '--filter',
      `name=create-wasm-oci-`,
      '--filter',
      `ancestor=localhost/${name}:latest`,
    ]);
  const { child, said, ended, poll } = develop(join(project, 'src'), ['--engine', 'podman']);
  await poll('stdout').toBe('first\n');
  await writeFile(source, goesOn('second'));
  await poll('stdout').toBe('first\nsecond\n');
  expect(said.stderr).toContain('dev: main.c changed');
  expect(said.stderr).toMatch(/dev: built and started in \d+\.\d\d s/);
  const running = (await podman(['ps', '--quiet', '--filter', `ancestor=localhost/${name}:latest`])).trim();

  await writeFile(source, 'int main(void) { return missing; }\n');
  await poll('stderr').toContain("use of undeclared identifier 'missing'");
  await poll('stderr').toContain('dev: the program before goes on; waiting for a change');
  expect((await podman(['ps', '--quiet'])).split('\n')).toContain(running);

  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(await containers()).toBe('');
});

it('a file that an editor replaces is built once, and what builds write is not followed by a build', async () => {
  const project = await projectOf('dev-embedded', prints('first'));
  const { child, said, ended, poll } = develop(project, ['--engine', 'embedded']);
  await poll('stderr').toContain('dev: the program ended\n');
  await writeFile(join(project, 'src/main.c.new'), prints('second'));
  await rename(join(project, 'src/main.c.new'), join(project, 'src/main.c'));
  await poll('stdout').toBe('first\nsecond\n');
  await writeFile(join(project, 'README.md'), 'no build reads it\n');
  await writeFile(join(project, 'src/main.c'), 'int main(void) { return 3; }\n');
  await poll('stderr').toContain('dev: the program ended with exit code 3\n');
  child.kill('SIGTERM');
  expect(await ended).toBe(130);
  expect(said.stdout).toBe('first\nsecond\n');
  expect(said.stderr.match(/built and started/g)).toHaveLength(3);
});

it('Ctrl-C in a terminal ends the program and the loop', async () => {
  const project = await projectOf('dev-terminal', goesOn('for ever'));
  const terminal = openTerminal(['dev', '--engine', 'embedded'], project);
  await terminal.shows('for ever');
  terminal.type(keys.CTRL_C);
  expect(await terminal.ended(), terminal.screen()).toBe(130);
});

it('ends with the reason where no engine works', async () => {
  const project = await projectOf('dev-nowhere', prints('never'));
  const env = { PATH: await emptyFolder() };
  const { exitCode, stdout, stderr } = await createWasmOci(['dev', '--engine', 'podman'], { cwd: project, env });
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
  expect(stderr).toMatch(/^error: Podman is not installed/m);
});
