import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createWasmOci, emptyFolder, podman } from './support/run.js';

// Every character that means something to a Containerfile, a shell, make, CMake or a C string, and one beyond ASCII.
const TEXT = `a  "b" 'c' $d $(e) \`f\` \\g #h ;i &j |k <l> <<EOF (m) *? ~n %o {p} [q] ! ^ = é, $`;
/** A C string literal, as one word of a shell. */
const LITERAL = `'"${TEXT.replace(/["\\]/g, '\\$&').replaceAll("'", "'\\''")}"'`;

const MAIN = `#include <stdio.h>
static const char said[] = {
#embed "said.txt"
, 0 };
static const char variable[] = {
#embed "variable.txt"
, 0 };
int main(void) { printf("%s\\n%s\\n%s\\n", GIVEN, said, variable); }
`;

/** Writes a project, builds it with flags as a user types them, and gives what its program prints. */
async function printed(files: Record<string, string>, args: readonly string[], engine = 'podman'): Promise<string> {
  const cwd = await emptyFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, 'given', path)), { recursive: true });
    await writeFile(join(cwd, 'given', path), text);
  }
  onTestFinished(async () => void (await podman(['rmi', '--force', '--ignore', 'localhost/given:latest'])));
  const { exitCode, stderr } = await createWasmOci(
    ['containerfile', 'given', '--name', 'given', ...args, '--no-build', '--yes'],
    { cwd },
  );
  expect(exitCode, stderr).toBe(0);
  // The second run takes what the first one stored.
  const again = await createWasmOci(['containerfile', 'given', '--engine', engine, '--yes', '--json'], { cwd });
  expect(again.exitCode, again.stderr).toBe(0);
  return JSON.parse(again.stdout).stdout;
}

describe('a text with every special character reaches', () => {
  it('the compiler, a variable and the environment of make', async () => {
    const makefile = [
      'given: main.c said.txt variable.txt',
      '\t$(CC) $(CFLAGS) -o $@ main.c',
      'said.txt:',
      '\tprintf %s "$$SAID" > $@',
      'variable.txt:',
      '\t$(MAKE) -f inner.mk $@',
      '',
    ].join('\n');
    const files = {
      Makefile: makefile,
      'inner.mk': 'variable.txt:\n\tprintf %s "$$VARIABLE" > $@\n',
      'main.c': MAIN,
    };
    const flags = ['--cflags', `-std=c23 -DGIVEN=${LITERAL}`, '--build-env', `SAID=${TEXT}`];
    expect(await printed(files, [...flags, '--make-var', `VARIABLE=${TEXT}`])).toBe(`${TEXT}\n${TEXT}\n${TEXT}\n`);
  });

  it('the compiler, an option and the environment of CMake', async () => {
    const lists = [
      'cmake_minimum_required(VERSION 3.13)',
      'project(given C)',
      'file(WRITE "@{CMAKE_BINARY_DIR}/said.txt" "@ENV{SAID}")',
      'file(WRITE "@{CMAKE_BINARY_DIR}/variable.txt" "@{VARIABLE}")',
      'add_executable(given main.c)',
      'target_compile_options(given PRIVATE -std=c23 "--embed-dir=@{CMAKE_BINARY_DIR}")',
      '',
    ]
      .join('\n')
      .replaceAll('@', '$');
    const flags = ['--cflags', `-DGIVEN=${LITERAL}`, '--build-env', `SAID=${TEXT}`, '--define', `VARIABLE=${TEXT}`];
    const output = await printed({ 'CMakeLists.txt': lists, 'main.c': MAIN }, flags);
    expect(output).toBe(`${TEXT}\n${TEXT}\n${TEXT}\n`);
  });

  it('clang, with or without a container', async () => {
    const files = { 'main.c': '#include <stdio.h>\nint main(void) { puts(GIVEN); }\n' };
    expect(await printed(files, ['--cflags', `-DGIVEN=${LITERAL}`])).toBe(`${TEXT}\n`);
    expect(await printed(files, ['--cflags', `-DGIVEN=${LITERAL}`], 'embedded')).toBe(`${TEXT}\n`);
  });

  it('the linker of Go, with a tag that is set', async () => {
    const text = TEXT.replaceAll("'", '');
    const files = {
      'go.mod': 'module example.com/given\n\ngo 1.21\n',
      'main.go':
        'package main\n\nimport "os"\n\nvar given = "not given"\n\nfunc main() { os.Stdout.WriteString(given + tagged) }\n',
      'tagged.go': '//go:build tagged\n\npackage main\n\nconst tagged = " tagged"\n',
      'other.go': '//go:build !tagged\n\npackage main\n\nconst tagged = ""\n',
    };
    const cwd = await emptyFolder();
    for (const [path, content] of Object.entries(files)) await writeFile(join(cwd, path), content);
    onTestFinished(async () => void (await podman(['rmi', '--force', '--ignore', 'localhost/given:latest'])));
    const ldflags = `-X 'main.given=${text}'`;
    const flags = ['--language', 'go', '--name', 'given', '--tags', 'other,tagged', '--ldflags', ldflags];
    const { exitCode, stderr, stdout } = await createWasmOci(['containerfile', ...flags, '--json', '--yes'], { cwd });
    expect(exitCode, stderr).toBe(0);
    expect(JSON.parse(stdout).stdout).toBe(`${text} tagged`);
  });
});
