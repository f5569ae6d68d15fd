import { describe, expect, it } from 'vitest';
import { makeView } from '../../../generators/core/languages/c/build-views.js';
import { recogniseC } from '../../../generators/core/languages/c/detect/c.js';
import { expand, Variables } from '../../../generators/core/languages/c/detect/make-expand.js';
import { needsReader } from '../../../generators/core/languages/c/detect/needs.js';
import { C } from '../../../generators/core/languages/c/dialect.js';
import type { MakePlan } from '../../../generators/core/languages/c/plan.js';
import { filesFrom } from '../../../generators/core/languages/detect/project-files.js';
import { reads } from '../../support/fixes.js';
import { openFixture } from '../../support/fixtures.js';

const MAIN = 'int main(void) { return 0; }\n';
const none = filesFrom({});

/** What a Makefile links, and what of it plain `make` does. */
function links(
  makefile: string,
  texts: Record<string, string> = {},
  selection = {},
): { all: unknown[]; preferred: unknown[] } {
  const recognised = recogniseC(filesFrom({ Makefile: makefile, 'main.c': MAIN, ...texts }), selection);
  return {
    all: recognised?.candidates.map(({ bin }) => bin) ?? [],
    preferred: recognised?.preferred.map(({ bin }) => bin) ?? [],
  };
}

