import { describe, expect, it } from 'vitest';
import { commands } from '../../generators/commands/commands.js';
import { commandHelp, type Example } from '../../generators/core/options/command-help.js';
import { parseCommandLine } from '../../generators/core/options/command-line.js';
import { commandNames } from '../../generators/core/options/command-list.js';
import { type Flag, flagGroups } from '../../generators/core/options/flag.js';
import { mainExamples, mainHelp } from '../../generators/core/options/help.js';
import { containerfileFlags, mainFlags } from '../../generators/core/options/main-flags.js';
import { parseFlags } from '../../generators/core/options/parse.js';
import { optionTexts, resolveAnswers } from '../../generators/core/options/resolve.js';
import { helpAsTyped, type Starter } from '../../generators/core/options/started-by.js';

const helps = await Promise.all(commands.map(async (command) => ({ ...command, help: (await command.help()).help })));
const texts: [name: string, text: string][] = [
  ['the main job', mainHelp(commands)],
  ...helps.map(({ name, help }): [string, string] => [name, commandHelp(help)]),
];
const starters: Starter[] = [undefined, 'npm-init', 'npm-exec', 'npm-start', 'pnpm', 'yarn', 'bun'];

/** The words of an example. None needs a quote. */
function wordsOf({ line }: Example): string[] {
  expect(line).toMatch(/^[\w./:= -]+$/);
  return line.split(' ');
}

function expectChoices(values: Record<string, unknown>, flags: readonly Flag[]): void {
  for (const { key, choices } of flags) {
    const value = values[key];
    const given = [value].flat().filter((each) => each !== undefined);
    if (choices) expect(choices.map((choice) => choice.value)).toEqual(expect.arrayContaining(given));
  }
}

it('every command has a help', () => {
  expect(commands.map(({ name }) => name).sort()).toEqual([...commandNames].sort());
  expect(helps.map(({ help }) => help.name)).toEqual(commands.map(({ name }) => name));
});

describe.each(texts)('the help of %s', (_name, text) => {
  it.each(starters)('has at most 80 columns, started by %s', (starter) => {
    for (const line of helpAsTyped(text, starter).split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it('begins with what it does and two examples or more', () => {
    const [does, examples, usage] = text.split('\n\n');
    expect(does).toMatch(/^[A-Z].+\.$/s);
    expect(examples).toMatch(/^Examples:(\n {2}# \S.*\n {2}create-wasm-oci \S.*){2,}$/);
    expect(usage).toMatch(/^Usage: /);
  });

  it('has the commands of its examples as each package manager runs them', () => {
    expect(helpAsTyped(text, 'npm-init')).toMatch(/^ {2}npx create-wasm-oci /m);
    expect(helpAsTyped(text, 'bun')).toMatch(/^ {2}bunx create-wasm-oci /m);
    expect(helpAsTyped(text, 'bun')).not.toMatch(/^ {2}create-wasm-oci /m);
  });
});

describe.each(helps)('an example of $name', ({ name, help }) => {
  it.each(help.examples.map((example) => [example.line, example] as const))(
    'is a command line: %s',
    (_line, example) => {
      const [command, ...words] = wordsOf(example);
      expect(command).toBe(name);
      const own = help.behindDashes && words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
      const { values, positionals } = parseFlags<Flag>(own, help.flags, name);
      expectChoices(values, help.flags);
      const operands = help.operands ?? [];
      const most = operands.some(({ usage }) => usage.includes('...')) ? Number.POSITIVE_INFINITY : operands.length;
      expect(positionals.length).toBeLessThanOrEqual(most);
      for (const [index, { choices }] of operands.entries()) {
        if (choices && positionals[index] !== undefined) {
          expect(choices.map(({ value }) => value)).toContain(positionals[index]);
        }
      }
    },
  );
});

describe('an example of the main job', () => {
  it.each(mainExamples)('is a command line with valid answers: $line', async (example) => {
    const { answers, directory } = parseCommandLine(wordsOf(example));
    expect(directory).toBe('hello');
    const typed = optionTexts(answers);
    const resolved = await resolveAnswers({ typed, environment: {}, stored: {} });
    expect(resolved).toMatchObject(typed);
  });
});

it.each([...new Set([...mainFlags, ...containerfileFlags])])('--$key is in a group of the help', ({ group }) => {
  expect(Object.keys(flagGroups)).toContain(group);
});

it('the groups of the main help are in their order, and a hidden command is in no list', () => {
  const text = mainHelp(commands);
  const headings = ['What to make', 'How to build', 'Output', 'Files and prompts', 'Presets', 'Other options'];
  const places = headings.map((heading) => text.indexOf(`\n${heading}:\n`));
  expect(places).toEqual([...places].sort((one, other) => one - other));
  expect(places).not.toContain(-1);
  expect(text).not.toMatch(/^ {2}render/m);
  expect(text).toMatch(/^ {2}doctor /m);
});
