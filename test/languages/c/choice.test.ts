import { describe, expect, it } from 'vitest';
import { recogniseC, recogniseCpp } from '../../../generators/core/languages/c/detect/c.js';
import { clang } from '../../../generators/core/languages/c/language.js';
import { filesFrom } from '../../../generators/core/languages/detect/project-files.js';
import { chooseProgram, chosenUnasked } from '../../../generators/core/project/existing/recognise.js';

const MAIN = 'int main(void) { return 0; }\n';

function choice(texts: Record<string, string>, name?: string) {
  const files = { ...filesFrom(texts), ...(name && { name }) };
  const recognised = texts['main.cpp'] ? recogniseCpp(files, {}) : recogniseC(files, {});
  return {
    preferred: recognised?.preferred.map(({ bin }) => bin),
    all: recognised?.candidates.map(({ bin }) => bin),
    recognised,
  };
}

describe('main is found', () => {
  it.each([
    ['behind a macro', '#define CDECL\nint CDECL main(int argc, char **argv) {\n  return 0;\n}\n'],
    ['with a macro for its type', 'EXIT_TYPE main(argc, argv) {\n}\n'],
    ['without a type, before ANSI C', 'main(argc, argv)\n  int argc;\n  char **argv;\n{\n  return 0;\n}\n'],
    ['with its type on another line', 'int\nmain (int argc,\n      char **argv)\n{\n  return 0;\n}\n'],
    [
      'in the branch that is compiled',
      '#ifdef _WIN32\nint wmain(void) {\n#else\nint main(void) {\n#endif\n  return 0;\n}\n',
    ],
    ['as a macro', '#define MAIN int main(int argc, char **argv)\nMAIN\n{\n  return 0;\n}\n'],
    [
      'as a macro with arguments',
      '#define PROGRAM(name) int main(int argc, char **argv)\nPROGRAM(tool) {\n  return 0;\n}\n',
    ],
    ['with attributes', '__attribute__((used)) int main(int c, char **v, char **e) {\n  return 0;\n}\n'],
  ])('%s', (_, text) => {
    expect(choice({ 'a.c': text, 'b.c': 'int b(void) { return 1; }\n' }).all).toEqual(['a']);
  });

  it.each([
    ['with a type behind it', 'auto main() -> int {\n}\n'],
    ['with a function try block', 'int main() try {\n} catch (...) {\n}\n'],
  ])('in C++ %s', (_, text) => {
    expect(choice({ 'main.cpp': text }).all).toEqual(['main']);
  });

  it.each([
    ['that nothing enables', '#ifdef TEST\nint main(void) {\n  return 0;\n}\n#endif\n'],
    ['of #if 0', '#if 0\nint main(void) {\n  return 0;\n}\n#endif\n'],
    ['of another system', '#ifdef _WIN32\nint main(void) {\n  return 0;\n}\n#endif\n'],
    ['that is declared only', 'int main(int, char **);\nint f(void) { return main(0, 0); }\n'],
    ['of another name', '#define tool_main main_of_tool\nint tool_main(void) {\n  return 0;\n}\n'],
  ])('not where it is one %s', (_, text) => {
    expect(choice({ 'a.c': MAIN, 'b.c': text }).all).toEqual(['a']);
  });
});

describe('of several files with main', () => {
  it('tests, examples, benchmarks and fuzzers come last, and fuzz targets are compiled into no program', () => {
    const fuzz = 'int LLVMFuzzerTestOneInput(const unsigned char *data, unsigned long size) {\n  return 0;\n}\n';
    const { preferred, all, recognised } = choice({
      'tool.c': MAIN,
      'test_tool.c': MAIN,
      'tool-bench.c': MAIN,
      'example.c': MAIN,
      'target.c': fuzz,
      'standalone.c': fuzz + MAIN,
      'lib.c': 'int lib(void) { return 1; }\n',
    });
    expect(all).toHaveLength(5);
    expect(preferred).toEqual(['tool']);
    expect(recognised?.preferred[0]?.plan).toMatchObject({ sources: ['lib.c', 'tool.c'] });
  });

  it('the one called as the folder, without its version, is preferred', () => {
    const texts = { 'pack.c': MAIN, 'unpack.c': MAIN };
    expect(choice(texts, 'pack-2.1.3').preferred).toEqual(['pack']);
    expect(choice(texts, 'pack5.4').preferred).toEqual(['pack']);
    expect(choice(texts, 'sources').preferred).toEqual(['pack', 'unpack']);
  });
});

