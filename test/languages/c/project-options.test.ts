import { describe, expect, it } from 'vitest';
import { c } from '../../../generators/core/languages/c/language.js';
import { causeIn } from '../../support/failed-build.js';

/** A variable of CMake. */
const v = (name: string) => `$\{${name}}`;
const CMAKE_THREADS =
  'CMake Error at /usr/share/cmake-3.31/Modules/FindPackageHandleStandardArgs.cmake:233 (message):\n  Could NOT find Threads (missing: Threads_FOUND)\n\n\n';
const cmakeLibrary = (name: string) =>
  `CMake Error at CMakeLists.txt:4 (message):\n  Could NOT find ${name} (missing: ${name}_LIBRARY)\n\n\n`;
const header = (name: string) => `main.c:3:10: fatal error: '${name}' file not found\n`;
const first = async (
  output: string,
  texts: Record<string, string>,
  plan: { kind: string; [key: string]: unknown },
): Promise<string | undefined> => (await causeIn(c, output, texts, { plan: plan as never }))?.fix[0];
const line = (flags: string, what: string) => `create-wasm-oci containerfile . ${flags}   builds without ${what}`;

describe("the project's own option", () => {
  it.each<[string, string, string, string, string]>([
    ['option(WITH_ZLIB "compress" ON)', cmakeLibrary('ZLIB'), '--define WITH_ZLIB=OFF', 'ZLIB', 'an option'],
    ['option(NO_ZLIB "do not" OFF)', cmakeLibrary('ZLIB'), '--define NO_ZLIB=ON', 'ZLIB', 'a negative option'],
    [
      'include(CMakeDependentOption)\ncmake_dependent_option(APP_USE_THREADS "" ON "UNIX" OFF)',
      CMAKE_THREADS,
      '--define APP_USE_THREADS=OFF',
      'Threads',
      'a dependent option',
    ],
    [
      `set(METHODS yes no posix)\nset(APP_THREADS yes CACHE STRING "how")\nset_property(CACHE APP_THREADS PROPERTY STRINGS "${v('METHODS')}")`,
      CMAKE_THREADS,
      '--define APP_THREADS=no',
      'Threads',
      'a cached variable, by the value of its list that says no',
    ],
    ['set(CURL_ON TRUE CACHE BOOL "")', cmakeLibrary('CURL'), '--define CURL_ON=OFF', 'CURL', 'a cached yes or no'],
  ])('of CMakeLists.txt is named: %s', async (text, output, flags, what) => {
    expect(await first(output, { 'CMakeLists.txt': text }, { kind: 'cmake' })).toBe(line(flags, what));
  });

  it('of CMakeLists.txt keeps those that the build has, and is not named twice', async () => {
    const texts = { 'CMakeLists.txt': 'option(WITH_ZLIB "" ON)\noption(WITH_THREADS "" ON)' };
    const define = [{ name: 'WITH_ZLIB', value: 'OFF' }];
    expect(await first(CMAKE_THREADS, texts, { kind: 'cmake', define })).toBe(
      line('--define WITH_ZLIB=OFF --define WITH_THREADS=OFF', 'Threads'),
    );
    expect(await first(cmakeLibrary('ZLIB'), texts, { kind: 'cmake', define })).toContain('Look for an option');
  });

  it('of another name is not taken, nor one that a comment has', async () => {
    const texts = { 'CMakeLists.txt': '# option(WITH_THREADS "" ON)\noption(WITH_ZSTD "" ON)\noption(BAZ_Z_ORDER "")' };
    expect(await first(CMAKE_THREADS, texts, { kind: 'cmake' })).toContain('Look for an option');
    expect(
      await first(cmakeLibrary('ZLIB'), { ...texts, 'CMakeLists.txt': 'option(AZ "")' }, { kind: 'cmake' }),
    ).toContain('Look for an option');
  });

  it.each([
    ['WITH_ZLIB = 1\nifdef WITH_ZLIB\nLIBS += -lz\nendif\n', '--make-var WITH_ZLIB='],
    ['HAVE_ZLIB ?= yes\nifeq ($(HAVE_ZLIB),yes)\nendif\n', '--make-var HAVE_ZLIB=no'],
    ['ZLIB := 1\nifneq ($(ZLIB), 0)\nendif\n', '--make-var ZLIB='],
    ['ifndef NO_ZLIB\nLIBS += -lz\nendif\n', '--make-var NO_ZLIB=1'],
    ['ifneq ($(NO_ZLIB),yes)\nLIBS += -lz\nendif\n', '--make-var NO_ZLIB=yes'],
  ])('of a Makefile is named: %s', async (makefile, flags) => {
    expect(await first(header('zlib.h'), { Makefile: makefile }, { kind: 'make' })).toBe(line(flags, 'zlib.h'));
  });

  it('of a Makefile that nothing sets is none', async () => {
    const makefile = 'ifdef WITH_ZLIB\nLIBS += -lz\nendif\n';
    expect(await first(header('zlib.h'), { Makefile: makefile }, { kind: 'make' })).toContain('Add the library');
  });

  it('of configure is named, by configure.ac and by its own help', async () => {
    const output = 'checking for foo.h... no\nconfigure: error: libfoo headers not found\n';
    const named = line("--configure-flags '--disable-x --without-foo'", 'libfoo');
    const plan = { kind: 'autotools', configureFlags: ['--disable-x'] };
    expect(await first(output, { 'configure.ac': 'AC_ARG_WITH([foo], [])\n' }, plan)).toBe(named);
    expect(await first(output, { configure: '  --without-foo   do not use foo\n' }, plan)).toBe(named);
    expect(await first(output, { configure: '  --with-bar\n  --with-libfoo-prefix[=DIR]\n' }, plan)).toContain(
      'Look in ./configure --help',
    );
  });

  it('of meson_options.txt is named, by its type', async () => {
    const output = 'meson.build:5:0: ERROR: Dependency "zlib" not found, tried pkgconfig and cmake\n';
    const texts = (option: string) => ({ 'meson_options.txt': option });
    expect(await first(output, texts("option('zlib', type : 'feature', value : 'auto')"), { kind: 'meson' })).toBe(
      line('--define zlib=disabled', 'zlib'),
    );
    expect(await first(output, texts("option('use-zlib', type: 'boolean')"), { kind: 'meson' })).toBe(
      line('--define use-zlib=false', 'zlib'),
    );
  });

  it('is looked for in no time, also in a Makefile that is written to take long', async () => {
    // 200 blanks took 13 seconds.
    const texts = { Makefile: `ifeq ($(A)${' '.repeat(200)})x\nendif\n` };
    expect(await first(header('zlib.h'), texts, { kind: 'make' })).toContain('Add the library that has zlib.h');
  });

  it('for what WASI cannot do is named, besides the reason', async () => {
    const output = "main.c:3:3: error: call to undeclared function 'pthread_create'; ISO C99\n";
    const found = await causeIn(
      c,
      output,
      { Makefile: 'THREADS = 1\nifdef THREADS\nendif\n' },
      { plan: { kind: 'make' } },
    );
    expect(found?.message).toBe(
      'main.c:3 calls pthread_create, which wasi-libc does not have: a module of WASI preview 1 has one thread.',
    );
    expect(found?.fix[0]).toBe(line('--make-var THREADS=', 'threads'));
  });
});
