import { describe, expect, it } from 'vitest';
import { c } from '../../../generators/core/languages/c/language.js';
import { cpp } from '../../../generators/core/languages/cpp/language.js';
import { causeIn } from '../../support/failed-build.js';

const undeclared = (name: string) => `main.c:9:3: error: call to undeclared function '${name}'; ISO C99 and later\n`;
const read = (output: string, text: string, plan: object = {}, more: Record<string, string> = {}) =>
  causeIn(c, output, { 'main.c': text, ...more }, { plan: { kind: 'make', ...plan } as never });
const line = (flags: string, text: string) => `create-wasm-oci containerfile . ${flags}   ${text}`;

describe('a function that wasi-libc has, in a header that is not included', () => {
  it('is declared by a stub, where there is one', async () => {
    const found = await read(undeclared('utime'), '#ifdef UTIME_H\n#include <utime.h>\n#endif\n', {
      stubs: { functions: ['chown'], headers: [] },
    });
    expect(found).toEqual({
      id: 'not-included',
      message:
        'main.c:9 calls utime, which wasi-libc has in utime.h. main.c:2 includes it only where UTIME_H is defined.',
      fix: [line('--stubs chown,utime', 'declares it')],
    });
  });

  it.each([
    ['', "--cflags '-include string.h'", 'main.c does not include it'],
    ['#include <string.h>\n', '--cflags -D_GNU_SOURCE', 'It takes _GNU_SOURCE to declare it'],
    ['#ifndef MAIN_H\n#include <string.h>\n#endif\n', '--cflags -D_GNU_SOURCE', 'It takes _GNU_SOURCE to declare it'],
    [
      '#if defined(__linux__)\n# include <string.h>\n#endif\n',
      "--cflags '-include string.h'",
      'main.c:2 includes it for other systems only',
    ],
    [
      '#ifdef unix\n#include <string.h>\n#endif\n',
      "--cflags '-include string.h'",
      'main.c:2 includes it for other systems only',
    ],
    [
      '#if HAVE_STRINGS\n#include <string.h>\n#endif\n',
      '--cflags -DHAVE_STRINGS',
      'main.c:2 includes it only where HAVE_STRINGS is defined',
    ],
  ])('is included by a flag: %j', async (text, flags, where) => {
    expect(await read(undeclared('strcasestr'), text)).toMatchObject({
      message: `main.c:9 calls strcasestr, which wasi-libc has in string.h. ${where}.`,
      fix: [line(flags, 'includes it')],
    });
  });

  it('keeps the flags that the build has', async () => {
    const found = await read(undeclared('strcasestr'), '', { cflags: ['-DNAME="a b"', '-O2'] });
    expect(found?.fix).toEqual([line(`--cflags '"-DNAME=\\"a b\\"" -O2 -include string.h'`, 'includes it')]);
    const single = await read(undeclared('strcasestr'), '', { cflags: ["-DQUOTE='x'"] });
    expect(single?.fix).toEqual([line(`--cflags '"-DQUOTE='\\''x'\\''" -include string.h'`, 'includes it')]);
  });

  it('is none of those that wasi-libc lacks, and none of the project', async () => {
    expect((await read(undeclared('chown'), ''))?.id).toBe('libc-function');
    expect((await read(undeclared('my_own'), ''))?.id).toBe('source');
  });
});

describe('a macro', () => {
  it('of glibc is defined by a stub, with the one that belongs to it', async () => {
    const found = await read("utf8.h:30:1: error: unknown type name '__BEGIN_DECLS'\n", '');
    expect(found).toMatchObject({
      id: 'libc-macro',
      message: 'utf8.h:30 uses __BEGIN_DECLS, a macro of glibc and the BSDs that wasi-libc does not have.',
    });
    expect(found?.fix[0]).toContain('--stubs __BEGIN_DECLS,__END_DECLS');
  });

  it("that the project's build files define is theirs, where only the sources are compiled", async () => {
    const output = "main.c:98:20: error: use of undeclared identifier 'PROGVERSION'\n";
    const more = { 'Makefile.in': 'main.o: main.c\n\t$(CC) -DPROGVERSION=\\"$(version)\\" -c main.c\n' };
    const found = await read(output, '', { kind: 'sources' }, more);
    expect(found?.message).toBe(
      'main.c:98 uses PROGVERSION, which Makefile.in:2 defines for the compiler, and the sources are compiled without it.',
    );
    expect(found?.fix[0]).toBe(
      line(`--cflags '"-DPROGVERSION=\\"unknown\\""'`, 'defines it; give it the value that it has there'),
    );
  });

  it('that nothing defines has a line to copy, without the full stop of a sentence', async () => {
    const found = await read("main.c:98:20: error: use of undeclared identifier 'FOO_BAR'\n", '');
    expect(found?.fix[1]).toBe(line('--cflags -DFOO_BAR=0', 'defines it, where its value does not matter'));
  });
});

describe('what WASI cannot do', () => {
  it('is named with what the sources use besides, the graver one', async () => {
    const termios = "tty.c:1:10: fatal error: 'termios.h' file not found\n";
    const texts = {
      'tty.c': '#include <termios.h>\n',
      'run.c': '#include <spawn.h>\nvoid f(void) { posix_spawn(0, 0, 0, 0, 0, 0); }\n',
    };
    const found = await causeIn(c, termios, texts, { plan: { kind: 'cmake' } });
    expect(found?.message).toBe(
      'tty.c:1 includes termios.h, which wasi-libc does not have: WASI preview 1 knows whether a stream is a terminal, and no more. run.c:2 uses other processes (posix_spawn()), too: WASI preview 1 starts no process.',
    );
    expect((await causeIn(c, termios, { 'tty.c': '' }, { plan: { kind: 'cmake' } }))?.message).not.toContain('too');
  });
});

describe('exceptions of C++', () => {
  it.each([
    ["decoder.cc:76:5: error: cannot use 'throw' with exceptions disabled\n", 'decoder.cc:76 uses'],
    ['wasm-ld: error: lto.tmp: undefined symbol: __cxa_allocate_exception\n', 'The program uses'],
  ])('%s is no error of the source', async (output, subject) => {
    const plan = { kind: 'sources', stubs: { functions: ['fchown'], headers: [] } } as never;
    const found = await causeIn(cpp, output, {}, { plan });
    expect(found).toMatchObject({
      id: 'cpp-exceptions',
      message: `${subject} exceptions, which WASI's C++ library does not have: they need WebAssembly's exception handling, which WasmEdge under crun does not enable.`,
    });
    expect(found?.fix[0]).toMatch(/^create-wasm-oci containerfile \. --stubs fchown,__cxa_throw {3}builds it so that/);
  });
});