describe('of several programs of a Makefile', () => {
  const rule = (name: string, cc = 'CC') => `${name}: ${name}.o\n\t$(${cc}) -o $@ $^\n`;
  const makefile = (...names: string[]) => `all: ${names.join(' ')}\n${names.map((name) => rule(name)).join('')}`;

  it.each([
    ['the one called as the folder', { Makefile: makefile('zip', 'zipnote') }, 'zip-3.0', ['zip']],
    [
      'the one called as its configure.ac',
      { Makefile: makefile('zip', 'zipnote'), 'configure.ac': 'AC_INIT([zip], [3.0])\n' },
      'src',
      ['zip'],
    ],
    ['none of the tests', { Makefile: makefile('zip', 'zip-test', 'tests/run') }, 'src', ['zip']],
    ['all where none is called so', { Makefile: makefile('a', 'b') }, 'src', ['a', 'b']],
    [
      'none that makes a source',
      { Makefile: `${makefile('zip', 'gen')}tables.h: gen\n\t./gen > $@\n` },
      'src',
      ['zip'],
    ],
    [
      'one that its tests run',
      { Makefile: `${makefile('zip', 'note')}test: zip\n\t./zip -1 < a > b\n` },
      'zip',
      ['zip'],
    ],
  ])('%s is preferred', (_, texts, name, preferred) => {
    expect(choice({ 'main.c': MAIN, ...texts }, name).preferred).toEqual(preferred);
  });

  it.each(['HOSTCC', 'HOST_CC', 'CC_FOR_BUILD', 'BUILD_CC', 'CC_HOST', 'KBUILD_HOSTCC', 'NATIVE_CC'])(
    'what %s links is none of them',
    (cc) => {
      expect(choice({ 'main.c': MAIN, Makefile: rule('zip') + rule('gen', cc) }).all).toEqual(['zip']);
    },
  );
});

