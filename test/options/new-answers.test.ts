import { describe, expect, it } from 'vitest';
import { projectName } from '../../generators/core/options/names.js';
import {
  changedAnswers,
  newAnswersOf,
  withItsImage,
  withYourChanges,
} from '../../generators/core/options/new-answers.js';
import { packageVersion } from '../../generators/core/system/package-root.js';
import { answersWith } from '../support/answers.js';

const stored = { language: 'c', name: 'hello', image: 'localhost/hello:latest', version: packageVersion };

const answers = answersWith({
  language: 'c',
  name: projectName("it's $HOME"),
  image: stored.image,
  aot: true,
});

describe('new answers', () => {
  it('are those that differ from what is stored; what is not stored is a no', () => {
    expect(changedAnswers({ ...answers, name: projectName('hello') }, stored)).toEqual([
      { key: 'aot', from: 'no', to: 'yes' },
    ]);
    expect(changedAnswers({ ...answers, name: projectName('hello') }, { ...stored, aot: 'yes' })).toEqual([]);
  });

  it('of one project are not for several', () => {
    expect(newAnswersOf({ aot: true, check: true }, ['a', 'b'])).toEqual({ aot: 'yes' });
    expect(() => newAnswersOf({ name: 'x' }, ['a', 'b'])).toThrow('--name is for one project, and 2 directories');
  });
});

describe('the ways to keep what a person changed', () => {
  it('are an update with the answers that differ, quoted for a shell, and a build as it is', () => {
    const [update, build] = withYourChanges(answers, { ...stored, 'wasm-opt': 'yes' }, '-odd dir');
    expect(update).toEqual({
      command: `create-wasm-oci update './-odd dir' --name='it'\\''s $HOME' --no-wasm-opt --aot`,
      text: 'merges instead, and keeps your changes',
    });
    expect(build).toMatchObject({ command: '--no-write' });
  });

  it('are an update of what another version wrote, and no update where nothing differs', () => {
    const same = { ...answers, name: projectName('hello'), aot: false };
    expect(withYourChanges(same, { ...stored, version: '0.0.1' }, 'a')[0]).toMatchObject({
      command: 'create-wasm-oci update a',
    });
    expect(withYourChanges(same, stored, 'a')).toMatchObject([{ command: '--no-write' }]);
  });
});

describe('a new name', () => {
  const preset = {
    locked: () => undefined,
    default: (key: string, { name }: { name?: { slug: string } }) =>
      key === 'image' ? { text: `quay.io/acme/${name?.slug}`, origin: 'a preset' } : undefined,
    given: false,
  };

  it('renames the image that has the old one by default', () => {
    expect(withItsImage({ name: 'My App' }, stored, undefined)).toEqual({
      name: 'My App',
      image: 'localhost/my-app:latest',
    });
    const acme = { ...stored, image: 'quay.io/acme/hello:latest' };
    expect(withItsImage({ name: 'My App' }, acme, preset)).toMatchObject({ image: 'quay.io/acme/my-app:latest' });
  });

  it.each([
    ['was chosen', { name: 'other' }, { ...stored, image: 'quay.io/you/hello:1' }, undefined],
    ['is chosen', { name: 'other', image: 'x' }, stored, undefined],
    ['a preset locks', { name: 'other' }, stored, { ...preset, locked: () => ({ text: 'x', origin: 'a preset' }) }],
  ])('leaves an image that %s', (_what, anew, before, of) => {
    expect(withItsImage(anew, before, of)).toEqual(anew);
  });

  it('that is none is left to those who read answers', () => {
    expect(withItsImage({ name: '3d' }, stored, undefined)).toEqual({ name: '3d' });
  });
});
