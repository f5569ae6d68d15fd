import { describe, expect, it } from 'vitest';
import { projectName } from '../../generators/core/options/names.js';
import { repeatLine } from '../../generators/core/options/repeat.js';
import { answersWith } from '../support/answers.js';

const answers = answersWith({
  language: 'c',
  name: projectName('hello'),
  image: 'localhost/hello:latest',
});
const preset = { source: './acme', defaults: {} };
const GIVEN = '--language c --name hello --image localhost/hello:latest';

describe('the line that repeats a run', () => {
  it('has --trust-preset where it was given, and a preset to trust', () => {
    expect(repeatLine(answers, 'hello', { preset, trust: true })).toBe(
      `npm init wasm-oci hello -- ${GIVEN} --preset ./acme --trust-preset --yes`,
    );
    expect(repeatLine(answers, 'hello', { preset })).not.toContain('--trust-preset');
    expect(repeatLine(answers, 'hello', { trust: true })).not.toContain('--trust-preset');
  });

  it('begins with the package manager that started the run', () => {
    expect(repeatLine(answers, 'run', { starter: 'pnpm' })).toBe(`pnpm create wasm-oci ./run ${GIVEN} --yes`);
  });
});
