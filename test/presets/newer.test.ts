import { describe, expect, it } from 'vitest';
import { newerRange, newerTag } from '../../generators/core/presets/newer.js';

/** Tags on commits of their own; `a=b` is on the commit of b. */
function tags(names: string): ReadonlyMap<string, string> {
  return new Map(names.split(' ').map((tag) => [tag.split('=')[0] ?? '', tag.split('=').at(-1) ?? '']));
}

describe('the newest tag of a repository', () => {
  it.each<[string, string, string | undefined]>([
    ['v1.0.0', 'v1.0.0 v1.1.0', 'v1.1.0'],
    ['v1.9.0', 'v1.9.0 v1.10.0', 'v1.10.0'],
    ['v1.1.0', 'v1.0.0 v1.1.0', undefined],
    ['1.0', '1.0 1.1 main-2', '1.1'],
    ['v1.0.0', 'v1.0.0 v2.0.0-rc.1 v1.0.1', 'v1.0.1'],
    ['v1.0.0', 'v1.0.0 v1.1.0-rc.1', undefined],
    ['v2.0.0-rc.1', 'v2.0.0-rc.1 v2.0.0-rc.2', 'v2.0.0-rc.2'],
    ['v2.0.0-rc.9', 'v2.0.0-rc.9 v2.0.0-rc.10 v1.9.0', 'v2.0.0-rc.10'],
    ['v2.0.0-rc.1', 'v2.0.0-rc.1 v2.0.0', 'v2.0.0'],
    ['c-v1.0.0', 'c-v1.0.0 rust-v2.0.0', undefined],
    ['preset/v1.0.0', 'preset/v1.0.0 preset/v1.2.0 v3.0.0', 'preset/v1.2.0'],
    ['@acme/preset@1.0.0', '@acme/preset@1.0.0 @acme/preset@1.0.1', '@acme/preset@1.0.1'],
    ['v1.0.0', 'v1.0.0 1.1.0', undefined],
    ['2026.04', '2026.04 2026.11', '2026.11'],
    ['2026.04.01', '2026.04.01 2026.04.02', '2026.04.02'],
    ['v1', 'v1=x v1.2.3=x', undefined],
    ['v1', 'v1=x v1.2.3=x v2=y v2.0.0=y', 'v2'],
    ['v1.2.3', 'v1=x v1.2.3=x v2=y v2.0.0=y', 'v2.0.0'],
    ['v1.0.0', 'v1.0.0=x v1.0.1=x', undefined],
    ['stable', 'stable v1.0.0', undefined],
    ['v1.0.0', 'v1.0.0 latest v99999999999999999999.0.0', undefined],
  ])('beside %s of %s is %s', (given, all, newest) => {
    expect(newerTag(given, tags(all))).toBe(newest);
  });
});

describe('the newest version of a package', () => {
  it.each<[string, string, string | undefined]>([
    ['1.0.0', '1.0.0 1.0.1', '1.0.1'],
    ['=1.0.0', '1.0.0 1.0.1', '1.0.1'],
    ['1.9.0', '1.9.0 1.10.0', '1.10.0'],
    ['^1', '1.0.0 1.9.0', undefined],
    ['^1', '1.0.0 2.1.0', '^2.1.0'],
    ['~1.0.0', '1.0.0 1.1.0', '~1.1.0'],
    ['1.x', '1.0.0 2.0.0', '^2.0.0'],
    ['>=1 <2', '1.0.0 2.0.0', '^2.0.0'],
    ['>=1', '1.0.0 2.0.0', undefined],
    ['1.0.0', '1.0.0 1.1.0-beta.1', undefined],
    ['1.1.0-beta.1', '1.1.0-beta.1 1.1.0-beta.2', '1.1.0-beta.2'],
    ['^1.1.0-beta.1', '1.1.0-beta.1 1.1.0', undefined],
    ['2.0.0', '1.9.0 2.0.0', undefined],
    ['latest', '1.0.0 2.0.0', undefined],
    ['*', '1.0.0 2.0.0', undefined],
    ['1.0.0', '', undefined],
  ])('beside %s of %s is %s', (given, all, newest) => {
    expect(newerRange(given, all.split(' ').filter(Boolean))?.range).toBe(newest);
  });
});
