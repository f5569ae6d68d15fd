import { expect, it } from 'vitest';
import { compilers, findTemplate, templateKinds } from '../../generators/core/languages/languages.js';
import { parseCommandLine } from '../../generators/core/options/command-line.js';
import { containerfileFlags, mainFlags } from '../../generators/core/options/main-flags.js';
import { answerable, otherProject } from '../../generators/core/options/new-answers.js';
import { refuseChanges } from '../../generators/core/options/no-write.js';
import { offered, questionOf } from '../../generators/core/options/questions.js';
import { repeatLine } from '../../generators/core/options/repeat.js';
import { type AnswerSources, resolveAnswers } from '../../generators/core/options/resolve.js';
import { readStored, writeStored } from '../../generators/core/options/stored.js';
import { answersWith } from '../support/answers.js';

const nothing: AnswerSources = { typed: {}, environment: {}, stored: {} };

it('every compiler has the template cli, which is the default', async () => {
  for (const { id } of compilers) {
    expect(findTemplate(id, 'cli'), id).toBeDefined();
    expect(await resolveAnswers({ ...nothing, typed: { language: id } })).toMatchObject({ template: 'cli' });
  }
});

it('a template that does not exist is refused with the list', async () => {
  const list = templateKinds.map(({ id }) => id).join(', ');
  await expect(resolveAnswers({ ...nothing, typed: { template: 'grpc' } })).rejects.toThrow(
    `--template: "grpc" is not one of ${list}`,
  );
});

it.each([
  ['tinygo', 'TinyGo has no template "http": TinyGo cannot compile a server of net/http; Rust, C, C++, Go have it'],
])('--template http of %s is refused with the reason, and the languages that have it', async (language, message) => {
  await expect(resolveAnswers({ ...nothing, typed: { language, template: 'http' } })).rejects.toMatchObject({
    message: `--template: ${message}`,
    exitCode: 1,
  });
});

it('a preset that prefers a template gives another language its default, and one that locks it is an error', async () => {
  const said = (key: string) => (key === 'template' ? { text: 'http', origin: 'the preset acme' } : undefined);
  const locking: AnswerSources = {
    ...nothing,
    typed: { language: 'tinygo' },
    preset: { locked: said, default: () => undefined, given: true },
  };
  await expect(resolveAnswers(locking)).rejects.toThrow('the preset acme: TinyGo has no template "http"');
});

it('the template is asked only where the language has more than one', async () => {
  for (const { id } of compilers) {
    const asked: string[] = [];
    const ask: NonNullable<AnswerSources['ask']> = async ({ key, ...one }, known) => {
      asked.push(key);
      return one.default(known);
    };
    await resolveAnswers({ ...nothing, typed: { language: id }, ask });
    const choices = offered(questionOf('template') as never, { language: id });
    expect(asked.includes('template'), id).toBe(choices.length > 1);
  }
});

it('the default template is neither stored nor in the line that repeats a run', () => {
  const answers = answersWith();
  expect(readStored(writeStored(undefined, answers, '1.2.3'))).not.toHaveProperty('template');
  expect(repeatLine(answers, 'hello')).not.toContain('--template');
});

it('the default template is stored where a preset may have another', () => {
  const preset = { source: './acme', name: 'acme', hash: `sha256:${'0'.repeat(64)}` };
  expect(readStored(writeStored(undefined, answersWith(), '1.2.3', { preset }))).toMatchObject({ template: 'cli' });
  const line = repeatLine(answersWith(), 'hello', { preset: { source: './acme', defaults: { template: 'http' } } });
  expect(line).toContain('--template cli ');
});

it('an existing project has no template: no flag, nothing stored, and a variable for new projects changes nothing', async () => {
  expect(mainFlags.some(({ key }) => key === 'template')).toBe(true);
  expect(containerfileFlags.some(({ key }) => key === 'template')).toBe(false);
  const answers = await resolveAnswers({ ...nothing, environment: { WASM_OCI_TEMPLATE: 'other' } }, undefined, {
    existing: true,
  });
  expect(answers.template).toBe('cli');
  const preset = { source: './acme', name: 'acme', hash: `sha256:${'0'.repeat(64)}` };
  const json = writeStored(undefined, answers, '1.2.3', { preset, selection: {} });
  expect(readStored(json)).not.toHaveProperty('template');
});

it('a project that stores no template is of the default one, and another template makes it another project', () => {
  expect(answerable.some(({ key }) => key === 'template')).toBe(false);
  const stored = readStored(writeStored(undefined, answersWith(), '1.2.3')) ?? {};
  expect(otherProject(answersWith(), stored)).toEqual([]);
  const other = { ...answersWith(), template: 'other' } as never;
  expect(otherProject(other, stored).map(({ key }) => key)).toEqual(['template']);
  expect(() => refuseChanges({ template: 'other' }, other, stored, 'hello')).toThrow(
    '--no-write builds the project unchanged, and --template would change it.',
  );
});

it('the command line has --template', () => {
  expect(parseCommandLine(['hello', '--template', 'cli']).answers).toEqual({ template: 'cli' });
});
