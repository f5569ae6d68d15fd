import { describe, expect, it } from 'vitest';
import { hashOf, parseJournal } from '../../generators/core/update/journal.js';

const id = '0123456789abcdef0123456789abcdef';
// printf a | sha256sum
const HASH = 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb';
const step = { path: 'src/main.c', before: HASH, after: HASH };
const conflict = { path: 'src/main.c', base: 'a', mine: 'b', theirs: 'c' };

const parse = (journal: unknown) => parseJournal(JSON.stringify(journal));

it('a file is known by the SHA-256 of its contents', () => {
  expect(hashOf('a')).toBe(HASH);
  expect(hashOf(Buffer.from('a'))).toBe(HASH);
});

describe('the journal of an update', () => {
  it('is read as it was written, also where a side has no such file', () => {
    const { before: _before, ...added } = step;
    const { after: _after, ...removed } = step;
    const { base: _base, ...both } = conflict;
    const journal = { id, steps: [step, added, removed], conflicts: [conflict, both] };
    expect(parse(journal)).toEqual(journal);
    expect(parse({ ...journal, more: 1 })).toEqual(journal);
    expect(parse({ id, steps: [], conflicts: [] })).toEqual({ id, steps: [], conflicts: [] });
  });

  it.each<[string, unknown]>([
    ['no JSON object', null],
    ['a list', []],
    ['no id', { steps: [step], conflicts: [] }],
    ['an id that is longer', { id: `${id}0`, steps: [], conflicts: [] }],
    ['an id that begins with more', { id: `x${id}`, steps: [], conflicts: [] }],
    ['an id that is a path', { id: '../../../../../../etc/passwd', steps: [], conflicts: [] }],
    ['no steps', { id, conflicts: [] }],
    ['no conflicts', { id, steps: [] }],
    ['a hash that is none', { id, steps: [{ ...step, after: 'abc' }], conflicts: [] }],
    ['a hash that is longer', { id, steps: [{ ...step, before: `${HASH}0` }], conflicts: [] }],
    ['a hash that begins with more', { id, steps: [{ ...step, before: `0${HASH}` }], conflicts: [] }],
    ['a number for a hash', { id, steps: [{ ...step, before: 1 }], conflicts: [] }],
    ['a list for a hash', { id, steps: [{ ...step, before: [HASH] }], conflicts: [] }],
    ['one wrong step of two', { id, steps: [step, { ...step, after: 1 }], conflicts: [] }],
    ['a step without a path', { id, steps: [{ before: HASH }], conflicts: [] }],
    ['a step that leads out', { id, steps: [{ ...step, path: '../x' }], conflicts: [] }],
    ['a conflict that leads out', { id, steps: [], conflicts: [{ ...conflict, path: '/etc/passwd' }] }],
    ['a conflict without your side', { id, steps: [], conflicts: [{ ...conflict, mine: undefined }] }],
    ['a conflict with a number for a side', { id, steps: [], conflicts: [{ ...conflict, theirs: 1 }] }],
    ['a conflict with a number for its base', { id, steps: [], conflicts: [{ ...conflict, base: 1 }] }],
    ['one wrong conflict of two', { id, steps: [], conflicts: [conflict, { ...conflict, mine: 1 }] }],
  ])('is refused: %s', (_, journal) => {
    expect(parse(journal)).toBeUndefined();
  });

  it('is refused where it is no JSON', () => {
    expect(parseJournal('{')).toBeUndefined();
  });
});
