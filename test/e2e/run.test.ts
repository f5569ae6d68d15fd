import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cli, createWasmOci, emptyFolder, environment, podman, untag } from './support/run.js';
import { keys, openTerminal } from './support/terminal.js';

/** Shows what it gets, says that it is ready, and ends with 7 when its input ends. With "for ever" it never ends. */
const PROGRAM = `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) printf("argument %s\\n", argv[i]);
  const char *variable = getenv("GREETING");
  printf("variable %s\\n", variable ? variable : "none");
  FILE *note = fopen("/data/note.txt", "r");
  char line[80];
  if (note && fgets(line, sizeof line, note)) printf("note %s", line);
  puts("ready");
  fflush(stdout);
  fputs("complaint\\n", stderr);
  if (argc > 1 && strcmp(argv[1], "for ever") == 0) for (;;) __asm__ volatile("");
  while (fgets(line, sizeof line, stdin)) { printf("read %s", line); fflush(stdout); }
  return 7;
}
`;

async function projectOf(name: string, source = PROGRAM): Promise<string> {
  const project = join(await emptyFolder(), name);
  await createWasmOci([project, '--language', 'c', '--yes', '--no-build']);
  await writeFile(join(project, 'src/main.c'), source);
  onTestFinished(async () => {
    await untag(`localhost/${name}:latest`);
  });
  return project;
}

const containersOf = (name: string) =>
  podman(['ps', '--all', '--quiet', '--filter', `ancestor=localhost/${name}:latest`]);

// crun's WasmEdge handler loses the exit code; Node's WASI keeps it.
describe.each([
  ['podman', 0],
  ['embedded', 7],
] as const)('create-wasm-oci run --engine %s', (engine, exitCode) => {
  it('gives the program arguments, variables, a folder and input that comes late, and has its streams and exit code', async () => {
    const name = `given-${engine}`;
    const project = await projectOf(name);
    await mkdir(join(project, 'data'));
    await writeFile(join(project, 'data/note.txt'), 'kept\n');
    const options = ['--engine', engine, '-e', 'GREETING=a=b c', '-v', './data:/data'];
    const [program, script] = cli();
    const child = spawn(program, [script, 'run', ...options, '--', 'one', 'two words', '--json', '-v'], {
      cwd: project,
      env: environment(),
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (piece) => {
      said.stdout += piece;
      if (String(piece).includes('ready')) child.stdin.end('late\n');
    });
    child.stderr.on('data', (piece) => {
      said.stderr += piece;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(said.stdout, said.stderr).toBe(
      'argument one\nargument two words\nargument --json\nargument -v\nvariable a=b c\nnote kept\nready\nread late\n',
    );
    expect(said.stderr).toBe('complaint\n');
    expect(code).toBe(exitCode);
    expect(await containersOf(name)).toBe('');
  });

  it('reads from a terminal, and Ctrl-C ends a program that has no end: 130, and no container is left', async () => {
    const name = `terminal-${engine}`;
    const project = await projectOf(name);
    const reading = openTerminal(['run', '--engine', engine], project);
    await reading.shows('ready');
    reading.type(`typed${keys.ENTER}`);
    await reading.shows('read typed');
    reading.type(keys.CTRL_D);
    expect(await reading.ended(), reading.screen()).toBe(exitCode);

    const endless = openTerminal(['run', '--engine', engine, '--', 'for ever'], project);
    await endless.shows('ready');
    endless.type(keys.CTRL_C);
    expect(await endless.ended(), endless.screen()).toBe(130);
    expect(await containersOf(name)).toBe('');
  });

  it('runs what the sources are now, and nothing where they do not compile', async () => {
    const project = await projectOf(`fresh-${engine}`, '#include <stdio.h>\nint main(void) { puts("first"); }\n');
    const run = () => createWasmOci(['run', '--engine', engine], { cwd: join(project, 'src') });
    expect(await run()).toEqual({ exitCode: 0, stdout: 'first\n', stderr: '' });
    await writeFile(join(project, 'src/main.c'), '#include <stdio.h>\nint main(void) { puts("second"); }\n');
    expect(await run()).toEqual({ exitCode: 0, stdout: 'second\n', stderr: '' });
    await writeFile(join(project, 'src/main.c'), 'int main(void) { return missing; }\n');
    const broken = await run();
    expect(broken).toMatchObject({ exitCode: 3, stdout: '' });
    expect(broken.stderr).toContain("use of undeclared identifier 'missing'");
  });
});

describe('create-wasm-oci run', () => {
  it('has the program stopped by SIGTERM to itself, too', async () => {
    const project = await projectOf('stopped');
    const [program, script] = cli();
    const child = spawn(program, [script, 'run', '--engine', 'podman', '--', 'for ever'], {
      cwd: project,
      env: environment(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child.stdout.once('data', () => child.kill('SIGTERM'));
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(130);
    expect(await containersOf('stopped')).toBe('');
  });

  it('shows the line to type where an argument of the program is taken for a directory', async () => {
    const project = await projectOf('words');
    const one = await createWasmOci(['run', 'hello'], { cwd: project });
    expect(one).toMatchObject({ exitCode: 1, stdout: '' });
    expect(one.stderr).toContain('error: hello does not exist.');
    expect(one.stderr).toContain('create-wasm-oci run -- hello');
    const two = await createWasmOci(['run', 'a', 'b c'], { cwd: project });
    expect(two.stderr).toContain('error: run takes one directory, and was given "a" and "b c".');
    expect(two.stderr).toContain("create-wasm-oci run -- a 'b c'");
    expect((await createWasmOci(['run', '--version'], { cwd: project })).stdout).toBe(
      `${JSON.parse(await readFile(join(import.meta.dirname, '../../package.json'), 'utf8')).version}\n`,
    );
  });

  it.each([
    [['-p', '8080:8080'], '--publish 8080:8080: Node'],
    [['-v', 'data:/data'], '--volume "data:/data": the embedded engine has no volumes with names.'],
    [['-v', './src:/src:ro'], "Node's WASI cannot make a folder read-only."],
    [['-v', './missing:/data'], 'is not a folder.'],
    [['-e', '=x'], '--env "=x" has no name.'],
  ])('refuses %j for the embedded engine, and names an engine that may have it', async (options, message) => {
    const project = await projectOf('refused', '#include <stdio.h>\nint main(void) { return puts("x") < 0; }\n');
    const { exitCode, stderr } = await createWasmOci(['run', '--engine', 'embedded', ...options], { cwd: project });
    expect(stderr).toContain(message);
    expect(stderr).toContain('--engine podman');
    expect(exitCode).toBe(1);
  });
});
