import { expect, it } from 'vitest';
import { projectName } from '../../generators/core/options/names.js';
import { refuseChanges, variablesForItAsItIs } from '../../generators/core/options/no-write.js';
import { answersWith } from '../support/answers.js';
import { reads } from '../support/fixes.js';

const stored = { language: 'c', name: 'hello', image: 'localhost/hello:latest', version: '0.1.0' };
const answers = answersWith({
  language: 'c',
  name: projectName('hello'),
  image: 'quay.io/me/hello:1',
  engine: 'embedded',
});

it('a project built as it is takes flags that say what it is, and an image of this run', () => {
  const typed = { language: 'c', name: 'hello', image: 'quay.io/me/hello:1', aot: 'no' };
  expect(() => refuseChanges(typed, answers, stored, 'hello')).not.toThrow();
});

it.each([
  [{ aot: 'yes' }, { aot: true }, '--aot', /^create-wasm-oci update hello .*--aot/],
  [{ name: 'other' }, { name: projectName('other') }, '--name', /^create-wasm-oci update hello --name=other/],
  [{ language: 'rust' }, { language: 'rust' }, '--language', /^Remove/],
] as const)('and none that would change it: %o', (typed, change, flag, fix) => {
  expect(() => refuseChanges(typed, { ...answers, ...change }, stored, 'hello')).toThrow(
    expect.objectContaining({
      message: `--no-write builds the project unchanged, and ${flag} would change it.`,
      fix: expect.arrayContaining([reads(expect.stringMatching(fix))]),
      exitCode: 1,
    }),
  );
});

it('of the variables, those of the image and the engine count', () => {
  const environment = { WASM_OCI_AOT: 'yes', WASM_OCI_LANGUAGE: 'rust', WASM_OCI_ENGINE: 'docker', HOME: '/' };
  expect(variablesForItAsItIs(environment)).toEqual({ WASM_OCI_ENGINE: 'docker', WASM_OCI_IMAGE: undefined });
});
