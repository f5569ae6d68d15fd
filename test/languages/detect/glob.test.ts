import { expect, it } from 'vitest';
import { globPattern } from '../../../generators/core/languages/detect/glob.js';

it.each<[string, string[], string[]]>([
  ['a', ['a'], ['b', 'a/b', 'ab', '']],
  ['*.c', ['a.c', '.c', 'é.c'], ['a.c/b', 'src/a.c', 'a.h']],
  ['a?c', ['abc', 'a😀c'], ['ac', 'a/c', 'abbc']],
  ['crates/*', ['crates/a', 'crates/'], ['crates/a/b', 'crates']],
  ['**', ['', 'a', 'a/b'], []],
  ['a/**', ['a/b', 'a/b/c'], ['a', 'b/a/c']],
  ['**/b', ['b', 'a/b', 'a/a/b'], ['ab', 'a/ab', 'b/a']],
  ['a/**/b', ['a/b', 'a/c/b', 'a/c/d/b'], ['a/cb', 'ab']],
  ['**/*.o', ['a.o', 'a/b.o'], ['a.c', 'a.o/b']],
  ['[a].(b)+', ['[a].(b)+'], ['a.b']],
])('%s', (glob, matching, others) => {
  const pattern = globPattern(glob);
  expect(matching.filter((path) => !pattern.test(path))).toEqual([]);
  expect(others.filter((path) => pattern.test(path))).toEqual([]);
});

it('ends, however many ways there are to match', () => {
  expect(globPattern(`${'*a'.repeat(40)}b`).test('a'.repeat(200))).toBe(false);
  expect(globPattern(`${'**/*a'.repeat(40)}b`).test('a/a'.repeat(200))).toBe(false);
});
