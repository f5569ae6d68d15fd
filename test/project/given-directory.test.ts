import { describe, expect, it } from 'vitest';
import { Failure } from '../../generators/core/failure.js';
import { givenDirectory } from '../../generators/core/project/given-directory.js';

const windows = (given: string) => givenDirectory('C:\\work', given, 'win32');

describe('a directory given on Windows', () => {
  it.each([
    ['hello', 'C:\\work\\hello'],
    ['C:rel', 'C:\\work\\rel'],
    ['..\\a b\\ü', 'C:\\a b\\ü'],
    ['a/b', 'C:\\work\\a\\b'],
    ['\\rooted', 'C:\\rooted'],
    ['D:\\x', 'D:\\x'],
    ['\\\\?\\C:\\x\\y', 'C:\\x\\y'],
    ['\\\\?\\UNC\\server\\share\\x', '\\\\server\\share\\x'],
    ['\\\\server\\share\\x', '\\\\server\\share\\x'],
    ['.', 'C:\\work'],
    ['..', 'C:\\'],
    ['C:\\', 'C:\\'],
    ['.hidden', 'C:\\work\\.hidden'],
    ['console', 'C:\\work\\console'],
    ['com10', 'C:\\work\\com10'],
    ['a.con', 'C:\\work\\a.con'],
  ])('is a path without Windows prefix: %s', (given, directory) => {
    expect(windows(given)).toBe(directory);
  });

  it.each([
    ['con', /device/],
    ['CON', /device/],
    ['aux.txt', /device/],
    ['nul', /device/],
    ['x\\Prn\\y', /device/],
    ['com1.tar.gz', /device/],
    ['lpt\u00b2', /device/],
    ['aux .txt', /device/],
    ['conin$', /device/],
    ['\\\\.\\C:\\x', /device/],
    ['//./pipe/x', /device/],
    ['\\\\?\\C:\\nul', /device/],
    ['a?b', /"\?" in a name/],
    ['a*', /"\*" in a name/],
    ['a|b', /"\|" in a name/],
    ['a<b', /"<" in a name/],
    ['a"b', /in a name/],
    ['x\\a:b', /":" in a name/],
    ['a\tb', /"\\t" in a name/],
    ['dir.', /ends in a dot or a space/],
    ['dir ', /ends in a dot or a space/],
    ['dir...\\x', /ends in a dot or a space/],
  ])('is refused in a sentence: %j', (given, why) => {
    expect(() => windows(given)).toThrow(Failure);
    expect(() => windows(given)).toThrow(why);
  });
});

it.each(['con', 'aux.txt', 'a?b', 'dir.', 'a:b'])('elsewhere %s is a directory like any other', (given) => {
  expect(givenDirectory('/work', given, 'linux')).toBe(`/work/${given}`);
});
