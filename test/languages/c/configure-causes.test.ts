import { describe, expect, it } from 'vitest';
import { c } from '../../../generators/core/languages/c/language.js';
import { causeIn } from '../../support/failed-build.js';

const plan = { kind: 'autotools' };
const cause = (output: string, files: Record<string, string> = {}, more = {}) =>
  causeIn(c, output, files, { plan: { ...plan, ...more } });

// In the wording of autoconf 2.69 to 2.72, autoreconf, Meson 1.7 and make. The outputs of jq, bc, F_DUPFD and strcasecmp are
// from real builds; the others are written after the texts of these programs.
describe('a failed configure', () => {
  it.each([
    [
      "checking host system type... Invalid configuration `wasm32-wasi': machine `wasm32' not recognized\nconfigure: error: /bin/bash build-aux/config.sub wasm32-wasi failed\n",
      'old-config-sub',
      "The project's build-aux/config.sub does not know WebAssembly: it is older than 2019.",
    ],
    [
      "configure: error: in `/src':\nconfigure: error: C compiler cannot create executables\nSee `config.log' for more details\n",
      'compiler-fails',
      "The project's configure cannot compile an empty program.",
    ],
    [
      "checking whether we are cross compiling... configure: error: in `/src':\nconfigure: error: cannot run C compiled programs.\nIf you meant to cross compile, use `--host'.\n",
      'runs-test',
      "The project's configure runs a program that it compiled (checking whether we are cross compiling), and WebAssembly does not run in the build.",
    ],
    [
      "configure: error: in '/src':\nconfigure: error: cannot run test program while cross compiling\nSee 'config.log' for more details\nchecking whether strcasecmp works... \n",
      'runs-test',
      "The project's configure runs a program that it compiled (checking whether strcasecmp works), and WebAssembly does not run in the build.",
    ],
    [
      'configure: error: Package requirements (glib-2.0 >= 2.44 libxml-2.0) were not met:\n\nNo package found\n',
      'no-library',
      "The project's configure needs glib-2.0 and libxml-2.0, which the builder image does not have for WASI.",
    ],
    [
      "checking for zlib >= 1.2... no\nconfigure: error: in `/src':\nconfigure: error: The pkg-config script could not be found or is too old.  Make sure it\nis in your PATH\n",
      'no-library',
      "The project's configure needs zlib, which the builder image does not have for WASI.",
    ],
    [
      'configure: error: libpcap not found; install its headers\n',
      'no-library',
      "The project's configure needs a library, which the builder image does not have for WASI: libpcap not found; install its headers.",
    ],
    [
      "configure: error: unrecognized option: `--bar'\nTry `./configure --help' for more information\n",
      'flag',
      "The project's configure does not take --bar.",
    ],
    [
      'configure: error: this system is not supported\n',
      'source-refuses',
      "The project's configure stops: this system is not supported.",
    ],
    [
      'configure.ac:12: error: possibly undefined macro: AC_PROG_LIBTOOL\n      If this token and others are legitimate, please use m4_pattern_allow.\nautoreconf: error: /usr/bin/autoconf failed with exit status: 1\n',
      'no-program',
      'configure.ac:12 uses AC_PROG_LIBTOOL, which no file of the builder image defines.',
    ],
    [
      './configure: 4521: PKG_CHECK_MODULES(ZLIB,: not found\n',
      'no-program',
      './configure uses PKG_CHECK_MODULES, which no file of the builder image defines.',
    ],
    [
      'configure.ac:1: error: Autoconf version 2.99 or higher is required\n',
      'old-compiler',
      'The autoconf of the builder image is too old: configure.ac:1 asks for autoconf 2.99 or later.',
    ],
    [
      "Makefile.am: error: required file './NEWS' not found\nautoreconf: error: automake failed with exit status: 1\n",
      'no-file',
      'Makefile.am needs NEWS, which is not in the build context.',
    ],
    [
      './fbc -c ./libmath.b </dev/null >libmath.h\n/bin/bash: line 1: ./fbc: cannot execute binary file: Exec format error\nmake: *** [Makefile:631: libmath.h] Error 126\n',
      'runs-built',
      'The build runs fbc, which it compiled: WebAssembly does not run in the build.',
    ],
  ])('%j is %s', async (output, id, message) => {
    expect(await cause(output)).toMatchObject({ id, message });
  });

  it.each([`checking ${'...   '.repeat(300_000)}`, 'wasm32 machine `wasm32 '.repeat(100_000)])(
    'is read beside a line of megabytes',
    async (line) => {
      const output = `${line}\nconfigure: error: libpcap not found; install its headers\n`;
      expect(await cause(output)).toMatchObject({ id: 'no-library' });
    },
  );

  it('that runs a program is given the answer by its name', async () => {
    const configure = 'printf "checking whether x works... "\nif test $gl_cv_func_x_works\nthen :\n';
    const output = 'checking whether x works... configure: error: cannot run test program while cross compiling\n';
    expect((await cause(output, { configure }))?.fix).toEqual([
      'create-wasm-oci containerfile . --configure-flags gl_cv_func_x_works=yes   gives it the answer; or =no',
    ]);
    expect((await cause(output))?.fix.join()).toContain('config.log');
  });

  it('that compiles nothing names the flags that were given', async () => {
    const output = 'wasm-ld: error: unknown argument: --bad\nconfigure: error: C compiler cannot create executables\n';
    expect(await cause(output, {}, { ldflags: ['-Wl,--bad'] })).toMatchObject({
      message: "The project's configure cannot compile an empty program: unknown argument: --bad.",
      fix: ['See whether --ldflags is right.'],
    });
  });

  it('is followed by a folder that is empty: a submodule, which an option may omit', async () => {
    const output =
      "make[1]: Entering directory '/src/src'\nmake[2]: Entering directory '/src/modules/onig'\nmake[2]: Leaving directory '/src/modules/onig'\nmake[2]: *** No rule to make target 'all'.  Stop.\n";
    const files = { 'src/a.c': '', 'configure.ac': 'AC_ARG_WITH([onig], [])' };
    expect(await cause(output, files)).toEqual({
      id: 'no-file',
      message: 'The build needs modules/onig, which is empty in the build context: a submodule that was not fetched.',
      fix: [
        'git submodule update --init   fetches it',
        'create-wasm-oci containerfile . --configure-flags --without-onig   builds without it',
      ],
    });
    expect((await cause(output, { ...files, 'modules/onig/x': '' }))?.message).toContain('no rule for all');
  });

  it('of gnulib finds no F_DUPFD, and is given one', async () => {
    const output = "lib/fcntl.c:350:10: error: duplicate case value '1'\n  350 |     case F_GETFD:\n";
    expect(await cause(output)).toMatchObject({
      id: 'libc-constant',
      fix: ['create-wasm-oci containerfile . --cflags -DF_DUPFD=0   defines it'],
    });
  });

  it.each([
    [
      'checking for off_t... yes\nchecking for working terminal libraries... Cannot find terminal libraries - configure failed\nconfigure: WARNING: unrecognized options: --disable-nls\n',
      "The project's configure stops: Cannot find terminal libraries - configure failed. It is for settings of a terminal: WASI preview 1 knows whether a stream is a terminal, and no more.",
    ],
    [
      'checking for a thing... no\nERROR: this program cannot be built without a thing.\nError: building at STEP "RUN sh ./configure": while running runtime: exit status 1\n',
      "The project's configure stops: ERROR: this program cannot be built without a thing.",
    ],
  ])('is named where it stops without "configure: error:": %j', async (output, message) => {
    const plan = { kind: 'autotools' } as never;
    expect((await causeIn(c, output, {}, { plan }))?.message).toBe(message);
    // One that came to its end is not the cause.
    expect(await causeIn(c, `${output}configure: creating ./config.status\n`, {}, { plan })).toBeUndefined();
  });

  it('names configure.ac where the scripts beside configure are missing', async () => {
    const output = 'configure: error: cannot find install-sh, install.sh, or shtool in config "."/config\n';
    expect((await causeIn(c, output, { 'configure.ac': '' }, { plan: { kind: 'autotools' } as never }))?.fix).toEqual([
      'Remove configure: where only configure.ac is there, autoreconf makes all of them in the builder.',
    ]);
  });

  it('is not taken for an old name of a target of Rust', async () => {
    const output =
      "STEP 9/9: RUN printf 'wasm32-wasi*) echo wasm32-unknown-wasi'\nconfigure: error: unknown host wasm32-wasi\n";
    expect((await cause(output))?.id).toBe('source-refuses');
  });
});

