import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { renderAll } from '../../generators/commands/preset/render-all.js';
import { presetDocument, presetText } from '../../generators/commands/preset/report.js';
import type { Question } from '../../generators/core/options/questions.js';
import { type AnswerSources, resolveAnswers } from '../../generators/core/options/resolve.js';
import { answersOf } from '../../generators/core/presets/answers.js';
import { checkAnswers } from '../../generators/core/presets/check-answers.js';
import { LEAST, presetOf } from '../support/presets.js';

const allowing = (list: string, more = '') => presetOf({ 'wasm-oci.toml': `${LEAST}languages = ${list}\n${more}` });
const some = await allowing('["go", "c"]');

/** The answers with a preset, and what was asked: the question's choices and default. */
async function answered(preset: typeof some, sources: Partial<AnswerSources> = {}, language = 'c') {
  const asked: { key: string; choices: string[]; default: string }[] = [];
  const ask = async (question: Question) => {
    asked.push({
      key: question.key,
      choices: (question.choices ?? []).map(({ value }) => value),
      default: question.default({}),
    });
    return question.key === 'language' ? language : question.default({ language: 'c' } as never);
  };
  const answers = await resolveAnswers({
    typed: { name: 'a' },
    environment: {},
    stored: {},
    preset: answersOf(preset, true),
    ...(sources.ask ? { ask } : {}),
    ...sources,
    ...(sources.ask && { ask }),
  });
  return { answers, asked: asked.find(({ key }) => key === 'language') };
}

const prompted = { ask: async () => '' };

describe('the languages that a preset allows', () => {
  it('are those that a prompt offers, the first of them where the usual one is not allowed', async () => {
    const { asked } = await answered(some, prompted);
    expect(asked).toEqual({ key: 'language', choices: ['c', 'go'], default: 'go' });
    const { asked: usual } = await answered(await allowing('["c", "rust"]'), prompted);
    expect(usual?.default).toBe('rust');
  });

  it('are not asked for where it is one, or the preset has a default', async () => {
    const one = await answered(await allowing('["tinygo"]'), prompted);
    expect([one.asked, one.answers.language]).toEqual([undefined, 'tinygo']);
    const usual = await answered(await allowing('["go", "c"]', '[defaults]\nlanguage = "c"\n'), prompted);
    expect([usual.asked, usual.answers.language]).toEqual([undefined, 'c']);
  });

  it('have the first of them where nobody is asked', async () => {
    expect((await answered(some)).answers.language).toBe('go');
  });

  it('are all that a flag, a variable or a project may have, and the error has file, line and flag', async () => {
    for (const sources of [
      { typed: { name: 'a', language: 'rust' } },
      { environment: { WASM_OCI_LANGUAGE: 'rust' } },
      { stored: { language: 'rust' } },
    ]) {
      const { answers } = await answered(some, sources);
      expect(() => checkAnswers(some, answers)).toThrow(
        expect.objectContaining({
          exitCode: 1,
          message: 'The preset acme (acme/wasm-oci.toml:3, languages): the language is Rust, but must be Go or C.',
          fix: [{ text: 'Give another one with --language go, or use another preset.' }],
        }),
      );
    }
    const { answers } = await answered(some, { typed: { name: 'a', language: 'c' } });
    expect(() => checkAnswers(some, answers)).not.toThrow();
  });

  it('are those that preset test renders; of the others it says why not', async () => {
    const results = await renderAll(some, undefined);
    expect(results.map(({ language, project }) => [language, project !== undefined])).toEqual([
      ['rust', false],
      ['c', true],
      ['cpp', false],
      ['tinygo', false],
      ['go', true],
    ]);
    const text = presetText(some, results, new Chalk({ level: 0 }));
    expect(text).toContain('\n  allowed  go, c\n');
    expect(text).toContain('\n  Rust     -   the preset allows only go, c\n');
    expect(presetDocument(some, results)).toMatchObject({
      ok: true,
      preset: { languages: ['go', 'c'] },
      languages: [{ language: 'rust', ok: true, allowed: 'go, c' }, {}, {}, {}, {}],
    });
  });
});
