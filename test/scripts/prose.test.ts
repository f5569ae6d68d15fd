import { describe, expect, it } from 'vitest';
import { sourceTexts } from '../../scripts/prose/extract/source.mjs';
import { lineComments, withoutEjs } from '../../scripts/prose/extract/template.mjs';

const SOURCE = `import type { A } from './two words';
/** What a user sees. */
// A comment over
// two lines.
export const cancelled = (name: string, value: number) => {
  if (name === 'not a message') throw new Error(\`\${name} cannot be read: it is \${value + 1} bytes long. \` + 'Give another.');
  return { command: 'npm run something', text: \`shows \${value > 1 ? 'all of them' : name}\`, key: 'one' };
};
it.each([1])('a name of a test', () => {});
describe('another name', () => {});
`;

function textsOf(source: string): [string, number, string][] {
  return sourceTexts('a.ts', source).map(({ kind, line, text }) => [kind, line, text]);
}

describe('the texts of a source file', () => {
  it('are messages, docstrings, comments and names of tests, with their lines', () => {
    expect(textsOf(SOURCE)).toEqual([
      ['docstring', 2, 'What a user sees.'],
      ['comment', 3, 'A comment over two lines.'],
      ['message', 6, '{name} cannot be read: it is {…} bytes long. Give another.'],
      ['message', 7, 'shows {…}'],
      ['message', 7, 'all of them'],
      ['test', 9, 'a name of a test'],
      ['test', 10, 'another name'],
    ]);
  });

  it('have a paragraph for each tag and item of a docstring', () => {
    const source =
      '/**\n * Does one thing\n * and another.\n *\n * - an item\n * @param name what it is\n */\nexport const a = 1;\n';
    expect(textsOf(source)).toEqual([
      ['docstring', 2, 'Does one thing and another.'],
      ['docstring', 5, 'an item'],
      ['docstring', 6, '@param name what it is'],
    ]);
  });

  it('are none for tools and for lists of names', () => {
    const source = `// biome-ignore lint/a: why\nexport const names = '${'one '.repeat(20)}';\n`;
    expect(textsOf(source)).toEqual([]);
  });

  it('are an error where the file cannot be parsed', () => {
    expect(() => sourceTexts('a.ts', 'const = 1')).toThrow(/^a\.ts: /);
  });
});

describe('the comments of a template', () => {
  it('have the lines of the template, and nothing of EJS', () => {
    const template =
      '# The image of <%- title %>.\n<% if (a) { -%>\n# hadolint ignore=DL3029\nFROM scratch\n<% } -%>\n# Last.\n';
    expect(lineComments('Containerfile.ejs', withoutEjs(template))).toEqual([
      { kind: 'comment', line: 1, text: 'The image of ….' },
      { kind: 'comment', line: 6, text: 'Last.' },
    ]);
  });

  it('begin as the language of the file has it', () => {
    expect(lineComments('main.c.ejs', '#include <stdio.h>\n// Prints.\n/* Ends. */\n').map(({ text }) => text)).toEqual(
      ['Prints. Ends.'],
    );
  });
});
