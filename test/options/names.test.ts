import { describe, expect, it } from 'vitest';
import { projectName } from '../../generators/core/options/names.js';

describe('projectName', () => {
  it.each([
    ['hello', 'hello'],
    ['My App!', 'my-app'],
    ['  spaced   out  ', 'spaced-out'],
    ['FooBar', 'foobar'],
    ['snake_case', 'snake-case'],
    ['Größe', 'groesse'],
    ['naïve café', 'naive-cafe'],
    ['a/../b', 'a-b'],
    ['--leading', 'leading'],
    ['x$(rm -rf /)', 'x-rm-rf'],
    ['tab\u00a0space', 'tab-space'],
  ])('makes %j legal as %j', (typed, slug) => {
    expect(projectName(typed).slug).toBe(slug);
  });

  it('keeps what was typed as the title, trimmed', () => {
    expect(projectName('  My  "App"! ').title).toBe('My "App"!');
  });

  it.each([
    ['', 'a name is needed'],
    ['   ', 'a name is needed'],
    ['..', 'no letter from a to z'],
    ['🦄🦄', 'no letter from a to z'],
    ['3d', 'begins with a letter'],
    ['a\nb', 'one line of text'],
    ['a\u0000b', 'one line of text'],
    ['a\u202eb', 'one line of text'],
    ['\ud800x', 'one line of text'],
    ['con', 'device on Windows'],
    ['LPT1', 'device on Windows'],
    ['fn', 'Cargo refuses'],
    ['Test', 'Cargo refuses'],
    ['core', 'taken by the toolchains'],
    ['x'.repeat(65), 'at most 64'],
    ['x'.repeat(10_000), 'at most 128'],
  ])('refuses %j: %s', (typed, rule) => {
    expect(() => projectName(typed)).toThrow(rule);
  });

  it('never echoes a huge name in its message', () => {
    expect(() => projectName(`${'é'.repeat(10_000)}`)).toThrow(/^.{1,200}$/);
  });
});
