import TOML from '@iarna/toml';
import { describe, expect, it } from 'vitest';
import { cString, escapers, goString, rustString } from '../../generators/core/languages/escape.js';

describe('escapers', () => {
  it.each([
    [rustString, 'a"b\\c{d}', '"a\\"b\\\\c{d}"'],
    [goString, 'a"b\\c`é', '"a\\"b\\\\c`é"'],
    [cString, 'a"b\\c%s', '"a\\"b\\\\c%s"'],
    [cString, 'what??/???', '"what?\\?/?\\?\\?"'],
    [escapers.label, 'a"b\\c$d', '"a\\"b\\\\c\\$d"'],
    [escapers.json, 'a"b', '"a\\"b"'],
    [escapers.shell, 'plain/path:1.0', 'plain/path:1.0'],
    [escapers.shell, "it's $(x)", "'it'\\''s $(x)'"],
    [escapers.shell, '', "''"],
    [escapers.markdown, 'My App!', 'My App!'],
    [escapers.markdown, '<b>*x*_y_[z](u)', '\\<b\\>\\*x\\*\\_y\\_\\[z\\](u)'],
  ])('%o writes %j', (write, text, expected) => {
    expect(write(text)).toBe(expected);
  });

  it('writes TOML strings that its own parser reads back', () => {
    const text = 'a"b\\c\'d#e=é🦄';
    expect(TOML.parse(`x = ${escapers.toml(text)}`)).toEqual({ x: text });
  });
});