describe('a Makefile', () => {
  it('with variables, a static library, tests and another compiler', async () => {
    const recognised = recogniseC(await openFixture('c-make'), {});
    expect(recognised?.found).toEqual(['C: Makefile, which links out/tally, tests/check']);
    expect(recognised?.preferred).toEqual([
      {
        bin: 'out/tally',
        name: 'tally',
        plan: {
          kind: 'make',
          target: 'out/tally',
          output: 'out/tally',
          flags: ['-D_WASI_EMULATED_SIGNAL', '-lwasi-emulated-signal'],
        },
      },
    ]);
    expect(recognised?.buildOutputs).toContain('**/*.o');
  });

  it.each<[string, string, unknown[], unknown[]]>([
    ['an explicit rule', 'hello: main.o\n\t$(CC) $^ -o $@\n', ['hello'], ['hello']],
    ["make's own rule", 'main: util.o main.o\n', ['main'], ['main']],
    ["make's own rule, and objects alone, which link nothing", 'all: main o\no: x.o y.o\n', ['main'], ['main']],
    [
      'comments behind conditions',
      'DEBUG = 1\nifdef DEBUG # for people\nP = app-debug\nelse # for all\nP = app\nendif # DEBUG\n$(P): main.o\n\t$(CC) -o $@ $^\n',
      ['app-debug'],
      ['app-debug'],
    ],
    ['a program out of its one source', 'all: main\n', ['main'], ['main']],
    [
      'several',
      'all: a b\na: a.o\n\t$(CC) -o a a.o\nb: b.o\n\t$(CC) -o b b.o\nc: c.o\n\t$(CC) -o c c.o\n',
      ['a', 'b', 'c'],
      ['a', 'b'],
    ],
    [
      'a pattern rule',
      'PROGS = x y\nall: $(PROGS:%=bin/%)\nbin/%: %.c\n\t$(CC) -o $@ $<\n',
      ['bin/x', 'bin/y'],
      ['bin/x', 'bin/y'],
    ],
    [
      'a static pattern rule',
      'PROGS := x y\nall: $(PROGS)\n$(PROGS): %: %.c\n\t$(CC) -o $@ $<\n',
      ['x', 'y'],
      ['x', 'y'],
    ],
    ['another goal', '.DEFAULT_GOAL := b\na: a.o\n\t$(CC) -o a a.o\nb: b.o\n\t$(CC) -o b b.o\n', ['a', 'b'], ['b']],
    ['a name in a phony rule', 'all:\n\t$(CC) main.c -o tool\n.PHONY: all\n', ['tool'], ['tool']],
    ['a recipe behind a semicolon', 'tool: main.c ; $(CC) -o $@ $<\n', ['tool'], ['tool']],
    [
      'a condition',
      'ifeq ($(OS),Windows_NT)\nP = a.exe\nelse ifdef NEVER\nP = b\nelse\nP = c\nendif\n$(P): main.c\n\t$(CC) -o $@ $<\n',
      ['c'],
      ['c'],
    ],
    ['a variable of one target', 'tool: CFLAGS = -g\ntool: main.c\n\t$(CC) -o $@ $<\n', ['tool'], ['tool']],
    [
      'a program for this machine',
      'all: tool gen\ntool: main.c\n\t$(CC) -o $@ $<\ngen: gen.c\n\t$(HOSTCC) -o $@ $<\n',
      ['tool'],
      ['tool'],
    ],
    [
      'objects, libraries and find -o',
      'tool: main.c\n\t$(CC) -o $@ $<\nlibx.so: x.c\n\t$(CC) -shared -o $@ $<\nx.o: x.c\n\t$(CC) -c -o $@ $<\nlist:\n\tfind . -name a -o -name b\n',
      ['tool'],
      ['tool'],
    ],
    [
      'a definition over several lines',
      'define text\nnot: a.o\n\t$(CC) -o not\nendef\ntool: main.c\n\t$(CC) \\\n  -o $@ $<\n',
      ['tool'],
      ['tool'],
    ],
  ])('with %s', (_, makefile, all, preferred) => {
    expect(links(makefile)).toEqual({ all, preferred });
  });

  it('that links under another name than its target is asked for the target', () => {
    const makefile =
      'all:\n\t$(CC) lib.c tests/one.c -o tests/one\nb:\n\t$(CC) -o two a.c\ntwo: a.c\n\t$(CC) -o two a.c\n';
    const recognised = recogniseC(filesFrom({ Makefile: makefile, 'tests/one.c': MAIN }), {});
    expect(recognised?.candidates.map(({ plan }) => plan)).toMatchObject([
      { target: 'all', output: 'tests/one' },
      { target: 'two', output: 'two' },
    ]);
  });

  it('is read with what it includes, each file once', () => {
    const texts = {
      'config.mk': 'PROG = tool\ninclude Makefile config.mk\n',
      'mk/rules.mk': '$(PROG): main.c\n\tgcc -o $@ $<\n',
    };
    const makefile = 'include config.mk ../outside.mk\n-include $(wildcard mk/*.mk) none.mk\n';
    expect(links(makefile, texts).all).toEqual(['tool']);
    const { advice } = recogniseC(filesFrom({ Makefile: makefile, 'main.c': MAIN, ...texts }), {}) ?? {};
    expect(advice?.[0]).toContain('mk/rules.mk:1 calls gcc by its name');
  });

  it('that hides what it makes is helped with --bin', () => {
    const hidden = 'include rules.mk\n';
    expect(() => links(hidden)).toThrow(
      expect.objectContaining({ fix: expect.arrayContaining([reads(expect.stringContaining('--bin'))]) }),
    );
    const recognised = recogniseC(filesFrom({ Makefile: hidden, 'main.c': MAIN }), { bin: 'out/tool' });
    expect(recognised?.candidates[0]?.plan).toEqual({ kind: 'make', output: 'out/tool', flags: [] });
  });

  it('that calls a compiler by its name gets a note', () => {
    const recognised = recogniseC(filesFrom({ Makefile: '\ntool: main.c\n\tgcc -o $@ $<\n', 'main.c': MAIN }), {});
    expect(recognised?.advice[0]).toContain('Makefile:2 calls gcc by its name');
  });

  it('runs nothing, and ends whatever it holds', () => {
    const variables = new Variables([
      ['A', '$(B)'],
      ['B', '$(A)'],
      ['L', 'x.c y.c'],
    ]);
    expect(expand('$(shell rm -rf /)$(A)', variables, none)).toBe('');
    expect(expand('$(L:.c=.o) $(patsubst %.c,o/%.o,$(L)) $$ $@ $(', variables, none)).toBe('x.o y.o o/x.o o/y.o $ $@ ');
    expect(expand('$(addprefix a/,$(notdir $(basename d/x.c y.c)))', variables, none)).toBe('a/x a/y');
    const tenfold = Array.from({ length: 20 }, (_, n): [string, string] => [`v${n}`, `$(v${n + 1})`.repeat(10)]);
    expect(expand('$(v0)', new Variables([...tenfold, ['v20', 'x']]), none).length).toBeLessThan(20_000);
    // GNU make 4.3: "Recursive variable 'R' references itself (eventually).  Stop."
    expect(expand('$(R)', new Variables([['R', 'a $(R) $(R:.c=.o) b']]), none)).toBe('a   b');
    expect(() => links(`${'$('.repeat(5_000)}\n`)).toThrow(expect.objectContaining({ exitCode: 1 }));
  });

  it.each([
    ['long lists', { L: '$(M) '.repeat(400), M: 'x.c '.repeat(400) }, '$(L)'],
    ['long replacements', { L: 'a'.repeat(8_000) }, '$(subst a,$(L),$(L))'],
    ['many globs', { L: '*.c '.repeat(3_000) }, '$(wildcard $(L))'],
  ])('makes no more of many lines than a Makefile may cost: %s', (_, texts, line) => {
    const variables = new Variables(Object.entries(texts));
    const files = filesFrom(Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`f${n}.c`, ''])));
    const lengths = Array.from({ length: 100 }, () => expand(line, variables, files).length);
    expect(lengths.reduce((sum, length) => sum + length)).toBeLessThan(20_000_000);
  });

  it('cannot put anything into the Containerfile but a plain name', () => {
    expect(() => links("x;id: a.o\n'$$(id)': a.o\n\t$(CC) -o $@ $<\n")).toThrow(
      expect.objectContaining({ exitCode: 1 }),
    );
    expect(() => links('tool: a.o\n', {}, { bin: '$(id)' })).toThrow(
      expect.objectContaining({ message: expect.stringContaining('the output "$(id)" cannot be written') }),
    );
  });
});

