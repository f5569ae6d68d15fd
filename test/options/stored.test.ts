import { describe, expect, it } from 'vitest';
import {
  readPackageManager,
  readSelection,
  readStored,
  readStoredPreset,
  writeStored,
} from '../../generators/core/options/stored.js';
import { answersWith } from '../support/answers.js';

const answers = answersWith({
  language: 'c',
  name: { title: 'My App', slug: 'my-app' },
  image: 'x:1',
  engine: 'podman',
});

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

/** What a command line refuses, a repository's file does not say either. */
describe('a stored value', () => {
  const HASH = `sha256:${'0'.repeat(64)}`;
  const read = (ours: object) => {
    const json = JSON.stringify({ 'create-wasm-oci': ours });
    return [readStored(json), readSelection(json), readStoredPreset(json), readPackageManager(json)];
  };

  it.each<[string, object]>([
    ['language', { language: 'java' }],
    ['packageManager', { packageManager: 'deno' }],
    ['packageManager', { packageManager: '`id`' }],
    ['packageManager', { packageManager: 3 }],
    ['language', { language: '__proto__' }],
    ['name', { name: '123' }],
    ['name', { name: 'a\u001b[2Jb' }],
    ['name', { name: '' }],
    ['image', { image: 'x --privileged' }],
    ['image', { image: 'X' }],
    ['wasm-opt', { 'wasm-opt': 'maybe' }],
    ['wasm-opt', { language: 'tinygo', 'wasm-opt': 'yes' }],
    ['aot', { aot: true }],
    ['version', { version: 'git+file:///x' }],
    ['version', { version: '../evil' }],
    ['version', { version: 'latest' }],
    ['version', { version: ['1.0.0'] }],
    ['adopted.build-system', { adopted: { 'build-system': 'sh' } }],
    ['adopted.package', { adopted: { package: 'a\nb' } }],
    ['adopted.bin', { adopted: { bin: 3 } }],
    ['adopted.features', { adopted: { features: 'a\u0000b' } }],
    ['adopted.default-features', { adopted: { 'default-features': 'maybe' } }],
  ])('of "%s" obeys the rule of a typed one: %j', (path, ours) => {
    expect(() => read(ours)).toThrow(
      expect.objectContaining({ exitCode: 1, message: expect.stringContaining(`.yo-rc.json, "${path}": `) }),
    );
  });

  it.each<[string, object]>([
    ['source', { source: 'ext::sh -c id' }],
    ['source', { source: '--upload-pack=id' }],
    ['source', { source: 'http://h.example/p.git' }],
    ['source', { source: 'https:///me:pw@h.example/p.git' }],
    ['source', { source: 'foo@file:../x' }],
    ['source', { source: 'acme/preset' }],
    ['source', { source: '' }],
    ['source', { source: '\\\\evil.example\\share' }],
    ['source', { source: '//evil.example/share' }],
    ['source', { source: { toString: 'x' } }],
    ['name', { name: 'a\nb' }],
    ['name', { name: undefined }],
    ['version', { version: 'git+file:///x' }],
    ['version', { version: '^1.0.0' }],
    ['version', { version: 'v1.0.0' }],
    ['version', { version: '1.0.0 ' }],
    ['version', { version: null }],
    ['commit', { commit: 'main' }],
    ['commit', { commit: '--upload-pack=id' }],
    ['commit', { commit: 'a'.repeat(39) }],
    ['commit', { commit: 'A'.repeat(40) }],
    ['hash', { hash: 'sha256:../../x' }],
    ['hash', { hash: `${HASH}\n` }],
    ['hash', { hash: undefined }],
  ])('of "preset.%s" obeys the rule of a typed one: %j', (key, wrong) => {
    const preset = { source: '@acme/preset', name: 'acme', hash: HASH, ...wrong };
    expect(() => read({ preset })).toThrow(
      expect.objectContaining({ exitCode: 1, message: expect.stringContaining(`.yo-rc.json, "preset.${key}": `) }),
    );
  });

  it.each<object>([
    { source: '../docs/preset' },
    { source: 'C:\\presets\\acme' },
    { source: '@acme/preset@^1', version: '1.2.3' },
    { source: '@acme/preset@next', version: '2.0.0-rc.1+build.5' },
    { source: 'git@h.example:acme/p.git#v1', commit: '0123456789abcdef0123456789abcdef01234567' },
  ])('of a preset is taken: %j', (good) => {
    const preset = { source: './p', name: 'acme', hash: HASH, ...good };
    expect(read({ preset })[2]).toEqual(preset);
  });

  it('is no engine: a repository does not choose that this machine compiles', () => {
    expect(read({ language: 'c', engine: 'embedded' })[0]).toEqual({ language: 'c' });
  });
});
