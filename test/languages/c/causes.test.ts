import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { c } from '../../../generators/core/languages/c/language.js';
import { cpp } from '../../../generators/core/languages/cpp/language.js';
import { causeIn } from '../../support/failed-build.js';
import { fixtures } from '../../support/fixtures.js';

/** What clang 19, wasm-ld and CMake 3.31 of the wasi-sdk image printed of small programs, each after `=== NAME`. */
const captured = new Map(
  readFileSync(join(fixtures, 'failed-builds/c.txt'), 'utf8')
    .split(/^=== /m)
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]),
);

const plan = { kind: 'make' };
/** A header that the compiler does not look for, and one that a configuration makes. */
const files = { 'include/lib.h': '', 'config.h.in': '' };
const cause = (name: string) =>
  causeIn(name.endsWith('.cpp') ? cpp : c, captured.get(name) ?? expect.unreachable(name), files, { plan });

describe('a failed build of C', () => {
  it.each([
    ['chown.c', 'libc-function', 'chown.c:3 calls chown, which wasi-libc does not have.'],
    ['tzset.c', 'libc-function', 'The program calls tzset, which wasi-libc does not have.'],
    [
      'fork.c',
      'libc-function',
      'fork.c:2 calls fork, which wasi-libc does not have: WASI preview 1 starts no process.',
    ],
    ['pwd.c', 'libc-header', 'pwd.c:2 includes pwd.h, which wasi-libc does not have.'],
    [
      'viah.c',
      'libc-header',
      'inc.h:1 includes termios.h, which wasi-libc does not have: WASI preview 1 knows whether a stream is a terminal, and no more.',
    ],
    ['ident.c', 'libc-constant', 'ident.c:2 uses F_WRLCK, which neither the project nor wasi-libc defines.'],
    [
      'setjmp.c',
      'setjmp',
      "setjmp.c:1 includes setjmp.h. It needs WebAssembly's exception handling, which WasmEdge under crun does not enable.",
    ],
    ['signal.c', 'emulated', 'signal.c:1 includes a header that wasi-libc only emulates (wasi-emulated-signal).'],
    ['sigact.c', 'emulated', 'sigact.c:1 includes a header that wasi-libc only emulates (wasi-emulated-signal).'],
    ['mmap.c', 'emulated', 'mmap.c:1 includes a header that wasi-libc only emulates (wasi-emulated-mman).'],
    ['time.c', 'emulated', 'time.c:1 includes a header that wasi-libc only emulates (wasi-emulated-process-clocks).'],
    ['clockc.c', 'emulated', 'The program calls clock, which wasi-libc only emulates (wasi-emulated-process-clocks).'],
    [
      'config.c',
      'not-configured',
      "config.c:1 includes config.h, which the project's own configuration makes of config.h.in.",
    ],
    ['own.c', 'no-file', 'own.c:1 includes lib.h, which is at include/lib.h, where the compiler does not look.'],
    ['zlib.c', 'no-file', 'zlib.c:1 includes zlib.h, which is neither in the build context nor in wasi-libc.'],
    ['undef.c', 'not-defined', 'Nothing that was linked defines deflate.'],
    ['library', 'no-library', 'The project needs the library z, which the builder image does not have for WASI.'],
    [
      'cmake-library',
      'no-library',
      'The project needs the library ZLIB, which the builder image does not have for WASI.',
    ],
    [
      'cmake-package',
      'no-library',
      'The project needs the library fmt, which the builder image does not have for WASI.',
    ],
    ['cmake-source', 'no-file', 'CMakeLists.txt:3 names nothere.c, which is not in the build context.'],
    ['cmake-message', 'source-refuses', 'CMakeLists.txt:3 refuses to be built: No threads here'],
    ['error.c', 'source-refuses', 'error.c:2 refuses to be built: "Unsupported platform".'],
    [
      'cmake-version',
      'old-compiler',
      'The CMake of the builder image is too old (3.31.6). CMakeLists.txt asks for CMake 9.9 or later.',
    ],
    ['flag', 'flag', 'The build gives clang -march=, which it does not take for WebAssembly.'],
    ['asm.c', 'other-processor', "asm.c:1 is for another processor: invalid output constraint '=a' in asm."],
    [
      'simd.c',
      'other-processor',
      'simd.c:1 is for another processor: "This header is only meant to be used on x86 and x64 architecture".',
    ],
    [
      'thread.cpp',
      'threads',
      "thread.cpp:2 uses threads, which a module of WASI preview 1 does not have: no member named 'thread' in namespace 'std'.",
    ],
    [
      'typo.c',
      'source',
      "The compiler found an error in the source (typo.c:2: use of undeclared identifier 'foo'; did you mean 'for'?).",
    ],
  ])('%s is explained (%s)', async (name, id, message) => {
    expect(await cause(name)).toMatchObject({ id, message });
  });

  it('names the line that has wasi-libc emulate signals', async () => {
    expect((await cause('signal.c'))?.fix).toEqual([
      'create-wasm-oci containerfile . --cflags=-D_WASI_EMULATED_SIGNAL --ldflags=-lwasi-emulated-signal   emulates it',
    ]);
  });

  it('names all functions that are missing at once', async () => {
    const output = ['chown', 'geteuid', 'own'].map(
      (name, line) => `main.c:${line + 1}:3: error: call to undeclared function '${name}'; ISO C99\n`,
    );
    const found = await causeIn(
      c,
      output.join(''),
      {},
      { plan: { ...plan, stubs: { functions: ['tzset'], headers: [] } } as never },
    );
    expect(found?.message).toBe('main.c:1 calls chown and geteuid, which wasi-libc does not have.');
    // What the builder stage defines already stays.
    expect(found?.fix[0]).toBe(
      'create-wasm-oci containerfile . --stubs tzset,chown,geteuid   defines what the program may do without',
    );
    expect((await cause('fork.c'))?.fix.join()).not.toContain('--stubs');
  });

  it("names the functions that the project's other sources call, too: they would stop the build one after the other", async () => {
    const output = "lib/dup.c:2:3: error: call to undeclared function 'dup'; ISO C99\n";
    const texts = {
      'lib/dup.c': '#include <unistd.h>\nint own_dup(int f) { return dup(f); }\n',
      'lib/dup2.c':
        '#include <unistd.h>\n# define dup2_nothrow dup2\nint own_dup2(int f) { return dup2_nothrow(f, 1); }\n',
      'main.c': 'int main(void) { return 0; }\n',
    };
    expect((await causeIn(c, output, texts, { plan }))?.fix[0]).toContain('--stubs dup,dup2 ');
  });

  it('says that the source needs a fix, for a constant that the project defines itself', async () => {
    const output = "main.c:2:11: error: use of undeclared identifier 'MAX_LINES'\n";
    expect((await causeIn(c, output, { 'lines.h': '#define MAX_LINES 3\n' }, { plan }))?.id).toBe('source');
  });

  it('does not take a library that CMake can do without for the cause', async () => {
    const output =
      '-- Could NOT find ZLIB (missing: ZLIB_LIBRARY)\n-- Configuring done\nmain.c:2:10: error: expected expression\n';
    expect((await causeIn(c, output, {}, { plan }))?.id).toBe('source');
  });

  it('names a module without main, a missing program, and what make has no rule for', async () => {
    const linker = 'wasm-ld: error: /usr/lib/wasm32-wasi/libc.a(__main_void.o): undefined symbol: main\n';
    expect((await causeIn(c, linker, {}, { plan }))?.id).toBe('no-main');
    const shell = '/bin/sh: 1: bison: not found\nmake: *** [Makefile:2: all] Error 127\n';
    expect((await causeIn(c, shell, {}, { plan }))?.message).toBe(
      'The build runs bison, which the builder image does not have.',
    );
    const make = "make: *** No rule to make target 'y.c', needed by 'x.o'.  Stop.\n";
    expect((await causeIn(c, make, {}, { plan }))?.message).toBe(
      'The Makefile has no rule for y.c, which x.o needs, and there is no such file in the build context.',
    );
    const copy = "cp: cannot stat 'bin/lines': No such file or directory\n";
    expect((await causeIn(c, copy, {}, { plan }))?.message).toBe('The build ended well, and did not write bin/lines.');
  });

  it('shows a line in which the name of a folder is one word to the shell', async () => {
    const output = "main.c:1:10: fatal error: 'lib.h' file not found\n";
    const found = await causeIn(c, output, { "a'; id; '/lib.h": '' }, { plan });
    expect(found?.fix[0]).toContain(`--cflags '"-Ia'\\''; id; '\\''"'`);
  });

  it('does not take a program that configure only looked for for the cause', async () => {
    const tried = `./configure: line 12: gfortran: command not found\n${'checking\n'.repeat(30)}configure: error: no gmp.h\n`;
    expect((await causeIn(c, tried, {}, { plan }))?.message).toBe(
      "The project's configure needs a library, which the builder image does not have for WASI: no gmp.h.",
    );
  });
});
