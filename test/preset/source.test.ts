import { describe, expect, it } from 'vitest';
import { type Looked, parseSource } from '../../generators/core/preset/source.js';

const disk: Record<string, Looked> = {
  '/here/acme': 'folder',
  '/here/team.toml': 'file',
  '/here/p-1.0.0.tgz': 'file',
  '/here/bare.git': 'repository',
  '/here/c#': 'folder',
  '/up': 'folder',
};
const parse = (given: string) => parseSource(given, '/here', async (path) => disk[path]);

describe('what --preset names', () => {
  it.each([
    ['./acme', { kind: 'folder', path: '/here/acme' }],
    ['acme', { kind: 'folder', path: '/here/acme' }],
    ['c#', { kind: 'folder', path: '/here/c#' }],
    ['../up', { kind: 'folder', path: '/up' }],
    ['team.toml', { kind: 'file', path: '/here/team.toml' }],
    ['./p-1.0.0.tgz', { kind: 'tarball', path: '/here/p-1.0.0.tgz' }],
    ['npm:acme', { kind: 'npm', name: 'acme', range: 'latest' }],
    ['other', { kind: 'npm', name: 'other', range: 'latest' }],
    ['@acme/preset@^1.2', { kind: 'npm', name: '@acme/preset', range: '^1.2' }],
    ['@acme/preset@next', { kind: 'npm', name: '@acme/preset', range: 'next' }],
    ['bare.git', { kind: 'git', url: '/here/bare.git' }],
    ['./bare.git#v1:sub', { kind: 'git', url: '/here/bare.git', ref: 'v1', folder: 'sub' }],
    ['./acme#main', { kind: 'git', url: '/here/acme', ref: 'main' }],
    ['git+https://h.example/p.git#v1', { kind: 'git', url: 'https://h.example/p.git', ref: 'v1' }],
    ['https://h.example/p', { kind: 'git', url: 'https://h.example/p' }],
    ['ssh://git@h.example/p.git', { kind: 'git', url: 'ssh://git@h.example/p.git' }],
    ['git+ssh://git@h.example:22/acme/p.git', { kind: 'git', url: 'ssh://git@h.example:22/acme/p.git' }],
    // As npm writes it.
    ['git+ssh://git@h.example:acme/p.git#v1', { kind: 'git', url: 'git@h.example:acme/p.git', ref: 'v1' }],
    ['git+ssh://git@h.example:7/p.git', { kind: 'git', url: 'ssh://git@h.example:7/p.git' }],
    ['git@h.example:acme/p.git#feature/x', { kind: 'git', url: 'git@h.example:acme/p.git', ref: 'feature/x' }],
    ['file:///srv/p.git#:rust', { kind: 'git', url: 'file:///srv/p.git', folder: 'rust' }],
  ])('%s', async (given, source) => {
    expect(await parse(given)).toEqual(source);
  });

  it.each([
    ['', 'empty'],
    ['./gone', 'there is no ./gone'],
    ['gone.toml', 'there is no gone.toml'],
    ['-x', 'hyphen'],
    ['--upload-pack=id', 'hyphen'],
    ['a\nb', 'control character'],
    ['ext::sh -c id', 'runs a program'],
    ['fd::17', 'runs a program'],
    ['http://h.example/p.git', 'http:// is not taken'],
    ['git://h.example/p.git', 'git:// is not taken'],
    ['git+http://h.example/p.git', 'is not taken'],
    ['https://token@h.example/p.git', 'user name or password'],
    ['https://me:token@h.example/p.git', 'user name or password'],
    ['ssh://git:secret@h.example/p.git', 'user name or password'],
    ['ssh://-oProxyCommand=id/p.git', 'hyphen'],
    ['git@h.example:-p.git', 'there is no'],
    ['https://h.example/p.tgz', 'download it first'],
    ['https://h.example/p.git#--upload-pack=id', 'not a branch'],
    ['https://h.example/p.git#a..b', 'not a branch'],
    ['https://h.example/p.git#v1:../x', 'upwards'],
    ['Not A Package', 'is none'],
    ['x@not a range', 'not a version'],
    ['@acme/preset@', 'not a version'],
  ])('%s is refused', async (given, rule) => {
    await expect(parse(given)).rejects.toThrow(rule);
  });
});
