import { describe, expect, it } from 'vitest';
import { recogniseC, recogniseCpp } from '../../../generators/core/languages/c/detect/c.js';
import { needsReader } from '../../../generators/core/languages/c/detect/needs.js';
import { CPP } from '../../../generators/core/languages/c/dialect.js';
import { sourcesFlags } from '../../../generators/core/languages/c/language.js';
import type { SourcesPlan } from '../../../generators/core/languages/c/plan.js';
import { cppSymptoms } from '../../../generators/core/languages/cpp/symptoms.js';
import { filesFrom } from '../../../generators/core/languages/detect/project-files.js';
import { openFixture } from '../../support/fixtures.js';

const MAIN = 'int main() { return 0; }\n';

describe('a C++ project', () => {
  it('of CMake has C++ and C files', async () => {
    const files = await openFixture('cpp-cmake');
    const recognised = recogniseCpp(files, {});
    expect(recognised?.found).toEqual(['C++: CMakeLists.txt, project Words, words']);
    expect(recognised?.preferred.map(({ plan }) => plan)).toEqual([
      { kind: 'cmake', target: 'words', output: 'words', flags: [] },
    ]);
    expect(recogniseC(files, {})).toBeUndefined();
  });

  it('of make links by $(CXX)', async () => {
    const files = await openFixture('cpp-make');
    const recognised = recogniseCpp(files, {});
    expect(recognised?.found).toEqual(['C++: Makefile, which links build/words']);
    expect(recognised?.preferred.map(({ plan }) => plan)).toEqual([
      { kind: 'make', target: 'build/words', output: 'build/words', flags: [] },
    ]);
    expect(recogniseC(files, {})).toBeUndefined();
  });

  it('of plain sources is compiled by a pattern for each suffix', async () => {
    const recognised = recogniseCpp(await openFixture('cpp-sources'), {});
    expect(recognised?.found).toEqual(['C++: 3 source files, main() in src/main.cpp']);
    expect(recognised?.preferred.map(({ plan }) => plan)).toMatchObject([
      { kind: 'sources', patterns: ['src/*.c', 'src/*.cc', 'src/*.cpp'], includes: ['include', 'src'] },
    ]);
  });

  it.each([
    ['int main(int argc, char *argv[]) {'],
    ['auto main() -> int {'],
    ['int main()\n{'],
    ['int main() noexcept {'],
  ])('has a main() written as %j', (main) => {
    expect(recogniseCpp(filesFrom({ 'a.cxx': `${main} return 0; }\n` }), {})?.candidates).toMatchObject([{ bin: 'a' }]);
  });

  it('without a main() is refused', () => {
    expect(() => recogniseCpp(filesFrom({ 'a.cpp': '// int main() {\nint f();\n' }), {})).toThrow(
      expect.objectContaining({
        message: 'a.cpp: no main() was found in it or beside it.',
        fix: [{ text: 'A program begins with int main().' }],
      }),
    );
  });

  it("whose Makefile relies on make's own rules has a program out of its one source", () => {
    const files = filesFrom({ Makefile: 'all: tool\ntool: tool.o\n', 'tool.cpp': MAIN });
    expect(recogniseCpp(files, {})?.candidates).toMatchObject([{ bin: 'tool' }]);
  });

  it('whose Makefile calls g++ by its name gets advice that says so', () => {
    const files = filesFrom({ Makefile: '\ntool: main.cc\n\tg++ -o $@ $<\n', 'main.cc': MAIN });
    expect(recogniseCpp(files, {})?.advice[0]).toBe(
      'Makefile:2 calls g++ by its name: write $(CXX), so that the compiler for WebAssembly takes its place.',
    );
  });
});

describe('a C project', () => {
  it.each<[string, Record<string, string>]>([
    ['tests in C++', { 'src/main.c': MAIN, 'tests/test.cpp': MAIN }],
    [
      'bindings that CMake is not asked for',
      { 'CMakeLists.txt': 'project(x C)\nadd_executable(x main.c)\n', 'main.c': MAIN, 'cpp/x.cpp': '' },
    ],
    ['bindings that its Makefile does not name', { Makefile: 'main: main.o\n', 'main.c': MAIN, 'bindings/x.cc': '' }],
    ['C++ files in other folders', { 'main.c': MAIN, 'wrapper/x.cpp': '' }],
  ])('with %s is no C++ project', (_, texts) => {
    expect(recogniseC(filesFrom(texts), {})?.found[0]).toMatch(/^C: /);
    expect(recogniseCpp(filesFrom(texts), {})).toBeUndefined();
  });

  it('is none with C++ files that its build takes', () => {
    for (const texts of [
      { 'CMakeLists.txt': 'project(x)\nadd_executable(x main.c y.cpp)\n', 'main.c': MAIN, 'y.cpp': '' },
      { Makefile: 'x: main.o y.o\n\t$(CXX) -o $@ $^\n', 'main.c': MAIN, 'y.cpp': '' },
      { 'src/main.c': MAIN, 'src/y.cpp': '' },
    ]) {
      expect(recogniseC(filesFrom(texts), {})).toBeUndefined();
      expect(recogniseCpp(filesFrom(texts), {})?.found[0]).toMatch(/^C\+\+: /);
    }
  });
});

