import { describe, expect, it } from 'vitest';
import type { Question } from '../../generators/core/options/questions.js';
import { repeatLine } from '../../generators/core/options/repeat.js';
import { type AnswerSources, resolveAnswers } from '../../generators/core/options/resolve.js';
import { readStored, writeStored } from '../../generators/core/options/stored.js';
import { answersOf, driftOf } from '../../generators/core/presets/answers.js';
import { checkAnswers } from '../../generators/core/presets/check-answers.js';
import { LEAST, presetOf } from '../support/presets.js';

const acme = await presetOf({
  'wasm-oci.toml': `${LEAST}
[defaults]
image = "r.example/{language}/{name}:1"
[locked]
language = "c"
engine = "podman"
[checks]
image-prefix = ["r.example/"]
engines = ["podman"]
`,
});

const settle = (sources: Partial<AnswerSources>, given = true) =>
  resolveAnswers({ typed: {}, environment: {}, stored: {}, preset: answersOf(acme, given), ...sources }, 'My App');

describe('answers of a preset', () => {
  it('are taken without asking, with placeholders in place', async () => {
    const asked: string[] = [];
    const ask = async ({ key, ...question }: Question) => {
      asked.push(key);
      return key === 'name' ? 'My App' : question.default({});
    };
    expect(await settle({ ask })).toMatchObject({ language: 'c', image: 'r.example/c/my-app:1', engine: 'podman' });
    expect(asked).toEqual(['template', 'name']);
  });

  it('come after flag and environment, unless they are locked', async () => {
    expect(await settle({ typed: { image: 'x' }, environment: { WASM_OCI_IMAGE: 'y' } })).toMatchObject({
      image: 'x:latest',
    });
    expect(await settle({ environment: { WASM_OCI_IMAGE: 'y' } })).toMatchObject({ image: 'y:latest' });
  });

  it('come before stored answers when the preset is named, and after them when it is the stored one; locked ones always before', async () => {
    const stored = { image: 'z:1', language: 'rust' };
    expect(await settle({ stored }, true)).toMatchObject({ image: 'r.example/c/my-app:1', language: 'c' });
    expect(await settle({ stored }, false)).toMatchObject({ image: 'z:1', language: 'c' });
  });

  it.each([
    [
      { typed: { language: 'rust' } },
      '--language: "rust" contradicts the preset acme (acme/wasm-oci.toml:7, locked.language), which locks it to "c".',
    ],
    [{ environment: { WASM_OCI_ENGINE: 'docker' } }, 'WASM_OCI_ENGINE: "docker" contradicts the preset acme'],
    [{ typed: { engine: 'auto' } }, '--engine: "auto" contradicts the preset acme'],
    [{ typed: { language: 'java' } }, '--language: "java" is not one of'],
  ])('that are locked cannot be contradicted: %j', async (sources, message) => {
    await expect(settle(sources)).rejects.toMatchObject({ exitCode: 1, message: expect.stringContaining(message) });
  });

  it('that are locked may be said once more', async () => {
    expect(await settle({ typed: { language: 'c', engine: 'podman' } })).toMatchObject({ language: 'c' });
  });

  it.each([
    [{ image: 'quay.io/x:1', engine: 'podman' }, ':10, checks.image-prefix): the image is quay.io/x:1'],
    [{ image: 'r.examplex/x:1', engine: 'podman' }, 'the image is r.examplex/x:1'],
    [{ image: 'r.example/x:1', engine: 'docker' }, ':11, checks.engines): the engine is docker'],
  ] as const)('are checked: %j', (answers, message) => {
    expect(() => checkAnswers(acme, { ...answers, language: 'c' })).toThrow(message);
  });

  it('that are within the checks are taken', () => {
    expect(() => checkAnswers(acme, { image: 'r.example/x:1', engine: 'auto', language: 'c' })).not.toThrow();
  });
});

const opt = await presetOf({ 'wasm-oci.toml': `${LEAST}[defaults]\naot = true\n[locked]\nwasm-opt = true\n` });

describe('a yes or no of a preset', () => {
  const preset = answersOf(opt, true);
  const given = (typed: Record<string, string>) => resolveAnswers({ typed, environment: {}, stored: {}, preset }, 'x');

  it('is taken, unless a flag says otherwise or it is locked', async () => {
    expect(await given({})).toMatchObject({ aot: true, 'wasm-opt': true });
    expect(await given({ aot: 'no' })).toMatchObject({ aot: false });
    await expect(given({ 'wasm-opt': 'no' })).rejects.toMatchObject({ exitCode: 1 });
  });

  it('says nothing where it has no meaning: TinyGo runs wasm-opt itself', async () => {
    expect(await given({ language: 'tinygo' })).toMatchObject({ 'wasm-opt': false });
  });

  it('is repeated and stored when the user said otherwise', async () => {
    const answers = await given({ aot: 'no' });
    const line = repeatLine(answers, 'x', { preset: { source: './acme', defaults: opt.defaults } });
    expect(line).toContain('--preset ./acme --wasm-opt --no-aot --yes');
    const reference = { source: './acme', name: 'acme', hash: opt.hash };
    const stored = readStored(writeStored(undefined, answers, '1.0.0', { preset: reference }));
    expect(stored).toMatchObject({ aot: 'no', 'wasm-opt': 'yes' });
    const again = { typed: {}, environment: {}, stored: stored ?? {}, preset: answersOf(opt, false) };
    expect(await resolveAnswers(again)).toEqual(answers);
  });
});

describe('drift', () => {
  const known = { language: 'c', name: { title: 'a', slug: 'a' } } as const;

  it('is what a project stores and its preset locks otherwise', () => {
    expect(driftOf(acme, { language: 'rust', image: 'x' }, known)).toEqual([
      {
        key: 'language',
        found: 'rust',
        locked: 'c',
        where: expect.stringContaining('wasm-oci.toml:7, locked.language'),
      },
    ]);
  });

  it('is not what is only written otherwise, or not stored', async () => {
    const locked = await presetOf({ 'wasm-oci.toml': `${LEAST}[locked]\nimage = "r.example/{name}"\n` });
    expect(driftOf(acme, { language: 'c' }, known)).toEqual([]);
    expect(driftOf(locked, { image: 'r.example/a:latest' }, known)).toEqual([]);
    expect(driftOf(locked, { image: 'r.example/a:2' }, known)).toHaveLength(1);
  });
});

describe('a template that a preset names', () => {
  const preferring = presetOf({ 'wasm-oci.toml': `${LEAST}[defaults]\nlanguage = "c"\ntemplate = "http"\n` });

  it('is the default of a language that has it, and of no other', async () => {
    const answers = answersOf(await preferring, true);
    const template = async (language: string) =>
      (await resolveAnswers({ typed: { language }, environment: {}, stored: {}, preset: answers })).template;
    expect(await template('c')).toBe('http');
    expect(await template('tinygo')).toBe('cli');
  });
});