describe('of several targets of CMake', () => {
  const cmake = (text: string, name?: string) => choice({ 'main.c': MAIN, 'CMakeLists.txt': text }, name);

  it('the one called as the project is preferred', () => {
    expect(cmake('project(pack C)\nadd_executable(pack-cli main.c)\nadd_executable(extra main.c)\n').preferred).toEqual(
      ['pack-cli'],
    );
  });

  it.each([
    [
      'an option that is off',
      'option(EXTRAS "x" OFF)\nif(EXTRAS)\nadd_executable(b main.c)\nendif()\n',
      [{ name: 'EXTRAS', value: 'ON' }],
    ],
    [
      'an option without a value',
      'option(EXTRAS "x")\nif(EXTRAS)\nadd_executable(b main.c)\nendif()\n',
      [{ name: 'EXTRAS', value: 'ON' }],
    ],
    [
      'a cache variable that is off',
      'set(EXTRAS OFF CACHE BOOL "x")\nif(EXTRAS)\nadd_executable(b main.c)\nendif()\n',
      [{ name: 'EXTRAS', value: 'ON' }],
    ],
    [
      'the other branch of an option that is on',
      'option(SLIM "x" ON)\nif(SLIM)\nelse()\nadd_executable(b main.c)\nendif()\n',
      [{ name: 'SLIM', value: 'OFF' }],
    ],
    [
      'NOT of an option that is on',
      'option(SLIM "x" ON)\nif(NOT SLIM)\nadd_executable(b main.c)\nendif()\n',
      [{ name: 'SLIM', value: 'OFF' }],
    ],
    [
      'an option that is off, and another condition',
      'option(EXTRAS "x" OFF)\nif(EXTRAS AND SOMETHING)\nadd_executable(b main.c)\nendif()\n',
      [{ name: 'EXTRAS', value: 'ON' }],
    ],
  ])('one behind %s comes last, and is built with the option', (_, text, define) => {
    const { preferred, recognised } = cmake(`project(x C)\nadd_executable(a main.c)\n${text}`);
    expect(preferred).toEqual(['a']);
    const extra = recognised?.candidates.find(({ bin }) => bin === 'b');
    expect(extra?.plan).toMatchObject({ define });
    expect(extra?.found?.[0]).toMatch(/^CMakeLists\.txt:\d+ adds b only with -D\w+=O(?:N|FF): it is set$/);
  });

  it('one of another system is none', () => {
    const text =
      'if(WIN32 OR APPLE)\nadd_executable(b main.c)\nelseif(MSVC)\nadd_executable(c main.c)\nelse()\nadd_executable(a main.c)\nendif()\n';
    expect(cmake(text).all).toEqual(['a']);
  });

  it('one behind an option that --define sets is as any other', () => {
    const files = filesFrom({
      'main.c': MAIN,
      'CMakeLists.txt':
        'option(EXTRAS "x" OFF)\nadd_executable(a main.c)\nif(EXTRAS)\nadd_executable(b main.c)\nendif()\n',
    });
    const recognised = recogniseC(files, { define: ['EXTRAS=ON'] });
    expect(recognised?.preferred.map(({ bin }) => bin)).toEqual(['a', 'b']);
    expect(recognised?.preferred[1]?.plan).toMatchObject({ define: [{ name: 'EXTRAS', value: 'ON' }] });
  });

  it('one behind a condition that is not known is as any other', () => {
    expect(
      cmake('find_package(X)\nif(X_FOUND)\nadd_executable(a main.c)\nendif()\nadd_executable(b main.c)\n').preferred,
    ).toEqual(['a', 'b']);
  });

  it('fuzzers, benchmarks and samples come last', () => {
    expect(
      cmake(
        'add_executable(a main.c)\nadd_executable(a_fuzzer main.c)\nadd_executable(bench-a main.c)\nadd_executable(sample_a main.c)\n',
      ).preferred,
    ).toEqual(['a']);
  });
});

describe('a program that is taken without a question', () => {
  const files = {
    ...filesFrom({
      'main.c': MAIN,
      Makefile: 'all: zip note\nzip: zip.o\n\t$(CC) -o $@ $^\nnote: note.o\n\t$(CC) -o $@ $^\n',
    }),
    name: 'zip',
  };

  it('is shown with the flag that takes another', () => {
    const recognised = recogniseC(files, {});
    const taken = recognised && chooseProgram(recognised, {});
    if (!recognised || !taken || !('candidate' in taken)) throw new Error('nothing was taken');
    expect(chosenUnasked(taken.candidate, recognised.candidates)).toEqual([
      'takes --bin zip of 2 programs; others: --bin note',
    ]);
  });
});

describe('the embedded engine', () => {
  const fixesFor = async (text: string) => {
    const files = filesFrom({
      'main.c': MAIN,
      'config.h.in': '',
      'CMakeLists.txt': `${text}add_executable(a main.c)\n`,
    });
    const plan = recogniseC(files, {})?.candidates[0]?.plan;
    const refusal = plan && (await clang.local()).unfit?.(plan);
    return refusal?.fix.map((line) => line.text);
  };

  it('suggests plain sources, but not where CMake writes a header', async () => {
    const sources = 'Or ignore its build files: --build-system sources';
    expect(await fixesFor('')).toContain(sources);
    expect(await fixesFor('configure_file(tool.pc.in tool.pc)\n')).toContain(sources);
    expect(await fixesFor('configure_file(config.h.in config.h)\n')).toEqual([
      'Build it with --engine podman or --engine docker.',
    ]);
    expect(await fixesFor('include(GenerateExportHeader)\ngenerate_export_header(a)\n')).not.toContain(sources);
  });
});
