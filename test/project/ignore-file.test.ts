import { expect, it } from 'vitest';
import { filesFrom } from '../../generators/core/languages/recognise/project-files.js';
import { ignoreAdvice, ignoredBy } from '../../generators/core/project/ignore-file.js';

it.each<[string, string[], string[]]>([
  ['# all\n*\n!src\n', ['Cargo.toml', 'a/b.c'], ['src', 'src/main.rs']],
  ['/target/\n./out\n', ['target/x', 'out/y'], ['src/target/x', 'outer']],
  ['**/*.o\r\n!keep.o\r\n', ['a.o', 'a/b.o'], ['keep.o', 'a.c']],
  ['!a\na\n', ['a', 'a/b'], ['b']],
  ['', [], ['a']],
])('%j', (text, out, kept) => {
  const ignored = ignoredBy(text);
  expect(out.filter((path) => !ignored(path))).toEqual([]);
  expect(kept.filter(ignored)).toEqual([]);
});

it('tells what a build cannot do without, and nothing of tests and documents', () => {
  const texts = { 'go.mod': '', 'main.go': '', 'main_test.go': '', 'docs/x.go': '', 'README.md': '' };
  const files = filesFrom({ ...texts, '.dockerignore': '*\n', '.containerignore': '*_test.go\ndocs\n*.md\n' });
  expect(ignoreAdvice(files)).toEqual([
    '.dockerignore leaves out go.mod and 1 more, which docker build would then not find: add a line !go.mod',
  ]);
});
