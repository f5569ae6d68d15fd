import { describe, expect, it } from 'vitest';
import { recogniseC, recogniseCpp } from '../../../generators/core/languages/c/detect/c.js';
import { filesFrom } from '../../../generators/core/languages/detect/project-files.js';
import type { Selection } from '../../../generators/core/languages/detect/recognised.js';

/** A variable of CMake. */
const v = (name: string) => `$\{${name}}`;
const MAIN = 'int main(void) { return 0; }\n';

/** What a program of sources needs: the stubs, and what is said of it. */
function needs(texts: Record<string, string>, selection: Selection = {}) {
  const recognised = (texts['main.cpp'] ? recogniseCpp : recogniseC)(filesFrom(texts), selection);
  const candidate = recognised?.preferred[0];
  const plan = candidate?.plan;
  return {
    stubs: plan?.stubs?.functions ?? [],
    headers: plan?.stubs?.headers ?? [],
    flags: plan?.flags ?? [],
    found: candidate?.found ?? [],
    advice: candidate?.advice ?? [],
  };
}

const unistd = (code: string) => needs({ 'main.c': `#include <unistd.h>\n${code}\n${MAIN}` });

describe('a function that wasi-libc lacks', () => {
  it.each<[string, string, string[]]>([
    ['is found where it is called', 'void f(int d) { fchown(d, 1, 1); }', ['fchown']],
    [
      'is found as a value',
      'int f(int d) { if (geteuid() != 0) return -chown("x", 1, 1); return 2; }',
      ['chown', 'geteuid'],
    ],
    [
      'is found in the body of a macro',
      '#define OWN(f) chown(f, 1, \\\n  1)\nint f(void) { return OWN("x"); }',
      ['chown'],
    ],
    ['is found behind a cast', 'void f(void) { (void)umask(022); (void) tzset (); }', ['tzset', 'umask']],
    ['is found as a factor', 'int f(int a) { return a * getppid(); }', ['getppid']],
    [
      'is found in both branches of what is not known',
      '#ifdef _SOMETHING\nint a(void) { return getuid(); }\n#else\nint a(void) { return getgid(); }\n#endif',
      ['getgid', 'getuid'],
    ],
    [
      'is found where wasi is asked for',
      '#ifndef __wasi__\nint a(void) { return getuid(); }\n#else\nint a(void) { return getgid(); }\n#endif',
      ['getgid'],
    ],
    [
      'is found where a macro of the name may be defined',
      '#if _SOMETHING\n#define chown(a, b, c) 0\n#endif\nint f(void) { return chown("x", 1, 1); }',
      ['chown'],
    ],
    [
      'is found where only another system has a macro of the name',
      '#if defined __MSVCRT__ || defined MINGW\n#define chown(a, b, c) 0\n#endif\nint f(void) { return chown("x", 1, 1); }',
      ['chown'],
    ],
  ])('%s', (_, code, stubs) => {
    expect(unistd(code).stubs).toEqual(stubs);
  });

  it.each([
    [
      'a comment, a literal or a character',
      '/* chown("a"); */ // fchown(1,\nchar *s = "umask(0)"; char c = \'"\'; char *t = "\\\\"; // tzset()',
    ],
    ['a comment that goes on', '// a comment \\\nchown("x", 1, 1);'],
    ['#if 0', '#if 0\nint a(void) { return getuid(); }\n#endif'],
    ['#if 0 with another inside', '#if 0\n#ifdef A\n#else\n#endif\nint a(void) { return getuid(); }\n#endif'],
    ['#else of #if 1', '#if 1\n#else\nint a(void) { return getuid(); }\n#endif'],
    ['#elif behind a branch that is taken', '#if 1\n#elif 1\nint a(void) { return getuid(); }\n#endif'],
    [
      'another system',
      '#ifdef _WIN32\nint a(void) { return getuid(); }\n#endif\n#if defined(__APPLE__) || defined (__linux__)\nint b(void) { return getuid(); }\n#endif',
    ],
    [
      'another system, and a condition that is not known',
      '#if defined(_WIN32) && _X > 1\nint a(void) { return getuid(); }\n#endif',
    ],
    ['a macro that nothing defines', '#ifdef USE_OWNERS\nint a(void) { return getuid(); }\n#endif'],
    [
      'a check of a header that is not there',
      '#if HAVE_PWD_H\n#include <pwd.h>\nint a(void) { return !getpwuid(1); }\n#endif',
    ],
    ['a macro of the file', '#define OWNERS 0\n#if OWNERS\nint a(void) { return getuid(); }\n#endif'],
    [
      'a macro that is taken back',
      '#define OWNERS 1\n#undef OWNERS\n#ifdef OWNERS\nint a(void) { return getuid(); }\n#endif',
    ],
    [
      'a definition of the project',
      'int chown(const char *path, int a, int b) { return 0; }\nint f(void) { return chown("x", 1, 1); }',
    ],
    [
      'a definition of the project before ANSI C',
      'int chown(path, a, b)\n  char *path;\n  int a, b;\n{ return 0; }\nint f() { return chown("x", 1, 1); }',
    ],
    ['a macro of the project', '#define chown(a, b, c) 0\nint f(void) { return chown("x", 1, 1); }'],
    ['a declaration', 'extern int chown(const char *, unsigned, unsigned);\nchar *getlogin(void);'],
    [
      'a member',
      'struct s { int (*umask)(int); };\nint f(struct s *s, struct s t) { return s->umask(1) + t.umask(2); }',
    ],
    ['a pointer to a function', 'int f(int (*umask)(int)) { return umask(1); }'],
    ['a longer name', 'int my_chown(int); int f(void) { return my_chown(1); }'],
  ])('is not found in %s', (_, code) => {
    expect(unistd(code)).toMatchObject({ stubs: [], advice: [] });
  });

  it('for the name of a temporary file is a stub, by either name', () => {
    const code = 'char *f(void) { return tempnam("/tmp", "x"); }\nchar *g(void) { return tmpnam(0); }\n';
    expect(needs({ 'main.c': `#include <stdio.h>\n${code}${MAIN}` }).stubs).toEqual(['tempnam', 'tmpnam']);
  });

  it('is not found where its header is not included', () => {
    expect(needs({ 'main.c': `int f(void) { return error("x") + kill(1); }\n${MAIN}` }).stubs).toEqual([]);
  });

  it('is not found in a file that is not compiled into the program', () => {
    const call = '#include <unistd.h>\nint f(void) { return getuid(); }\n';
    expect(
      needs({
        'main.c': MAIN,
        'tests/t.c': call,
        'vendor/x.c': call,
        'ltests.c': call,
        Makefile: 'tool: main.o\n\t$(CC) -o $@ $^\n',
      }).stubs,
    ).toEqual([]);
    expect(
      needs({ 'main.c': MAIN, 'own.c': call, Makefile: 'O = main.o own.o\ntool: $(O)\n\t$(CC) -o $@ $(O)\n' }).stubs,
    ).toEqual(['getuid']);
  });

  it.each<[string, Record<string, string>]>([
    ['named in a recipe', { Makefile: 'S = main.c own.c\nall:\n\t$(CC) -o tool $(S)\n' }],
    ['of objects in a folder of their own', { Makefile: 'tool: build/main.o build/own.o\n\t$(CC) -o $@ $^\n' }],
    ['of a library', { Makefile: 'tool: main.o libown.a\n\t$(CC) -o $@ $^\nlibown.a: own.o\n\t$(AR) rc $@ $^\n' }],
    [
      'of a library that is linked by a recipe',
      { Makefile: 'all: libown.a\n\t$(CC) -o tool main.c libown.a\nlibown.a: own.o\n\t$(AR) rc $@ $^\n' },
    ],
    [
      'of a library that another make builds, where all count',
      { Makefile: 'tool: main.o lib/lib.a\n\t$(CC) -o $@ $^\nlib/lib.a:\n\t$(MAKE) -C lib\n' },
    ],
    ['of a CMake target', { 'CMakeLists.txt': `set(S main.c own.c)\nadd_executable(tool ${v('S')})\n` }],
    [
      'of a CMake library',
      {
        'CMakeLists.txt':
          'add_library(own own.c)\nadd_executable(tool main.c)\ntarget_link_libraries(tool PRIVATE own)\n',
      },
    ],
    [
      'of a pattern of CMake, which means all',
      { 'CMakeLists.txt': `file(GLOB S "*.c")\nadd_executable(tool ${v('S')})\n` },
    ],
    [
      'below a folder that CMake names',
      {
        'CMakeLists.txt': `add_executable(tool ${v('CMAKE_CURRENT_SOURCE_DIR')}/main.c ${v('PROJECT_SOURCE_DIR')}/own.c)\n`,
      },
    ],
  ])('is found in a source %s', (_, build) => {
    const own = '#include "own.h"\nint own(void) { return owner(); }\n';
    const header = '#include <unistd.h>\nstatic inline int owner(void) { return getuid(); }\n';
    const other = '#include <unistd.h>\nint other(void) { return getgid(); }\n';
    const texts = { 'main.c': MAIN, 'own.c': own, 'own.h': header, 'other.c': other, ...build };
    const all = /GLOB|\$\(MAKE/.test(JSON.stringify(build));
    expect(needs(texts).stubs).toEqual(all ? ['getgid', 'getuid'] : ['getuid']);
  });

  it('is found where a build file may define its condition', () => {
    const main = `#include <unistd.h>\n#ifdef OWNERS\nint f(void) { return getuid(); }\n#endif\n${MAIN}`;
    expect(needs({ 'main.c': main, Makefile: 'CFLAGS = -DOWNERS\ntool: main.o\n\t$(CC) -o $@ $^\n' }).stubs).toEqual([
      'getuid',
    ]);
    expect(needs({ 'main.c': main }, { cflags: '-DOWNERS=1' }).stubs).toEqual(['getuid']);
    expect(needs({ 'main.c': main }).stubs).toEqual([]);
  });
});

describe('stubs', () => {
  it('are shown with what they do, and how they are omitted', () => {
    const { found } = unistd('int f(void) { return getuid() + chown("x", 1, 1) + umask(0); }');
    expect(found).toEqual([
      'stubs, for wasi-libc does not have them: chown (fails with ENOSYS), getuid (returns 0), umask (returns 022); --stubs none omits them',
    ]);
  });

  it('have the headers that wasi-libc lacks', () => {
    const main = `#include <pwd.h>\n#include <sys/syslog.h>\nint f(void) { return !getpwnam("x"); }\n${MAIN}`;
    expect(needs({ 'main.c': main })).toMatchObject({
      stubs: ['getpwnam'],
      headers: ['pwd.h', 'sys/syslog.h', 'syslog.h'],
    });
  });

  it('are those that --stubs names, or none', () => {
    const main = { 'main.c': `#include <unistd.h>\nint f(void) { return getuid(); }\n${MAIN}` };
    expect(needs(main, { stubs: 'chown, getgid' }).stubs).toEqual(['chown', 'getgid']);
    const { stubs, advice } = needs(main, { stubs: 'none' });
    expect(stubs).toEqual([]);
    expect(advice).toEqual([
      'wasi-libc does not have getuid() at main.c:2: the build stops there. --stubs getuid defines them.',
    ]);
  });

  it.each([
    ['fork', '--stubs: fork has none: WASI preview 1 starts no process.'],
    ['setjmp', /^--stubs: setjmp has none: it needs WebAssembly's exception handling/],
    ['frobnicate', '--stubs: frobnicate is not a function that has a stub.'],
  ])('are refused for %s', (name, message) => {
    const call = { 'main.c': `#include <unistd.h>\nint f(void) { return fork(); }\n${MAIN}` };
    expect(() => needs(call, { stubs: name })).toThrow(message);
  });

  it('are not predicted out of the header that an earlier run wrote', () => {
    const stub = 'int chown(const char *p, int a, int b) { return -1; }\n';
    const texts = { 'main.c': `#include <unistd.h>\nint f(void) { return chown("x", 1, 1); }\n${MAIN}` };
    expect(needs({ ...texts, 'wasi-stubs/stubs.h': stub }).stubs).toEqual(['chown']);
  });
});

describe('what WASI cannot do', () => {
  it.each([
    [
      '#include <setjmp.h>\nint f(jmp_buf b) { return setjmp(b); }',
      'main.c:2, main.c:1 uses setjmp.h (setjmp(), <setjmp.h>): it needs',
    ],
    [
      '#include <unistd.h>\nint f(void) { return fork() + execlp("x", "x", 0); }',
      'main.c:2 uses other processes (fork(), execlp()): WASI preview 1 starts no process. The build stops there',
    ],
    [
      '#include <termios.h>\nint f(struct termios *t) { return tcgetattr(0, t); }',
      'main.c:2, main.c:1 uses settings of a terminal (tcgetattr(), <termios.h>)',
    ],
    ['#include <sys/socket.h>\nint f(void) { return socket(1, 2, 3); }', 'main.c:2 uses sockets (socket())'],
    [
      '#include <pthread.h>\nint f(void) { return pthread_create(0, 0, 0, 0); }',
      'main.c:2 uses threads (pthread_create())',
    ],
  ])('is named with place and reason: %s', (code, sentence) => {
    const { advice, stubs } = needs({ 'main.c': `${code}\n${MAIN}` });
    expect(advice).toEqual([expect.stringContaining(sentence)]);
    expect(stubs).toEqual([]);
  });

  it('is not named for another system, nor for a name of C++ that is not the function', () => {
    expect(
      needs({ 'main.c': `#ifdef _WIN32\n#else\n#ifndef __wasi__\n#include <termios.h>\n#endif\n#endif\n${MAIN}` })
        .advice,
    ).toEqual([]);
    const method = 'struct Job { void wait(); };\nvoid Job::wait() {}\nvoid f(Job &j) { j.wait(); }\n';
    expect(needs({ 'main.cpp': `#include <sys/wait.h>\n${method}int main() {}\n` }).advice).toEqual([]);
  });
});

describe('what wasi-libc has, in a header that is not included for WASI', () => {
  it.each<[string, string, string[]]>([
    [
      'behind another system',
      '#ifdef unix\n#include <unistd.h>\n#endif\nint f(int a, char **v) { return getopt(a, v, "x"); }',
      ['getopt'],
    ],
    ['nowhere', '#include <stdio.h>\nint f(void) { return isatty(1); }', ['isatty']],
    [
      'behind a macro that nothing defines',
      '#ifdef UTIME_H\n#include <utime.h>\n#endif\nint f(void) { return utime("x", 0); }',
      ['utime'],
    ],
  ])('is declared by a stub: %s', (_, code, stubs) => {
    expect(needs({ 'main.c': `${code}\n${MAIN}` }).stubs).toEqual(stubs);
  });

  it.each([
    ['its header is included', '#include <utime.h>\nint f(void) { return utime("x", 0); }'],
    [
      'its header may be included',
      '#ifdef HAVE_UNISTD_H\n#include <unistd.h>\n#endif\nint f(void) { return isatty(1); }',
    ],
    [
      'the project defines it',
      'int getopt(int a, char **v, char *o) { return -1; }\nint f(void) { return getopt(0, 0, 0); }',
    ],
    ['it is a member', 'struct s { int (*close)(int); };\nint f(struct s *s) { return s->close(1); }'],
  ])('is not declared again where %s', (_, code) => {
    const config = { 'config.h.in': '#undef HAVE_UNISTD_H\n' };
    expect(needs({ 'main.c': `${code}\n${MAIN}`, ...config }).stubs).toEqual([]);
  });
});

describe('translations', () => {
  const code = '#include <libintl.h>\n#define _(text) gettext(text)\nchar *f(void) { return _("x"); }\n';

  it('are the texts themselves: a stub of libintl.h', () => {
    const found = needs({ 'main.c': `${code}${MAIN}` });
    expect(found).toMatchObject({ stubs: ['gettext'], headers: ['libintl.h'] });
    expect(found.found.join()).toContain('gettext (gives the text untranslated)');
  });

  it('are configured away, unless the source includes the header in any case', () => {
    const configured = (text: string) =>
      needs({
        'main.c': `${text}${MAIN}`,
        'configure.ac': 'AC_PROG_CC\n',
        'Makefile.am': 'bin_PROGRAMS = app\napp_SOURCES = main.c\n',
      });
    expect(configured(`#if ENABLE_NLS\n${code}#endif\n`)).toMatchObject({ stubs: [], headers: [] });
    expect(configured(code)).toMatchObject({ stubs: ['gettext'], headers: ['libintl.h'] });
    const guarded = `#ifndef MAIN_H\n/* Once. */\n#define MAIN_H\n${code}#endif\n`;
    expect(configured(guarded)).toMatchObject({ stubs: ['gettext'], headers: ['libintl.h'] });
  });
});

describe('a macro of glibc', () => {
  it('is defined where a header of the project uses it, as sys/cdefs.h is', () => {
    const texts = { 'own.h': '__BEGIN_DECLS\nint f __P((void));\n__END_DECLS\n' };
    expect(needs({ 'main.c': `#include "own.h"\n${MAIN}`, ...texts }).stubs).toEqual([
      '__BEGIN_DECLS',
      '__END_DECLS',
      '__P',
    ]);
    expect(needs({ 'main.c': `#include <sys/cdefs.h>\n${MAIN}` }).headers).toEqual(['sys/cdefs.h']);
  });

  it("is the project's own where it may define it", () => {
    const own = '#ifndef __THROW\n#define __THROW\n#endif\nint f(void) __THROW;\n';
    expect(needs({ 'main.c': `${own}${MAIN}` }).stubs).toEqual([]);
  });
});

describe("gnulib's functions", () => {
  const gnulib = (path: string, text: string) =>
    needs({
      'main.c': MAIN,
      [path]: text,
      'configure.ac': 'AC_PROG_CC\n',
      'Makefile.am': `bin_PROGRAMS = app\napp_SOURCES = main.c ${path}\n`,
    });

  it('are seen behind the names that it gives them', () => {
    expect(
      gnulib(
        'dup.c',
        '#include <unistd.h>\n#if 0\n#else\n# define dup_nothrow dup\n#endif\nint rpl_dup(int f) { return dup_nothrow(f); }\n',
      ).stubs,
    ).toEqual(['dup']);
  });

  it('have an F_DUPFD, which its fcntl.c compares with', () => {
    const text = 'int rpl_fcntl(int f, int action) { switch (action) { case F_DUPFD: return 1; } return 0; }\n';
    expect(gnulib('fcntl.c', text).flags).toContain('-DF_DUPFD=0');
    expect(gnulib('other.c', text).flags).toEqual([]);
    expect(needs({ 'main.c': MAIN, 'fcntl.c': text }).flags).toEqual([]);
  });
});
