import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveSource } from '../../../generators/commands/inspect/source.js';
import { Failure } from '../../../generators/core/failure.js';
import { reads } from '../../support/fixes.js';

let folder: string;
const before = process.cwd();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-source-'));
  await mkdir(join(folder, 'hello'));
  await writeFile(join(folder, 'a.tar'), '');
  await writeFile(join(folder, 'a:b.tar'), '');
  await symlink('nowhere', join(folder, 'dangling'));
  process.chdir(folder);
});
afterAll(async () => {
  process.chdir(before);
  await rm(folder, { recursive: true, force: true });
});

describe('resolveSource', () => {
  it.each([
    ['hello', { kind: 'folder', path: 'hello' }],
    ['./hello', { kind: 'folder', path: './hello' }],
    ['a.tar', { kind: 'file', path: 'a.tar' }],
    ['hello:latest', { kind: 'reference', reference: 'hello:latest' }],
    ['localhost/hello', { kind: 'reference', reference: 'localhost/hello' }],
    ['quay.io:443/you/hello@sha256:'.concat('a'.repeat(64)), { kind: 'reference' }],
    ['a'.repeat(64), { kind: 'reference' }],
    ['oci-archive:a.tar', { kind: 'file', path: 'a.tar' }],
    ['oci-archive:a.tar:localhost/x:1', { kind: 'file', path: 'a.tar', image: 'localhost/x:1' }],
    ['oci-archive:a:b.tar', { kind: 'file', path: 'a:b.tar' }],
    ['oci:hello', { kind: 'folder', path: 'hello' }],
    ['oci-layout:hello', { kind: 'folder', path: 'hello' }],
    ['dir:hello', { kind: 'folder', path: 'hello' }],
    ['oci:hello:latest', { kind: 'folder', path: 'hello', image: 'latest' }],
    ['oci:hello:@1', { kind: 'folder', path: 'hello', image: '@1' }],
    ['docker-archive:a.tar', { kind: 'file', path: 'a.tar' }],
  ])('%s', (argument, source) => {
    expect(resolveSource(argument)).toMatchObject(source);
  });

  it.each([
    ['docker://quay.io/you/hello:1', 'quay.io/you/hello:1'],
    ['https://quay.io/you/hello', 'quay.io/you/hello'],
    ['containers-storage:localhost/hello', 'localhost/hello'],
    ['docker-daemon:hello:1', 'hello:1'],
  ])('%s is refused, and the reference in it named', (argument, reference) => {
    const fix = [reads(expect.stringContaining(`create-wasm-oci inspect ${reference} `))];
    expect(() => resolveSource(argument)).toThrow(expect.objectContaining({ fix }));
  });

  it.each([
    ['./nothing', 'There is no file or folder "./nothing".'],
    ['../nothing', 'There is no file or folder'],
    ['/nothing/here', 'There is no file or folder'],
    ['oci:nothing', 'There is no file or folder "nothing".'],
    ['Not An Image', 'There is no file "Not An Image", and "Not An Image" is not an image reference'],
    ['dangling', '"dangling" is neither a file nor a folder'],
    ['/dev/null', 'is neither a file nor a folder'],
    ['./a.tar/below', 'There is no file or folder'],
    ['a\0b', 'is not an image reference'],
    ['--help', 'is not an image reference'],
    ['x'.repeat(10_000), 'is not an image reference'],
  ])('%# is refused', (argument, message) => {
    expect(() => resolveSource(argument)).toThrow(Failure);
    expect(() => resolveSource(argument)).toThrow(message);
  });
});
