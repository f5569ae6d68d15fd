import { expect, it } from 'vitest';
import { lastLines } from '../../generators/core/system/last-lines.js';
import { failureText } from '../../generators/core/terminal/failure-text.js';

/** What a user sees of a program's output, in characters. */
const shown = (output: string) => failureText({ message: '', fix: [], output: lastLines(output) }).length;

it.each([
  ['letters', 'x'],
  ['NUL', '\0'],
  ['ESC', '\u001b'],
  ['zero-width spaces', '\u200b'],
  ['tags of an emoji', '\u{e0041}'],
  ['unpaired surrogates', '\ud800'],
  ['lines of one character', '\u200b\n'],
])('of a megabyte of %s, no more than a screenful is shown', (_, piece) => {
  expect(shown(piece.repeat(1024 * 1024))).toBeLessThan(25_000);
});

it('an error of forty long lines with colors is shown whole', () => {
  const lines = Array.from({ length: 40 }, (_, at) => `\u001b[1m\u001b[31m${at}\u001b[0m:\t${'x'.repeat(400)}`);
  expect(lastLines(`earlier\n${lines.join('\n')}\n`)).toEqual(lines);
});

it('an output longer than the limit is cut at its beginning, to the character', () => {
  expect(lastLines(`a${'x'.repeat(19_999)}`)).toEqual([`a${'x'.repeat(19_999)}`]);
  expect(lastLines(`a${'x'.repeat(20_000)}`)).toEqual(['x'.repeat(20_000)]);
});
