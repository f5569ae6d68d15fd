import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { definition, makeVariable } from '../../generators/core/languages/c/build-options.js';
import { recogniseC } from '../../generators/core/languages/c/detect/c.js';
import { filesFrom } from '../../generators/core/languages/detect/project-files.js';
import { buildTags, linkFlags } from '../../generators/core/languages/go/build-options.js';
import { goFlags, tinygoFlags } from '../../generators/core/languages/go/language.js';
import { shellWords, variablesOf } from '../../generators/core/languages/passed-on.js';
import { crateFlags } from '../../generators/core/languages/rust/language.js';

/** The words that a POSIX shell makes of a text. */
function wordsOfShell(text: string): string[] {
  return execFileSync('sh', ['-c', `printf '%s\\0' ${text}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}

describe('flags', () => {
  it.each([
    '-O3',
    '-O3 -DNAME=1   -I"a b"',
    `-DTEXT='"two words"'`,
    `-DTEXT=\\"two\\ words\\"`,
    `"-DA=a'b" '-DB=a"b' -DC='it'\\''s'`,
    `"a\\"b\\\\c\\d" '' x""y`,
    `'#' '$(id)' ';' '&&' '<<EOF' '*'`,
    '  -a  -b\u00a0c  ',
  ])('are parted as a shell parts %j', (text) => {
    expect(shellWords(text)).toEqual(wordsOfShell(text));
  });

  it('expand nothing', () => {
    expect(shellWords('-I$HOME `id` $(id) ~ *.c')).toEqual(['-I$HOME', '`id`', '$(id)', '~', '*.c']);
    expect(shellWords('')).toEqual([]);
  });

  it.each([`-D'x`, '-D"x', '-D"x\\"', 'x\\', 'a\nb', 'a\0b'])('%j is refused', (text) => {
    expect(() => shellWords(text)).toThrow();
  });
});

describe('a setting', () => {
  it('has a name and any text of one line', () => {
    expect(definition('WITH_X:BOOL=a=b "c"')).toEqual({ name: 'WITH_X:BOOL', value: 'a=b "c"' });
    expect(makeVariable('X=')).toEqual({ name: 'X', value: '' });
    expect(variablesOf(['A=1', 'B=$x', 'A=2'])).toEqual({ A: '2', B: '$x' });
  });

  it.each(['X', '=1', 'A B=1', '-X=1', 'X=a\nb', '$(X)=1'])('%j is none', (text) => {
    expect(() => definition(text)).toThrow();
    expect(() => makeVariable(text)).toThrow();
    expect(() => variablesOf([text])).toThrow();
  });

  it('does not replace what compiles for WebAssembly', () => {
    expect(() => definition('CMAKE_C_FLAGS=-O3')).toThrow('--cflags adds to it');
    expect(() => definition('CMAKE_TOOLCHAIN_FILE:PATH=x')).toThrow('CMAKE_TOOLCHAIN_FILE names');
    expect(() => makeVariable('CC=gcc')).toThrow('--cflags adds to it');
  });

  it('is for its own build system', () => {
    const files = filesFrom({ Makefile: 'x: x.o\n', 'x.c': 'int main(void) { return 0; }\n' });
    expect(() => recogniseC(files, { define: ['X=1'] })).toThrow(
      '--define is for CMake and Meson, and this project is built by make',
    );
    const built = { 'build-system': 'sources', 'make-var': ['X=1'] };
    expect(() => recogniseC(files, built)).toThrow('--make-var is for make, and this project is built by clang');
    const cmake = filesFrom({ 'CMakeLists.txt': 'add_executable(x x.c)\n', 'x.c': '' });
    expect(() => recogniseC(cmake, { ldflags: '-Wl,\\\\x' })).toThrow('CMake removes backslashes');
  });

  it('decides what a Makefile and a CMakeLists.txt build', () => {
    const text = 'NAME = no\nifeq ($(WITH),yes)\nNAME = $(STEM)-$(WITH)\nendif\n$(NAME): x.o\n\t$(CC) -o $@ $^\n';
    const make = recogniseC(filesFrom({ Makefile: text, 'x.c': '' }), { 'make-var': ['WITH=yes', 'STEM=a'] });
    expect(make?.candidates.map(({ bin }) => bin)).toEqual(['a-yes']);
    const lists = `add_executable($${'{NAME}'}-tool x.c)\n`;
    const cmake = recogniseC(filesFrom({ 'CMakeLists.txt': lists, 'x.c': '' }), { define: ['NAME:STRING=my'] });
    expect(cmake?.candidates.map(({ bin }) => bin)).toEqual(['my-tool']);
  });
});

describe('Go', () => {
  it('gets tags and linker flags as each of its compilers takes them', () => {
    const plan = { tags: buildTags('netgo, osusergo'), ldflags: shellWords(`-X 'main.text=two words'`) };
    expect(goFlags(plan).slice(2)).toEqual(['-tags=netgo,osusergo', `-ldflags=-s -w -X 'main.text=two words'`]);
    expect(tinygoFlags(plan).slice(2)).toEqual(['-tags=netgo osusergo', `-ldflags=-X 'main.text=two words'`]);
    expect(goFlags().at(-1)).toBe('-ldflags=-s -w');
  });

  it('gets a word with a single quote in double quotes, or not at all', () => {
    expect(linkFlags(["main.x=it's"])).toBe(`"main.x=it's"`);
    expect(() => linkFlags([`it's "x"`])).toThrow('single quote');
    expect(() => buildTags('a b!')).toThrow('"b!" is not a build tag');
  });
});

it('Rust gives the crate cc what it reads', () => {
  expect(crateFlags(['-O2', '-DX=1'])).toEqual({
    CFLAGS_wasm32_wasip1: '-O2 -DX=1',
    CXXFLAGS_wasm32_wasip1: '-O2 -DX=1',
  });
  expect(crateFlags(['-DX=a b'])).toMatchObject({ CFLAGS_wasm32_wasip1: "'-DX=a b'", CC_SHELL_ESCAPED_FLAGS: '1' });
});
