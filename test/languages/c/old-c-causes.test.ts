import { describe, expect, it } from 'vitest';
import { c } from '../../../generators/core/languages/c/language.js';
import { causeIn } from '../../support/failed-build.js';

const OLD_C =
  "--cflags '-Wno-error=implicit -Wno-error=int-conversion -Wno-error=incompatible-pointer-types -Wno-error=return-mismatch'";
const read = (output: string, texts: Record<string, string> = {}, plan: object = {}) =>
  causeIn(c, output, texts, { plan: { kind: 'make', ...plan } as never });
const line = (flags: string, text: string) => `create-wasm-oci containerfile . ${flags}   ${text}`;

/** As clang 19 prints each. */
const errors = {
  'implicit-int':
    "a.c:2:5: error: parameter 'a' was not declared, defaults to 'int'; ISO C99 and later do not support implicit int [-Wimplicit-int]",
  'return-mismatch': "a.c:4:37: error: non-void function 'name' should return a value [-Wreturn-mismatch]",
  'int-conversion':
    "a.c:8:8: error: incompatible integer to pointer conversion initializing 'int *' with an expression of type 'int' [-Wint-conversion]",
  'implicit-function-declaration':
    "a.c:9:11: error: call to undeclared function 'later'; ISO C99 and later do not support implicit function declarations [-Wimplicit-function-declaration]",
  'incompatible-function-pointer-types':
    "a.c:11:15: error: incompatible function pointer types passing 'int (int *)' to parameter of type 'int (*)(char *)' [-Wincompatible-function-pointer-types]",
  'incompatible-pointer-types':
    "a.c:12:3: error: incompatible pointer types assigning to 'int *' from 'char *' [-Wincompatible-pointer-types]",
};