describe('a CMakeLists.txt', () => {
  it('with a library, a renamed program and tests', async () => {
    const recognised = recogniseC(await openFixture('c-cmake'), {});
    expect(recognised?.found).toEqual(['C: CMakeLists.txt, project Rotation, Rotation_tool, check']);
    expect(recognised?.preferred).toEqual([
      {
        bin: 'Rotation_tool',
        name: 'rot13',
        plan: { kind: 'cmake', target: 'Rotation_tool', output: 'rot13', flags: [] },
      },
    ]);
  });

  it('is taken before a Makefile, which can be asked for', () => {
    const texts = { 'CMakeLists.txt': 'add_executable(a main.c)\n', Makefile: 'b: b.o\n', 'main.c': MAIN };
    expect(recogniseC(filesFrom(texts), {})?.candidates[0]?.bin).toBe('a');
    expect(recogniseC(filesFrom(texts), {})?.found.at(-1)).toContain('--build-system make');
    expect(recogniseC(filesFrom(texts), { 'build-system': 'make' })?.candidates[0]?.bin).toBe('b');
    expect(recogniseC(filesFrom(texts), { 'build-system': 'sources' })?.candidates[0]?.bin).toBe('main');
  });

  it('whose variables grow beyond all measure is read all the same', () => {
    const sets = Array.from({ length: 20 }, (_, n) => `set(v${n} "${`\${v${n + 1}}`.repeat(10)}")`);
    const text = `${sets.join('\n')}\nadd_executable(tool "\${v0}")\n`;
    expect(recogniseC(filesFrom({ 'CMakeLists.txt': text, 'main.c': MAIN }), {})?.candidates[0]?.bin).toBe('tool');
  });

  it.each<[string, string, string]>([
    [
      'an open parenthesis',
      'project(x)\nadd_executable(x main.c\n',
      'CMakeLists.txt:2: the parenthesis of add_executable',
    ],
    ['an open quote', '\nset(X "a)\n', 'CMakeLists.txt:2: a quote is not closed'],
    ['no command', '(x)\n', 'CMakeLists.txt:1: a parenthesis is where a command'],
    ['a library', 'add_library(x main.c)\n', 'CMakeLists.txt: no add_executable was found'],
    ['a hostile target', 'add_executable("a$(id)b" main.c)\n', 'CMakeLists.txt: no add_executable was found'],
    ['a hostile name', 'add_executable("a;id" main.c)\n', 'CMakeLists.txt:1: the target "a;id" cannot be written'],
  ])('with %s is refused', (_, text, message) => {
    expect(() => recogniseC(filesFrom({ 'CMakeLists.txt': text, 'main.c': MAIN }), {})).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message), exitCode: 1 }),
    );
  });
});

