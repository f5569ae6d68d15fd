import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { withCompilers } from './support/compilers.js';
import { develop } from './support/develop.js';
import { cli, createWasmOci, emptyFolder, podman, run, untag } from './support/run.js';
import { keys, openTerminal } from './support/terminal.js';

const prints = (text: string) => `#include <stdio.h>\nint main(void) { puts("${text}"); }\n`;
/** A program that goes on. */
const goesOn = (text: string) =>
  `#include <stdio.h>\nint main(void) { puts("${text}"); fflush(stdout); for (;;) __asm__ volatile(""); }\n`;

async function projectOf(name: string, source?: string, language = 'c'): Promise<string> {
  const project = join(await emptyFolder(), name);
  await createWasmOci([project, '--language', language, '--yes', '--no-build']);
  if (source !== undefined) await writeFile(join(project, 'src/main.c'), source);
  onTestFinished(async () => {
    await untag(`localhost/${name}:latest`);
  });
  return project;
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

it('C++ files that changed are compiled by the clang of this machine, with the headers they include', async (context) => {
  const project = await projectOf('dev-cpp', undefined, 'cpp');
  const write = (path: string, text: string) => writeFile(join(project, 'src', path), text);
  const main = (body: string) => `#include <cstdio>\n#include "part.hpp"\nint main() { ${body} }\n`;
  await write('part.hpp', '#define NUMBER 1\nconst char *part();\n');
  await write('part.cpp', 'const char *part() { return "one"; }\n');
  await write('main.cpp', main('std::printf("%s %d\\n", part(), NUMBER);'));
  const env = await withCompilers();
  if (env.PATH === undefined) context.skip('outside the lab, the clang may be the one of npm');
  const { child, said, ended, poll } = develop(project, ['--engine', 'embedded'], env);
  await poll('stdout').toBe('one 1\n');
  expect(said.stderr).toContain('embedded with clang 19');
  await write('part.cpp', 'const char *part() { return "two"; }\n');
  await poll('stdout').toBe('one 1\ntwo 1\n');
  await write('part.hpp', '#define NUMBER 2\nconst char *part();\n');
  await poll('stdout').toMatch(/\ntwo 2\n$/);
  await write('main.cpp', `#include <string>\n${main('std::printf("%s!\\n", std::string(part()).c_str());')}`);
  await poll('stdout').toMatch(/\ntwo!\n$/);
  await write('main.cpp', main('std::string text;'));
  await poll('stderr').toContain('./src/main.cpp:3:19: error: ');
  await write('main.cpp', main('int unused; std::puts(part());'));
  await poll('stdout').toMatch(/\ntwo\n$/);
  await write('part.cpp', 'const char *part() { return "three"; }\n');
  await poll('stdout').toMatch(/\nthree\n$/);
  // What a file is warned of is shown with each build, also where another file changed.
  expect(said.stderr.match(/warning: unused variable 'unused'/g)).toHaveLength(2);
  child.kill('SIGINT');
  expect(await ended).toBe(130);
});

it('an edited Rust program runs by the cargo of this machine', async (context) => {
  const project = await projectOf('dev-rust', undefined, 'rust');
  const env = await withCompilers();
  const { child, said, ended, poll } = develop(project, ['--engine', 'embedded'], env);
  const done = ended.then(() => 'ended');
  const first = poll('stdout').toContain('Hello from dev-rust!');
  if ((await Promise.race([done, first])) === 'ended') context.skip(said.stderr.trim());
  const source = join(project, 'src/main.rs');
  await writeFile(source, (await readFile(source, 'utf8')).replace('"Hello from "', '"Edited by "'));
  await poll('stdout').toContain('Edited by dev-rust!');
  child.kill('SIGINT');
  expect(await ended).toBe(130);
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

it('where the system watches no more files, dev ends with the setting that raises the limit', async ({ skip }) => {
  const project = await projectOf('dev-limit', prints('x'));
  const limited = async (limit: string) => {
    // A user namespace has limits of its own: no setting of this machine is changed.
    const script = `echo 2 >/proc/sys/user/${limit} || exit 77; exec "$@"`;
    const words = ['--user', '--map-root-user', 'sh', '-c', script, 'sh', ...cli(), 'dev', '--engine', 'embedded'];
    return run('unshare', words, { cwd: project });
  };
  if (process.platform !== 'linux') skip('only inotify has such a limit');
  const first = await limited('max_inotify_watches');
  if (first.exitCode === 77 || first.stderr.startsWith('unshare:')) skip(`no user namespace: ${first.stderr}`);
  expect(first).toMatchObject({ exitCode: 1, stdout: '' });
  expect(first.stderr).toMatch(
    /^error: The project's files cannot be watched: .*\.\n {2}fix: sudo sysctl fs\.inotify\.max_user_watches=\d+ .*\n {2}fix: .*\n$/,
  );
});
