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
    [
      'under one of two names for one body, before ANSI C',
      '#if SYSTEM > 2\n#define AS_PART\n#endif\n#ifndef AS_PART\nint main(argc, argv)\n#else\nint part(argc, argv)\n#endif\nint argc; /* how many */\nchar **argv;\n{\n  return 0;\n}\n',
    ],
    [
      'under one of two names for one body',
      '#if SYSTEM > 2\n#define AS_PART\n#endif\n#ifndef AS_PART\nint main(int argc, char *argv[])\n#else\nint part(int argc, char *argv[])\n#endif\n{\n  return 0;\n}\n',
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

describe('a program that a CMake build runs', () => {
  const made = (command: string, more = '') => {
    const text = `project(p C)\nadd_executable(gen gen.c)\nadd_executable(tool tool.c)\n${command}\n${more}`;
    const recognised = recogniseC(filesFrom({ 'CMakeLists.txt': text, 'gen.c': MAIN, 'tool.c': MAIN }), {});
    const plan = recognised?.preferred[0]?.plan;
    return {
      preferred: recognised?.preferred.map(({ bin }) => bin),
      native: plan?.kind === 'cmake' ? plan.native : undefined,
      found: recognised?.found.slice(1),
      advice: recognised?.advice.join(),
    };
  };

  it('is not what the project is for, and is compiled for the builder stage, too', () => {
    expect(made('add_custom_command(OUTPUT x.h COMMAND gen > x.h DEPENDS gen)')).toEqual({
      preferred: ['tool'],
      native: [{ target: 'gen', output: 'gen' }],
      found: ['CMakeLists.txt:4 runs gen: it is compiled for the builder stage, too'],
      advice: '',
    });
  });

  it.each(['$<TARGET_FILE:gen>', 'bin/gen', `\${CMAKE_BINARY_DIR}/gen`])('by its path cannot be run: %s', (word) => {
    const { preferred, native, advice } = made(`add_custom_command(OUTPUT x.h COMMAND ${word} x.h DEPENDS gen)`);
    expect({ preferred, native }).toEqual({ preferred: ['tool'], native: undefined });
    expect(advice).toMatch(/^CMakeLists\.txt:4 runs gen, a program of this project, by its path\. /);
  });

  it('counts only where a file is made, on this system', () => {
    const both = { preferred: ['gen', 'tool'], native: undefined, advice: '' };
    expect(made('add_custom_target(check COMMAND gen)')).toMatchObject(both);
    expect(made('if(WIN32)\nadd_custom_command(OUTPUT x.h COMMAND gen)\nendif()')).toMatchObject(both);
  });

  it.each([
    ['install(TARGETS tool DESTINATION bin)', ['tool']],
    [`set(ALL tool)\ninstall(TARGETS \${ALL} gen DESTINATION bin)`, ['gen', 'tool']],
    [`option(MORE "" OFF)\nset(ALL tool)\nif(MORE)\nlist(APPEND ALL gen)\nendif()\ninstall(TARGETS \${ALL})`, ['tool']],
    [`set(ALL)\nlist(APPEND ALL gen tool)\ninstall(TARGETS \${ALL})`, ['gen', 'tool']],
  ])('of several, those that are installed come first: %s', (text, preferred) => {
    expect(made('', text).preferred).toEqual(preferred);
  });

  it.each([
    'set_property(TARGET app PROPERTY OUTPUT_NAME tool)',
    'set_property(TARGET app PROPERTY RUNTIME_OUTPUT_NAME tool)',
    'set_target_properties(app PROPERTIES FOLDER x OUTPUT_NAME tool)',
  ])('is called as its file is: %s', (text) => {
    const files = {
      'CMakeLists.txt': `project(TOOL C)\nadd_executable(app a.c)\nadd_executable(meta a.c)\n${text}\n`,
      'a.c': MAIN,
    };
    const [chosen, second] = recogniseC(filesFrom(files), {})?.preferred ?? [];
    expect(second).toBeUndefined();
    expect(chosen).toMatchObject({ bin: 'app', name: 'tool', plan: { target: 'app', output: 'tool' } });
  });

  it('is known where its name is set beside it, in an option that is off', () => {
    const text = `project(t C)\noption(T_TEST "" ON)\nif(T_TEST)\nset(NAME t_test)\nadd_executable("\${NAME}" a.c)\nendif()\n`;
    const [only] = recogniseC(filesFrom({ 'CMakeLists.txt': text, 'a.c': MAIN }), {})?.candidates ?? [];
    expect(only).toMatchObject({ bin: 't_test', plan: { define: [{ name: 'T_TEST', value: 'ON' }] } });
  });

  it('is named as the project of the directory is, not as one below', () => {
    const files = filesFrom({
      'CMakeLists.txt': 'project(tool C)\nadd_subdirectory(lib)\nadd_executable(tool a.c)\nadd_executable(other a.c)\n',
      'lib/CMakeLists.txt': `project(other C)\nadd_library(other_lib \${PROJECT_SOURCE_DIR}/b.c)\n`,
      'a.c': MAIN,
      'lib/b.c': '',
    });
    expect(recogniseC(files, {})?.preferred.map(({ bin }) => bin)).toEqual(['tool']);
  });
});

describe('an option of CMake that is on unless it is set', () => {
  const program = 'add_executable(a a.c)\n';
  const made = (text: string, { define, bin }: { define?: string[]; bin?: string } = {}) => {
    const files = { 'CMakeLists.txt': `project(a C)\n${text}${program}`, 'a.c': MAIN, 't.c': MAIN };
    const recognised = recogniseC(filesFrom(files), { ...(define && { define }) });
    const candidate = recognised?.candidates.find((one) => one.bin === (bin ?? 'a'));
    const plan = candidate?.plan;
    return {
      set: plan?.kind === 'cmake' ? (plan.define ?? []).map(({ name, value }) => `${name}=${value}`) : [],
      found: candidate?.found ?? [],
      preferred: recognised?.preferred.map((one) => one.bin),
      advice: recognised?.advice,
    };
  };

  it.each([
    'option(BUILD_TESTS "Build tests" ON)',
    'option(A_TESTS "" 1)',
    'option(ENABLE_A_TEST "" ON)',
    'option(A_BuildTests "" ON)',
    'option(a_build_benchmarks "" YES)',
    'option(A_FUZZ "" ON)',
    'option(WITH_UNITTESTS "" TRUE)',
    'option(BUILD_EXAMPLES "" ON)',
    'option(A_DOC "" ON)',
    'option(INSTALL_MANPAGES "" ON)',
    'set(BUILD_TESTS ON CACHE BOOL "Build tests")',
    'include(CMakeDependentOption)\ncmake_dependent_option(BUILD_TESTS "" ON "X" OFF)',
    `option(A_TEST "" \${PROJECT_IS_TOP_LEVEL})`,
    `set(MAIN OFF)\nif(CMAKE_CURRENT_SOURCE_DIR STREQUAL CMAKE_SOURCE_DIR)\nset(MAIN ON)\nendif()\noption(A_TEST "" \${MAIN})`,
  ])('%s is off, and shown', (option) => {
    const name = /\w*(?:test|bench|fuzz|example|doc|man)\w*/i.exec(option.replace(/include\(.*/, ''))?.[0] ?? '';
    const { set, found } = made(`${option}\nif(${name})\nadd_executable(t t.c)\nendif()\n`);
    expect(set).toEqual([`${name}=OFF`]);
    expect(found).toEqual([`tests and the like are not built: -D${name}=OFF; --define ${name}=ON builds them`]);
  });

  it.each([
    'option(BUILD_TESTS "" OFF)',
    'option(USE_SYSTEM_GTEST "" ON)',
    'option(DISABLE_TESTS "" ON)',
    'option(A_WITHOUT_DOCS "" ON)',
    'option(BUILD_TOOL "" ON)',
    'option(ENABLE_CONTEST "" ON)',
    'option(BUILD_TESTING "" ON)',
    'set(BUILD_TESTS ON)',
    'if(WIN32)\noption(BUILD_TESTS "" ON)\nendif()',
    // In a macro, its parameter is not known.
    `option(\${part}_TESTS "" ON)`,
    'option("A\nRUN x_TESTS" "" ON)',
    'option("A\nRUN x_WITH_ZLIB" "" ON)\nfind_package(ZLIB)',
    `option(WITH_\${part}_ZLIB "" ON)\nfind_package(ZLIB)`,
  ])('%s stays', (option) => {
    expect(made(`${option}\n`)).toMatchObject({ set: [], found: [] });
  });

  it.each([
    ['option(WITHOUT_PNG "" NO)\nfind_package(PNG)', 'WITHOUT_PNG=ON'],
    ['option(WITH_ZLIB "" ON)\nif(WITH_ZLIB)\nfind_package(ZLIB REQUIRED)\nendif()', 'WITH_ZLIB=OFF'],
    ['option(A_USE_LIBPNG "" ON)\npkg_check_modules(PNG REQUIRED libpng16>=1.6)', 'A_USE_LIBPNG=OFF'],
    ['option(ENABLE_LZMA "" AUTO)\nfind_package(LibLZMA)', 'ENABLE_LZMA=OFF'],
    ['option(ENABLE_THREADS "" ON)\nfind_package(Threads REQUIRED)', 'ENABLE_THREADS=OFF'],
    ['option(USE_READLINE "" ON)\nfind_library(READLINE_LIBRARY readline)', 'USE_READLINE=OFF'],
  ])('of a library of the system is off, and shown: %s', (text, set) => {
    const result = made(`${text}\n`);
    expect(result.set).toEqual([set]);
    const [name, value] = set.split('=');
    expect(result.found).toEqual([
      `libraries of the system are not used, for the builder image has none for WASI: -D${set}; --define ${name}=${value === 'ON' ? 'OFF' : 'ON'} takes it back`,
    ]);
    expect(made(`${text}\n`, { define: [`${name}=${value === 'ON' ? 'OFF' : 'ON'}`] }).found).toEqual([]);
  });

  it.each([
    'option(WITH_PNG "" OFF)\nfind_package(PNG)',
    'option(WITH_PNG "" ON)',
    'option(WITH_PNG_TOOL "" ON)\nfind_package(ZLIB)',
    'option(WITH_GIT "" ON)\nfind_package(Git)',
    'option(WITHOUT_PNG "" ON)\nfind_package(PNG)',
  ])('stays where it is of no library, or has that value: %s', (text) => {
    expect(made(`${text}\n`).set).toEqual([]);
  });

  it('of a library in the project stays, but for that of the system', () => {
    const text = 'option(WITH_PNG "" ON)\noption(USE_SYSTEM_PNG "" ON)\nfind_package(PNG)\nadd_executable(a a.c)\n';
    const recognised = recogniseC(
      filesFrom({ 'CMakeLists.txt': text, 'a.c': MAIN, 'third_party/libpng/png.c': '' }),
      {},
    );
    expect(recognised?.preferred[0]?.plan).toMatchObject({ define: [{ name: 'USE_SYSTEM_PNG', value: 'OFF' }] });
  });

  it('stays on where the program needs it, and where --define sets it', () => {
    const text =
      'option(BUILD_TESTS "" ON)\noption(BUILD_DOCS "" ON)\nif(BUILD_TESTS)\nadd_executable(t t.c)\nendif()\n';
    expect(made(text).preferred).toEqual(['a']);
    expect(made(text).set).toEqual(['BUILD_TESTS=OFF', 'BUILD_DOCS=OFF']);
    expect(made(text, { bin: 't' }).set).toEqual(['BUILD_DOCS=OFF', 'BUILD_TESTS=ON']);
    expect(made(text, { define: ['BUILD_TESTS:BOOL=ON'] }).set).toEqual(['BUILD_DOCS=OFF', 'BUILD_TESTS:BOOL=ON']);
  });

  it.each([
    [
      'FetchContent_Declare(json GIT_REPOSITORY https://example.com/json)',
      'json during the build: that needs the network and git',
    ],
    ['ExternalProject_Add(zlib URL https://example.com/zlib.tgz)', 'zlib during the build: that needs the network in'],
    ['CPMAddPackage(NAME fmt GITHUB_REPOSITORY fmtlib/fmt)', 'fmt during the build: that needs the network and git'],
  ])('%s is named', (command, named) => {
    expect(made(`${command}\n`).advice?.join()).toContain(`CMakeLists.txt:2 fetches ${named}`);
  });

  it.each([
    'option(BUILD_TESTS "" ON)\nif(BUILD_TESTS)\nFetchContent_Declare(gtest GIT_REPOSITORY https://example.com/g)\nendif()',
    'ExternalProject_Add(own SOURCE_DIR third_party/own)',
  ])('nothing is named that is not fetched: %s', (text) => {
    expect(made(`${text}\n`).advice).toEqual([]);
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