it('CMake: a target of both branches is one, and a word in a name is no test', () => {
  const text = 'if(WIN32)\nadd_executable(app WIN32 main.c)\nelse()\nadd_executable(app main.c)\nendif()\n';
  const both = recogniseC(filesFrom({ 'CMakeLists.txt': text, 'main.c': MAIN }), {});
  expect(both?.candidates.map(({ bin }) => bin)).toEqual(['app']);
  const names = ['contest', 'gen', 'run_tests', 'bench-sum', 'test'];
  const several = names.map((name) => `add_executable(${name} main.c)\n`).join('');
  const found = recogniseC(filesFrom({ 'CMakeLists.txt': several, 'main.c': MAIN }), {});
  expect(found?.preferred.map(({ bin }) => bin)).toEqual(['contest', 'gen']);
});

describe('plain sources', () => {
  it('that are called the same are told apart by their folders', () => {
    const texts = { 'src/a/main.c': MAIN, 'src/b/main.c': MAIN, 'src/other.c': MAIN };
    const found = recogniseC(filesFrom(texts), {})?.candidates.map(({ bin, name }) => [bin, name]);
    expect(found).toEqual([
      ['src/a/main', 'a'],
      ['src/b/main', 'b'],
      ['other', 'other'],
    ]);
  });

  it('with several main() are programs that share the rest', async () => {
    const recognised = recogniseC(await openFixture('c-sources'), {});
    expect(recognised?.found).toEqual(['C: 3 source files, main() in src/main.c, src/selftest.c']);
    expect(recognised?.candidates.map(({ bin, plan }) => [bin, plan])).toEqual([
      ['main', expect.objectContaining({ sources: ['src/deep/sum.c', 'src/main.c'], includes: ['include'] })],
      ['selftest', expect.objectContaining({ patterns: ['src/deep/sum.c', 'src/selftest.c'] })],
    ]);
  });

  it('are named by a pattern where that means exactly them', () => {
    const texts = { 'main.c': MAIN, 'util.c': '', 'src/a.c': '', 'test/t.c': MAIN };
    expect(recogniseC(filesFrom(texts), {})?.candidates[0]?.plan).toMatchObject({ patterns: ['*.c', 'src/*.c'] });
  });

  it('may define main() as C did before its standard', () => {
    const old = 'int main(argc, argv)\n  int argc;\n  char *argv[];\n{ return 0; }\n';
    expect(recogniseC(filesFrom({ 'a.c': old }), {})?.candidates).toHaveLength(1);
    const endless = `int main(a)\n${'  int   a   ;\n'.repeat(2000)}`;
    expect(() => recogniseC(filesFrom({ 'a.c': endless }), {})).toThrow('no main()');
    expect(() => recogniseC(filesFrom({ 'a.c': 'int main(void);\nstruct x { int a; };\n' }), {})).toThrow('no main()');
  });

  it('keeps a folder called build where it is no build that left it', () => {
    const buildOutputs = (...paths: string[]) =>
      recogniseC(filesFrom({ 'a.c': MAIN, ...Object.fromEntries(paths.map((path) => [path, ''])) }), {})?.buildOutputs;
    expect(buildOutputs()).toContain('build');
    expect(buildOutputs('build/a.o', 'build/hello')).toContain('build');
    expect(buildOutputs('build/version.h')).not.toContain('build');
    expect(buildOutputs('build/CMakeCache.txt', 'build/config.h')).toContain('build');
  });

  it('that another build system configures are taken, with a note', () => {
    const recognised = recogniseC(filesFrom({ 'configure.ac': '', 'src/a.c': MAIN }), {});
    expect(recognised?.advice).toEqual([expect.stringContaining('configure.ac is not run')]);
  });

  it('without a main() are refused', () => {
    expect(() => recogniseC(filesFrom({ 'a.c': '// int main(void) {\nchar *x = "int main() {";\n' }), {})).toThrow(
      expect.objectContaining({ message: 'a.c: no main() was found in it or beside it.' }),
    );
  });
});