describe('C of before 1999', () => {
  it.each(Object.entries(errors))('%s is named, with one line that takes all of them', async (kind, error) => {
    const found = await read(`${error}\n`, { 'b.c': 'int later(x) int x; { return x; }\n' });
    expect(found).toMatchObject({ id: 'old-c', fix: [line(OLD_C, 'has it compiled with warnings')] });
    expect(found?.message).toMatch(
      new RegExp(`^a\\.c:\\d+ is C of before 1999, which clang reports as an error \\(-W${kind}\\)\\.$`),
    );
  });

  // A pattern that goes back in it takes minutes for either.
  it.each(['a b', '* '])('is looked for in a line of a hundred thousand %j', async (word) => {
    const output = `${errors['implicit-function-declaration'].replace('later', 'chown')}\n`;
    const found = await read(output, { 'b.c': `f(a)\n int ${word.repeat(100_000)}x` });
    expect(found?.id).toBe('libc-function');
    expect(JSON.stringify(found?.fix)).not.toContain('-Wno-error');
  });

  it('keeps the flags that the build has', async () => {
    const found = await read(errors['implicit-int'], {}, { cflags: ['-DNAME'] });
    expect(found?.fix[0]).toContain("--cflags '-DNAME -Wno-error=implicit ");
  });

  it('does not hide an undeclared function that wasi-libc lacks, and names the flags with its stub', async () => {
    const output = `${errors['implicit-int']}\n${errors['implicit-function-declaration'].replace('later', 'chown')}\n`;
    expect(await read(output)).toEqual({
      id: 'libc-function',
      message: 'a.c:9 calls chown, which wasi-libc does not have.',
      fix: [
        line(`--stubs chown ${OLD_C}`, 'defines what the program may do without'),
        'Put the code behind #ifndef __wasi__, where the program does without it.',
      ],
    });
    // With the flags it is the linker that says so.
    const plan = { cflags: OLD_C.slice("--cflags '".length, -1).split(' ') };
    const linked = await read('wasm-ld: error: a.o: undefined symbol: fork\n', {}, plan);
    expect(linked?.message).toBe(
      'The program calls fork, which wasi-libc does not have: WASI preview 1 starts no process.',
    );
  });

  it('names an undeclared function that is nowhere: warnings would only have the linker miss it', async () => {
    const found = await read(errors['implicit-function-declaration'], { 'a.c': 'int main() { return later(3); }\n' });
    expect(found).toMatchObject({
      id: 'not-declared',
      message: 'a.c:9 calls later, which neither the project nor wasi-libc has.',
    });
    expect(found?.fix.join()).not.toContain('--cflags');
  });

  it('is not what an undeclared function of a C library is, nor the int that it returns', async () => {
    const undeclared = errors['implicit-function-declaration'].replace('later', 'chown');
    const pointer = errors['int-conversion'].replace('a.c:8:', 'a.c:9:');
    expect((await read(`${undeclared}\n${pointer}\n`))?.fix[0]).toBe(
      line('--stubs chown', 'defines what the program may do without'),
    );
    expect((await read(undeclared.replace('chown', 'strdup'), { 'a.c': '' }))?.fix).toEqual([
      line("--cflags '-include string.h'", 'includes it'),
    ]);
  });

  it('includes the header of a function of wasi-libc, with the flags for the rest', async () => {
    const output = `${errors['implicit-function-declaration'].replace('later', 'strdup')}\n${errors['int-conversion']}\n`;
    expect((await read(output, { 'a.c': '' }))?.fix).toEqual([
      line(
        OLD_C.replace("'", "'-include string.h ")
          .replace("'-include string.h ", "'")
          .replace(/'$/, " -include string.h'"),
        'includes it',
      ),
    ]);
  });

  it('is seen in the sources behind another error, at which make stops before it comes to them', async () => {
    const files = {
      'setup.c': 'void DESTRUCTOR\nclose_all()\n{\n}\n',
      'options.c': 'char *\nsame(given, last)\nchar *given;\n{\n  return last ? given : 0;\n}\n',
    };
    const output =
      "setup.c:1:6: error: variable has incomplete type 'void'\nsetup.c:1:16: error: expected ';' after top level declarator\n";
    expect(await read(output, files)).toEqual({
      id: 'not-configured',
      message: 'setup.c:1 uses DESTRUCTOR, which no file of the project defines.',
      fix: [
        line(
          OLD_C.replace(/'$/, " -DDESTRUCTOR='"),
          'defines it as nothing, where it is an attribute of a declaration',
        ),
      ],
    });
    for (const text of ['libc_freeres_fn (free_mem)\n{\n}\n', 'static BOOL Start(VOID)\n{\n}\n'])
      expect((await read(output, { ...files, 'options.c': text }))?.fix[0], text).toContain('--cflags -DDESTRUCTOR= ');
    const typed = {
      ...files,
      'options.c': 'char *same(given, last) char *given; int last; { return last ? given : 0; }\n',
    };
    expect((await read(output, typed))?.fix[0]).toContain('--cflags -DDESTRUCTOR= ');
  });
});

describe('a word that no file of the project defines', () => {
  it('is an attribute before a declaration, and no type', async () => {
    const output = "a.c:1:1: error: unknown type name 'PUBLIC'\n";
    expect((await read(output, { 'a.c': 'PUBLIC int open_all(void);\n' }))?.id).toBe('not-configured');
    for (const text of ['PUBLIC count;\n', 'PUBLIC open_all(void) {\n', 'PUBLIC *all = 0;\n'])
      expect((await read(output, { 'a.c': text }))?.id, text).toBe('source');
    const defined = { 'a.c': 'PUBLIC int open_all(void);\n', 'a.h': '#define PUBLIC extern\n' };
    expect((await read(output, defined))?.id).toBe('source');
  });
});

describe('a name that wasi-libc declares, too', () => {
  it('is named with its header, in place of an error in the source', async () => {
    const output = [
      'In file included from backup.c:37:',
      "./opendirat.h:30:6: error: conflicting types for 'opendirat'",
      '   30 | DIR *opendirat (int, char const *, int, int *)',
      '      |      ^',
      '/usr/include/wasm32-wasip1/__header_dirent.h:42:6: note: previous declaration is here',
      '',
    ].join('\n');
    expect(await read(output)).toMatchObject({
      id: 'name-of-libc',
      message: 'opendirat.h:30 declares opendirat, and wasi-libc declares another opendirat in dirent.h.',
    });
    const own = output.replace('/usr/include/wasm32-wasip1/__header_dirent.h', './other.h');
    expect((await read(own))?.id).toBe('source');
  });
});

describe('a CMakeLists.txt that stops', () => {
  const output = [
    'CMake Error at CMakeLists.txt:4 (set_target_properties):',
    '  set_target_properties called with incorrect number of arguments.',
    '',
    '',
    '-- Configuring incomplete, errors occurred!',
    '',
  ].join('\n');
  const cmake = (value: string) =>
    `project(lines C)\nset(PNG_FILE "${value}" CACHE FILEPATH "Path to libpng.a.")\nadd_library(png STATIC IMPORTED)\nset_target_properties(png PROPERTIES IMPORTED_LOCATION \${PNG_FILE})\n`;

  it('for want of a value names the variable, and what it is', async () => {
    expect(await read(output, { 'CMakeLists.txt': cmake('') }, { kind: 'cmake' })).toMatchObject({
      id: 'no-library',
      message: 'CMakeLists.txt:4 needs PNG_FILE, which has no value (CMakeLists.txt:2: Path to libpng.a).',
    });
  });

  it('for another reason is named with what CMake says', async () => {
    expect(await read(output, { 'CMakeLists.txt': cmake('png.a') }, { kind: 'cmake' })).toMatchObject({
      id: 'source-refuses',
      message:
        'CMakeLists.txt:4 stops, in set_target_properties(): set_target_properties called with incorrect number of arguments.',
    });
  });
});

describe('a configure without pkg-config', () => {
  it.each([
    ['configure.ac', 'AC_INIT\nPKG_CHECK_MODULES(XML, libxml-2.0)\n', 'libxml-2.0'],
    ['configure.ac', 'PKG_CHECK_MODULES([XML], [libxml-2.0 >= 2.6 zlib])\n', 'libxml-2.0 and zlib'],
    [
      'configure',
      '$as_echo_n "checking for XML... "\n if $PKG_CONFIG --exists --print-errors \\"libxml-2.0\\"\n',
      'libxml-2.0',
    ],
    ['configure', '', 'XML'],
  ])('names the packages that %s looks for', async (path, text, names) => {
    const output =
      'checking for pkg-config... no\nchecking for XML... no\nconfigure: error: The pkg-config script could not be found or is too old.\n';
    expect(await read(output, { [path]: text }, { kind: 'autotools' })).toMatchObject({
      id: 'no-library',
      message: `The project's configure needs ${names}, which the builder image does not have for WASI.`,
    });
  });
});

describe('a configure that is written by hand', () => {
  it('is the cause where it stops with its own path in front', async () => {
    const output = "Using zlib...\n./configure: error: no such file: './lib/makefile.gcc'\n";
    expect(await read(output, {}, { kind: 'autotools' })).toMatchObject({
      id: 'source-refuses',
      message: "The project's configure stops: no such file: './lib/makefile.gcc'.",
    });
  });
});
