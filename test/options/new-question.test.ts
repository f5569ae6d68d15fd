import { expect, it, vi } from 'vitest';
import { commands } from '../../generators/commands/commands.js';
import { help as containerfile } from '../../generators/commands/containerfile/help.js';
import { updateFlags } from '../../generators/commands/update/flags.js';
import { help as update } from '../../generators/commands/update/help.js';
import { commandHelp } from '../../generators/core/options/command-help.js';
import { parseCommandLine } from '../../generators/core/options/command-line.js';
import { yeomanOptions } from '../../generators/core/options/flag.js';
import { mainHelp } from '../../generators/core/options/help.js';
import { refuseUnknownVariables } from '../../generators/core/options/known-variables.js';
import { mainFlags } from '../../generators/core/options/main-flags.js';
import { changedAnswers, newAnswersOf, updateLine } from '../../generators/core/options/new-answers.js';
import { refuseChanges, variablesForItAsItIs } from '../../generators/core/options/no-write.js';
import { parseFlags } from '../../generators/core/options/parse.js';
import type { Answers, Question } from '../../generators/core/options/questions.js';
import { repeatLine } from '../../generators/core/options/repeat.js';
import { type AnswerSources, optionTexts, resolveAnswers } from '../../generators/core/options/resolve.js';
import { readStored, writeStored } from '../../generators/core/options/stored.js';
import { answersOf } from '../../generators/core/presets/answers.js';
import { readSettings } from '../../generators/core/presets/settings.js';
import { askQuestion } from '../../generators/core/terminal/prompts.js';

// As docs/contributing.md says it ("Add a question"): an entry in questions.ts, and nothing else.
const { author } = vi.hoisted(() => ({
  author: {
    key: 'author',
    placeholder: 'WHO',
    help: 'who wrote the program',
    message: 'Who wrote it?',
    stored: true,
    default: () => '',
    parse: (text: string) => text.toUpperCase(),
  },
}));

vi.mock('../../generators/core/options/questions.js', async (original) => {
  const module = await original<typeof import('../../generators/core/options/questions.js')>();
  return { ...module, questions: [...module.questions, author] };
});

const question = author as unknown as Question;
const nothing: AnswerSources = { typed: {}, environment: {}, stored: {} };
const authorIn = async (sources: Partial<AnswerSources>) =>
  ((await resolveAnswers({ ...nothing, ...sources })) as Answers & { author: string }).author;
const answersWith = (author: string) => resolveAnswers({ ...nothing, typed: { author } });

it('a new question is asked, and its own rule checks what is typed', async () => {
  const prompts: Record<string, unknown>[] = [];
  const ask = (asked: object[]) => {
    prompts.push(...(asked as Record<string, unknown>[]));
    return Promise.resolve({ author: 'Ada' });
  };
  expect(await askQuestion(ask, question, {})).toBe('Ada');
  expect(prompts).toEqual([expect.objectContaining({ type: 'input', name: 'author', message: 'Who wrote it?' })]);
  expect(await authorIn({ ask: async ({ key, ...one }) => (key === question.key ? 'Ada' : one.default({})) })).toBe(
    'ADA',
  );
});

it('a new question is a flag of the main job, in its help, and an option of Yeoman', async () => {
  expect(parseCommandLine(['hello', '--author', 'Ada']).answers).toEqual({ author: 'Ada' });
  expect(() => parseCommandLine(['--auhtor', 'Ada'])).toThrow('Did you mean --author?');
  for (const help of [mainHelp(commands), commandHelp(containerfile)]) {
    expect(help).toMatch(/^ {2}--author WHO +who wrote the program$/m);
  }
  expect(Object.fromEntries(yeomanOptions(mainFlags))).toMatchObject({
    author: { type: String, description: 'who wrote the program' },
  });
  expect(await authorIn({ typed: optionTexts({ author: 'Ada' }), environment: { WASM_OCI_AUTHOR: 'Bob' } })).toBe(
    'ADA',
  );
});

it('a new question has an environment variable, which is in the help, and a slip of it is noticed', async () => {
  expect(await authorIn({ environment: { WASM_OCI_AUTHOR: 'Ada' } })).toBe('ADA');
  expect(mainHelp(commands)).toContain('WASM_OCI_AUTHOR');
  expect(() => refuseUnknownVariables({ WASM_OCI_AUTHRO: 'Ada' })).toThrow('Did you mean WASM_OCI_AUTHOR?');
});

