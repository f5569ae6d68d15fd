import { describe, expect, it } from 'vitest';
import {
  jsonText,
  onlyStyled,
  printable,
  printableLine,
  printableLines,
} from '../../generators/core/terminal/printable.js';
import fc from '../support/fast-check.js';

/** Everything that ECMA-48, Unicode's bidi algorithm and xterm act upon, as a text could hold it. */
const hostile = [
  '\u001b]52;c;aGk=\u0007',
  '\u001b]8;;https://example.com\u001b\\link\u001b]8;;\u001b\\',
  '\u001b[2K\u001b[1A',
  '\u001b[8m',
  '\u001bc',
  '\u009b31m',
  '\u009d0;title\u009c',
  '\u007f',
  '\u0000',
  '\b\b\b',
  'a\rb',
  'a\nb',
  '\u202e',
  '\u2066',
  '\u2028',
  '\u200b',
  '\u{e0041}',
  '\ud800',
];
const ACTS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe('a text on one line', () => {
  it.each(hostile)('%j holds nothing that a terminal acts upon', (text) => {
    expect(printable(`a${text}b`)).not.toMatch(ACTS);
  });

  it('shows the code point of what cannot be shown, and is cut at the limit', () => {
    expect(printable('a\u001b[1mb')).toBe('a\\u{1b}[1mb');
    expect(printable('abcdef', 3)).toBe('abc…');
    expect(printable('Grüße, 世界 🎉')).toBe('Grüße, 世界 🎉');
  });
});

describe('the output of another program', () => {
  it.each(hostile)('%j holds nothing active but line ends', (text) => {
    expect(printableLines(`a${text}b`).replaceAll('\n', '')).not.toMatch(ACTS);
  });

  it('loses its colors and keeps its tabs', () => {
    expect(printableLine('\u001b[1;31merror\u001b[0m:\tno main\r')).toBe('error:\tno main');
  });
});

describe('a whole report', () => {
  it("keeps line ends, tabs and this program's own styles, and nothing else", () => {
    const styled = '\u001b[1mname\u001b[22m\t\u001b[32mok\u001b[39m\n';
    expect(onlyStyled(styled)).toBe(styled);
    for (const text of hostile) {
      expect(onlyStyled(text).replaceAll('\n', '')).not.toMatch(ACTS);
    }
  });
});

describe('JSON', () => {
  it.each(hostile)('%j is escaped, and the same when it is read', (text) => {
    const printed = jsonText({ text, [`key${text}`]: 1 }, 2);
    expect(printed.replaceAll('\n', '')).not.toMatch(ACTS);
    expect(JSON.parse(printed)).toEqual({ text, [`key${text}`]: 1 });
  });

  it('is equal to the value for every value that JSON can hold', () => {
    const same = fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)));
    });
    fc.assert(same);
  });
});
