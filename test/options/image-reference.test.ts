import { describe, expect, it } from 'vitest';
import { buildableReference, parseImageReference } from '../../generators/core/options/image-reference.js';

const SHA256 = `sha256:${'a1'.repeat(32)}`;

describe('parseImageReference', () => {
  it.each([
    ['hello', { path: 'hello' }],
    ['hello:1.0', { path: 'hello', tag: '1.0' }],
    ['library/hello', { path: 'library/hello' }],
    ['localhost/hello:latest', { registry: 'localhost', path: 'hello', tag: 'latest' }],
    ['localhost:5000/a/b', { registry: 'localhost:5000', path: 'a/b' }],
    ['quay.io/you/hello_x--y:v1', { registry: 'quay.io', path: 'you/hello_x--y', tag: 'v1' }],
    ['Quay.IO/hello', { registry: 'Quay.IO', path: 'hello' }],
    ['a_b.example/hello', { registry: 'a_b.example', path: 'hello' }],
    ['quay.io:65536/hello', { registry: 'quay.io:65536', path: 'hello' }],
    [`${'f'.repeat(64)}:1`, { path: 'f'.repeat(64), tag: '1' }],
    [`quay.io/you/hello@${SHA256}`, { registry: 'quay.io', path: 'you/hello', digest: SHA256 }],
    [`hello:1@${SHA256}`, { path: 'hello', tag: '1', digest: SHA256 }],
  ])('reads %s', (text, parts) => {
    expect(parseImageReference(text)).toEqual(parts);
  });

  it.each([
    ['', 'an image reference is needed'],
    ['Hello', 'upper-case'],
    ['quay.io/You/hello', 'upper-case'],
    ['hello:', 'a tag is'],
    ['hello:.x', 'a tag is'],
    [`hello:${'x'.repeat(129)}`, 'a tag is'],
    ['hello world', 'not a path component'],
    ['-hello', 'not a path component'],
    ['a..b', 'not a path component'],
    ['a___b', 'not a path component'],
    ['a//b', 'empty'],
    ['/hello', 'empty'],
    ['quay.io/', 'empty'],
    ['Registry/hello', 'upper-case'],
    ['[::1]:5000/hello', 'not a registry host'],
    ['a_b:5000/hello', 'not a registry host'],
    ['A_b.io/hello', 'not a registry host'],
    [`sha256:${'a'.repeat(64)}`, 'begins a digest'],
    ['qu$y.io/hello', 'not a registry host'],
    ['-x.io/hello', 'not a registry host'],
    ['hello@sha256:12', 'a digest is'],
    ['hello@@', 'more than one'],
    ['a'.repeat(64), '64 hex digits'],
    [`${'x'.repeat(246)}`, '255 are allowed'],
    [`quay.io/${'x'.repeat(248)}`, '255 are allowed'],
    [`docker.io/${'x'.repeat(238)}`, '255 are allowed'],
    ['hello\n:1', 'not a path component'],
    ['https://quay.io/hello', 'not a registry host'],
  ])('refuses %j: %s', (text, rule) => {
    expect(() => parseImageReference(text)).toThrow(rule);
  });
});

describe('buildableReference', () => {
  it('adds the tag latest where there is none', () => {
    expect(buildableReference('quay.io:443/you/hello')).toBe('quay.io:443/you/hello:latest');
    expect(buildableReference('hello:1')).toBe('hello:1');
    expect(buildableReference('a'.repeat(64))).toBe(`${'a'.repeat(64)}:latest`);
  });

  it('refuses a digest, which is the result of a build', () => {
    expect(() => buildableReference(`hello@${SHA256}`)).toThrow('cannot be chosen');
  });
});