describe('what WASI does not have for C++', () => {
  const advice = (text: string) => {
    const recognised = recogniseCpp(filesFrom({ 'src/a.cpp': text, 'src/main.cpp': MAIN }), {});
    return [...(recognised?.advice ?? []), ...(recognised?.candidates[0]?.advice ?? [])];
  };

  it.each([
    ['throw', '\n\nvoid f() { throw 1; }\n', 'src/a.cpp:3'],
    ['try and catch', 'int f() {\n  try {\n    return 1;\n  } catch (...) {\n  }\n}\n', 'src/a.cpp:2, src/a.cpp:4'],
    ['throw behind comments of several lines', '/* a\nb */\nR"(x\ny)";\nthrow;\n', 'src/a.cpp:5'],
  ])('exceptions (%s) are named with file and line, and with what to do', (_, text, places) => {
    expect(advice(text)).toEqual([
      expect.stringMatching(
        new RegExp(`^Exceptions are used in ${places}: .*-fno-exceptions.*std::abort\\(\\).*#if __cpp_exceptions\\.$`),
      ),
    ]);
  });

  it.each([
    [
      'a comment and a literal',
      '// throw\nauto s = "try {"; auto t = R"x(\nthrow 1;)x"; char c = \'"\'; /* catch ( */\n',
    ],
    ['a name with such a word', 'int try_lock(); int throwing; void g() throw();\n'],
    ['code that asks whether there are any', '#if __cpp_exceptions\nvoid f() { throw 1; }\n#endif\n'],
  ])('are no exceptions: %s', (_, text) => {
    expect(advice(text)).toEqual([]);
  });

  it('are threads, csetjmp, and what is only imitated by flags', () => {
    expect(advice('#include <csetjmp>\n')).toEqual([expect.stringContaining('src/a.cpp:1 uses setjmp.h')]);
    expect(advice('std::thread t(f);\n')).toEqual([expect.stringContaining('src/a.cpp uses threads')]);
    const files = filesFrom({ 'a.cc': '#include <csignal>\nauto t = std::clock();\n' });
    expect(
      needsReader(files, {}, CPP)
        .needsOf()
        .flags.filter((flag) => flag.startsWith('-l')),
    ).toEqual(['-lwasi-emulated-signal', '-lwasi-emulated-process-clocks']);
  });

  // Captured from clang and wasm-ld 19.1.7.
  it.each([
    ["t.cc:1:14: error: cannot use 'throw' with exceptions disabled"],
    ['wasm-ld-19: error: /tmp/t-68b44c.o: undefined symbol: __cxa_allocate_exception'],
  ])('is known from the output of a build: %s', (output) => {
    expect(cppSymptoms.filter(({ shows }) => (shows as RegExp).test(output)).map(({ id }) => id)).toEqual([
      'cpp-exceptions',
    ]);
  });

  it('has exceptions with a stub of what throws, and does not stop there then', () => {
    const files = filesFrom({ 'main.cpp': 'int main() { throw 1; }\n' });
    const flags = (selection: object) => {
      const [candidate] = recogniseCpp(files, selection)?.preferred ?? [];
      return sourcesFlags(candidate?.plan as SourcesPlan, CPP).join(' ');
    };
    expect(flags({})).toContain('-fno-exceptions');
    expect(flags({ stubs: '__cxa_throw' })).toContain('-fexceptions -fignore-exceptions');
    expect(flags({ stubs: '__cxa_throw' })).not.toContain('-fno-exceptions');
    expect(recogniseCpp(files, {})?.advice.join()).toContain('With __cxa_throw in --stubs');
    expect(recogniseCpp(files, { stubs: '__cxa_throw' })?.advice.join()).not.toContain('xceptions are used');
  });
});
