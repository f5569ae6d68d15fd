import { describe, expect, it } from 'vitest';
import { blocksOf, shows } from '../support/pages.js';

const FENCE = '```';

describe('the blocks of a page', () => {
  it('are commands with their output', () => {
    const text = '$ cd my-app\n$ cat a \\\n> b\n1\n\n> 2\n';
    expect(blocksOf(`# Page\n\n${FENCE}console\n${text}${FENCE}\n`)).toEqual([
      {
        line: 3,
        language: 'console',
        text,
        steps: [
          { command: 'cd my-app', output: [] },
          { command: 'cat a \\\nb', output: ['1', '', '> 2'] },
        ],
      },
    ]);
  });

  it('carry the reason for which they are not run, and what the reader has before', () => {
    const markdown = [
      `<!-- not run: macOS only -->\n${FENCE}sh\na\n${FENCE}\n`,
      `<!-- first: mkdir x\ncd x -->\n\n${FENCE}sh\nb\n${FENCE}\n`,
      `${FENCE}toml file=x/a.toml\nc\n${FENCE}\n`,
    ].join('\n');
    expect(blocksOf(markdown)).toMatchObject([
      { notRun: 'macOS only', text: 'a\n', line: 2 },
      { first: 'mkdir x\ncd x', text: 'b\n' },
      { file: 'x/a.toml', text: 'c\n' },
    ]);
  });

  it('begin with a command where they have output', () => {
    expect(() => blocksOf(`${FENCE}console\nerror: x\n${FENCE}\n`)).toThrow(
      'begins with a command, not with "error: x"',
    );
  });
});

describe('what a page shows', () => {
  const digest = (digit: string) => `sha256:${digit.repeat(64)}`;

  it.each([
    ['the same', ['a', '', '  b'], 'a\n\n  b\n'],
    ['another digest', [`image ${digest('a')}`], `image ${digest('0')}`],
    ['another size and time', ['43,026 bytes, 2.9 to build, 1 s'], '7 bytes, 30.2 to build, 0.5 s'],
    ['another version', ['podman 5.4.2'], 'podman 6.0.0-rc1'],
    ['any text of a line', ['a … b', 'c …'], 'a x y b\nc z'],
    ['any lines', ['a', '…', 'b'], 'a\n1\n2\nb'],
    ['no line', ['…', 'b'], 'b'],
  ])('is true of %s', (_, output, printed) => {
    expect(shows(output, printed)).toBe(true);
  });

  it.each([
    ['another word', ['a is there'], 'a is here'],
    ['a line more', ['a'], 'a\nb'],
    ['a line less', ['a', 'b'], 'a'],
    ['a value of another kind', [digest('a')], '12 bytes'],
    ['text over two lines', ['a … b'], 'a\nb'],
    ['a line between', ['…', 'b'], 'a\nb\nc'],
    ['characters of a regular expression', ['a.c'], 'abc'],
  ])('is not true of %s', (_, output, printed) => {
    expect(shows(output, printed)).toBe(false);
  });
});