describe('a failed Meson', () => {
  it.each([
    [
      'meson.build:5:0: ERROR: Dependency "zlib" not found, tried pkgconfig and cmake\n',
      'no-library',
      'meson.build:5 needs the library zlib, which the builder image does not have for WASI.',
    ],
    [
      "src/meson.build:5:7: ERROR: C shared or static library 'm2' not found\n",
      'no-library',
      'src/meson.build:5 needs the library m2, which the builder image does not have for WASI.',
    ],
    [
      'meson.build:1:0: ERROR: Compiler wasi-cc cannot compile programs.\n',
      'compiler-fails',
      'Meson cannot compile an empty program.',
    ],
    [
      'meson.build:7:13: ERROR: Can not run test applications in this cross environment.\n',
      'runs-test',
      'meson.build:7 runs a program that it compiled, and WebAssembly does not run in the build.',
    ],
    ['meson.build:1:0: ERROR: Unknown options: "foo"\n', 'flag', "The project's meson_options.txt has no foo."],
    [
      'meson.build:1:0: ERROR: Meson version is 1.7.0 but project requires >= 9.9\n',
      'old-compiler',
      'The Meson of the builder image is too old (1.7.0). meson.build:1 asks for >= 9.9.',
    ],
    [
      "meson.build:3:7: ERROR: Program 'gperf' not found or not executable\n",
      'no-program',
      'meson.build:3 runs gperf, which the builder image does not have.',
    ],
    [
      'meson.build:4:0: ERROR: Problem encountered: no such system\n',
      'source-refuses',
      'meson.build:4 stops: no such system.',
    ],
    [
      "ERROR: Can't invoke target `nope:executable`: target not found\n",
      'no-main',
      'Meson has no program nope, with the options that it was given.',
    ],
  ])('%j is %s', async (output, id, message) => {
    expect(await causeIn(c, output, {}, { plan: { kind: 'meson' } })).toMatchObject({ id, message });
  });
});
