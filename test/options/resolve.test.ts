import { describe, expect, it } from 'vitest';
import type { Known, Question } from '../../generators/core/options/questions.js';
import { type AnswerSources, optionTexts, resolveAnswers } from '../../generators/core/options/resolve.js';
import { reads } from '../support/fixes.js';

const nothing: AnswerSources = { typed: {}, environment: {}, stored: {} };

describe('resolveAnswers', () => {
  it('takes defaults where nothing is given and nobody is asked', async () => {
    expect(await resolveAnswers(nothing, 'My Dir')).toEqual({
      add: [],
      language: 'rust',
      template: 'cli',
      name: { title: 'My Dir', slug: 'my-dir' },
      image: 'localhost/my-dir:latest',
      engine: 'auto',
      'wasm-opt': false,
      aot: false,
      'pin-digests': false,
      sbom: 'none',
      sign: '',
      platforms: 'wasm',
      'accept-empty': false,
    });
  });

  it('prefers flag to environment to stored answer to prompt to default', async () => {
    const ask = async () => 'tinygo';
    const typed = { language: 'c' };
    const environment = { WASM_OCI_LANGUAGE: 'rust' };
    const stored = { language: 'tinygo' };
    const language = async (sources: Partial<AnswerSources>) =>
      (
        await resolveAnswers({
          ...nothing,
          typed: { template: 'cli', name: 'n', image: 'i', engine: 'auto' },
          ...sources,
        })
      ).language;
    const rest = { template: 'cli', name: 'n', image: 'i', engine: 'auto' };
    expect(await language({ typed: { ...rest, ...typed }, environment, stored, ask })).toBe('c');
    expect(await language({ typed: rest, environment, stored, ask })).toBe('rust');
    expect(await language({ typed: rest, stored, ask })).toBe('tinygo');
    expect(await language({ typed: rest, ask })).toBe('tinygo');
    expect(await language({ typed: rest })).toBe('rust');
  });

  it('asks only what is still open, and tells each question what is known', async () => {
    const asked: [string, Known][] = [];
    const ask = async (question: Question, known: Known) => {
      asked.push([question.key, known]);
      return question.default(known);
    };
    await resolveAnswers({ ...nothing, typed: { language: 'c', name: 'My App' }, ask });
    expect(asked.map(([key]) => key)).toEqual(['template', 'image', 'engine']);
    expect(asked[1]?.[1]).toMatchObject({ language: 'c', name: { slug: 'my-app' } });
  });

  it('takes yes and no from every source, and asks neither', async () => {
    const ask = async (question: Question, known: Known) => {
      if (question.key === 'aot' || question.key === 'wasm-opt') throw new Error(`asked for ${question.key}`);
      return question.default(known);
    };
    const { 'wasm-opt': wasmOpt, aot } = await resolveAnswers({
      typed: optionTexts({ aot: false }),
      environment: { WASM_OCI_WASM_OPT: 'yes' },
      stored: { aot: 'yes' },
      ask,
    });
    expect({ wasmOpt, aot }).toEqual({ wasmOpt: true, aot: false });
    expect((await resolveAnswers({ ...nothing, stored: { aot: 'yes' } })).aot).toBe(true);
  });

  it('treats an empty environment variable as unset', async () => {
    const answers = await resolveAnswers({ ...nothing, environment: { WASM_OCI_LANGUAGE: '' } }, 'x');
    expect(answers.language).toBe('rust');
  });

  it.each([
    [{ typed: { language: 'java' } }, '--language: "java" is not one of rust, c, cpp, tinygo, go'],
    [{ environment: { WASM_OCI_IMAGE: 'A B' } }, 'WASM_OCI_IMAGE: "A B" is not an image reference'],
    [{ stored: { name: '..' } }, '.yo-rc.json, "name": ".." has no letter'],
    [{ typed: { engine: 'lxc' } }, '--engine: "lxc" is not one of'],
    [{ environment: { WASM_OCI_AOT: '1' } }, 'WASM_OCI_AOT: "1" is not one of yes, no'],
    [{ typed: { language: 'tinygo', 'wasm-opt': 'yes' } }, '--wasm-opt: the compiler of TinyGo runs wasm-opt itself'],
  ])('names the place that holds a wrong value: %j', async (sources, message) => {
    await expect(resolveAnswers({ ...nothing, ...sources }, 'x')).rejects.toMatchObject({
      message: expect.stringContaining(message),
      exitCode: 1,
      fix: [reads(expect.stringContaining('--'))],
    });
  });
});