it('a new text question that is stored is written to .yo-rc.json, and read from it', async () => {
  const json = writeStored(undefined, await answersWith('ada'), '1.2.3');
  expect(JSON.parse(json)['create-wasm-oci']).toMatchObject({ author: 'ADA', version: '1.2.3' });
  expect(readStored(json)).toMatchObject({ author: 'ADA' });
  expect(await authorIn({ stored: readStored(json) ?? {} })).toBe('ADA');
  // Written again without it, the old answer is not taken for another generator's.
  expect(readStored(writeStored(json, await answersWith(''), '1.2.3'))).not.toHaveProperty('author');
});

it('a new text question is stored where it says nothing and a preset says otherwise', async () => {
  const preset = { source: './acme', name: 'acme', hash: `sha256:${'0'.repeat(64)}` };
  const json = writeStored(undefined, await answersWith(''), '1.2.3', { preset });
  expect(readStored(json)).toMatchObject({ author: '' });
});

it('a stored answer to a new question obeys the rules of texts', () => {
  const json = JSON.stringify({ 'create-wasm-oci': { author: 'a\u001b[2J' } });
  expect(() => readStored(json)).toThrow('.yo-rc.json, "author": ');
});

it('a new text question is in the line that repeats a run', async () => {
  const line = repeatLine(await answersWith("o'neil $HOME"), 'hello');
  expect(line).toContain(`--author 'O'\\''NEIL $HOME' `);
  expect(repeatLine(await answersWith(''), 'hello')).not.toContain('author');
  const preset = { source: './acme', defaults: { author: 'acme' } };
  expect(repeatLine(await answersWith(''), 'hello', { preset })).toContain("--author '' ");
});

it('a new question is a key of presets, as a default and locked', async () => {
  const toml = (table: string, value: string) => `schema = 1\nname = "acme"\n[${table}]\nauthor = ${value}\n`;
  expect(readSettings(toml('defaults', '"{name} team"'), 'acme.toml').defaults).toEqual({ author: '{name} team' });
  expect(() => readSettings(toml('locked', 'true'), 'acme.toml')).toThrow('acme.toml:4: locked.author: ');
  const settings = readSettings(toml('locked', '"{name} team"'), 'acme.toml');
  const preset = { ...settings, shownFile: 'acme.toml' } as Parameters<typeof answersOf>[0];
  expect(await authorIn({ typed: { name: 'hello' }, preset: answersOf(preset, true) })).toBe('HELLO TEAM');
  await expect(authorIn({ typed: { author: 'ada' }, preset: answersOf(preset, true) })).rejects.toThrow(
    '--author: "ada" contradicts the preset acme (acme.toml:4, locked.author)',
  );
});

it('update takes another answer to a new question, and shows what changes', async () => {
  expect(commandHelp(update)).toContain('--author WHO');
  const { values } = parseFlags(['--author', 'Ada'], updateFlags, 'update');
  expect(newAnswersOf(values, ['a', 'b'])).toEqual({ author: 'Ada' });
  const stored = readStored(writeStored(undefined, await answersWith(''), '1.2.3')) ?? {};
  const answers = await resolveAnswers({ ...nothing, stored, typed: { author: 'ada' } });
  expect(changedAnswers(answers, stored)).toEqual([{ key: 'author', from: undefined, to: 'ADA' }]);
  expect(updateLine(answers, stored, 'hello')).toBe('create-wasm-oci update hello --author=ADA');
});

it('a project from before a new question had its default, which is no change', async () => {
  const stored = { language: 'rust', name: 'hello-wasm', image: 'localhost/hello-wasm:latest', version: '0.0.1' };
  expect(changedAnswers(await resolveAnswers({ ...nothing, stored }), stored)).toEqual([]);
});

it('--no-write takes no other answer to a new question', async () => {
  const stored = readStored(writeStored(undefined, await answersWith('ada'), '1.2.3')) ?? {};
  const typed = { author: 'bob' };
  const answers = await resolveAnswers({ ...nothing, stored, typed });
  expect(() => refuseChanges(typed, answers, stored, 'hello')).toThrow(
    '--no-write builds the project unchanged, and --author would change it.',
  );
  expect(variablesForItAsItIs({ WASM_OCI_AUTHOR: 'bob' })).not.toHaveProperty('WASM_OCI_AUTHOR');
});
