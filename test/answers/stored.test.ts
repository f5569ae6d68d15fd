import { describe, expect, it } from 'vitest';
import type { Answers } from '../../generators/core/answers/questions.js';
import { readStored, writeStored } from '../../generators/core/answers/stored.js';

const answers: Answers = {
  language: 'c',
  name: { title: 'My App', slug: 'my-app' },
  image: 'x:1',
  engine: 'podman',
  'wasm-opt': false,
  aot: false,
};

describe('stored answers', () => {
  it('come back as they were written, without the engine, which belongs to the machine', () => {
    const stored = readStored(writeStored(undefined, answers, '1.2.3'));
    expect(stored).toEqual({ language: 'c', name: 'My App', image: 'x:1', version: '1.2.3' });
  });

  it('hold a yes, and nothing for a no', () => {
    const stored = readStored(writeStored(undefined, { ...answers, aot: true }, '1.2.3'));
    expect(stored).toMatchObject({ aot: 'yes' });
    expect(stored).not.toHaveProperty('wasm-opt');
  });

  it('leave what other generators stored', () => {
    const json = writeStored('{"generator-other":{"a":1}}', answers, '1.2.3');
    expect(JSON.parse(json)).toMatchObject({ 'generator-other': { a: 1 }, 'create-wasm-oci': { name: 'My App' } });
  });

  it('are none where there is no file, or a file of others', () => {
    expect(readStored(undefined)).toBeUndefined();
    expect(readStored('{"generator-other":{}}')).toBeUndefined();
  });

  it.each(['{', '[]', '3', '{"create-wasm-oci": 3}', '{"create-wasm-oci": {"name": 3}}'])(
    'refuse a broken file: %s',
    (json) => {
      expect(() => readStored(json)).toThrow(expect.objectContaining({ exitCode: 1 }));
    },
  );
});