describe('what wasi-libc only imitates', () => {
  it('is asked for by flags, and an error names what it lacks', () => {
    const text =
      '#include <signal.h>\n#  include <sys/mman.h>\n#include <setjmp.h>\nlong t(void) { return clock ( ) + getpid(); }\n';
    const files = filesFrom({ 'a.c': text, 'main.c': MAIN, 'tests/b.c': '#include <sys/resource.h>' });
    expect(
      needsReader(files, {}, C)
        .needsOf()
        .flags.filter((flag) => flag.startsWith('-l')),
    ).toEqual([
      '-lwasi-emulated-signal',
      '-lwasi-emulated-mman',
      '-lwasi-emulated-process-clocks',
      '-lwasi-emulated-getpid',
    ]);
    expect(recogniseC(files, {})?.candidates[0]?.advice).toEqual([expect.stringContaining('a.c:3 uses setjmp.h')]);
  });
});

it('is nothing without a C file', () => {
  expect(recogniseC(filesFrom({ Makefile: 'all:\n' }), {})).toBeUndefined();
});

describe('make', () => {
  it('links with the compiler where the Makefile gives it one by its name, in a variable of its own', () => {
    const makefile =
      'CC = gcc\nLD\t= gcc # the linker\nLINKER := $(CC) -static\nHOSTCC = gcc\napp: main.o\n\t$(LD) -o $@ main.o\n';
    const [candidate] = recogniseC(filesFrom({ Makefile: makefile, 'main.c': MAIN }), {})?.preferred ?? [];
    expect(candidate?.plan).toMatchObject({ linkers: [{ name: 'LD', compiler: 'CC' }] });
    expect((makeView(candidate?.plan as MakePlan, C).tools as string[]).join(' ')).toContain("LD='$(CC)'");
    const given = recogniseC(filesFrom({ Makefile: makefile, 'main.c': MAIN }), { 'make-var': ['LD=ld'] });
    expect(given?.preferred[0]?.plan).not.toHaveProperty('linkers');
  });
});

describe('--define', () => {
  const cmake = filesFrom({ 'CMakeLists.txt': 'project(app C)\nadd_executable(app main.c)\n', 'main.c': MAIN });

  // CMake 3.31 makes `A:STRING` of -DA:WORD=1, without a word.
  it.each(['A:BOOL=ON', 'A:STRING=x:y', 'A:PATH=/x', 'A:FILEPATH=/x', 'A:INTERNAL=1', 'A=b:c'])(
    'takes %s for CMake',
    (define) => {
      expect(recogniseC(cmake, { define: [define] })?.preferred).toHaveLength(1);
    },
  );

  it.each(['A:WORD=1', 'A:bool=ON', 'A:=1'])('refuses %s for CMake, which would take it for STRING', (define) => {
    expect(() => recogniseC(cmake, { define: [define] })).toThrow(/CMake has no type|is not the name of an option/);
  });

  it('takes an option of a subproject for Meson', () => {
    const files = filesFrom({ 'meson.build': "project('app', 'c')\nexecutable('app', 'main.c')\n", 'main.c': MAIN });
    expect(recogniseC(files, { define: ['zlib:tests=false'] })?.preferred[0]?.plan).toMatchObject({
      define: [{ name: 'zlib:tests', value: 'false' }],
    });
  });
});
