import { describe, expect, it } from 'vitest';
import { type Action, changes, keepingOwn, planUpdate } from '../../generators/core/update/plan.js';

const labels = { mine: 'yours', theirs: 'create-wasm-oci 0.2.0' };

/** What happens to one file, given what the old version writes, what is on disk, and what the new one writes. */
function plan(base?: string, mine?: string, theirs?: string): Action | undefined {
  const tree = (text?: string) => new Map(text === undefined ? [] : [['file', text]]);
  const [action, more] = planUpdate({ base: tree(base), mine: tree(mine), theirs: tree(theirs) }, labels);
  expect(more).toBeUndefined();
  return action;
}

const OLD = 'a\nb\nc\nd\ne\n';
const NEW = 'a\nB\nc\nd\ne\n';

describe('a file of which', () => {
  it.each<[string, (string | undefined)[], Partial<Action> | undefined]>([
    ['nobody changed anything', [OLD, OLD, OLD], undefined],
    ['the templates have a new version', [OLD, OLD, NEW], { kind: 'replace', text: NEW, conflicts: 0 }],
    ['only the user has one', [OLD, 'mine\n', OLD], undefined],
    ['both have the same new version', [OLD, NEW, NEW], undefined],
    ['both changed other lines', [OLD, 'a\nb\nc\nd\nE\n', NEW], { kind: 'merge', text: 'a\nB\nc\nd\nE\n' }],
    ['the user has what the templates bring, and more', [OLD, 'a\nB\nc\nd\nE\n', NEW], undefined],
    ['the user deleted it, and the templates did nothing', [OLD, undefined, OLD], undefined],
    ['the user deleted it, and the templates changed it', [OLD, undefined, NEW], { kind: 'stays-deleted' }],
    ['both got rid', [OLD, undefined, undefined], undefined],
    ['the templates got rid', [OLD, OLD, undefined], { kind: 'remove' }],
    ['the templates got rid, while the user changed it', [OLD, NEW, undefined], { kind: 'stays-edited' }],
    ['the templates have it new', [undefined, undefined, NEW], { kind: 'add', text: NEW }],
    ['the templates have it new, and the user the same', [undefined, NEW, NEW], undefined],
  ])('%s', (_, [base, mine, theirs], expected) => {
    const action = plan(base, mine, theirs);
    if (expected) expect(action).toMatchObject(expected);
    else expect(action).toBeUndefined();
  });

  it('both changed the same line: both are between markers', () => {
    const text = 'a\n<<<<<<< yours\nx\n=======\nB\n>>>>>>> create-wasm-oci 0.2.0\nc\nd\ne\n';
    expect(plan(OLD, 'a\nx\nc\nd\ne\n', NEW)).toEqual({ path: 'file', kind: 'conflict', text, conflicts: 1 });
  });

  it('the templates have it new, and the user another of that name: a conflict, whole against whole', () => {
    const action = plan(undefined, 'mine\n', 'theirs\n');
    expect(action).toMatchObject({ kind: 'conflict', conflicts: 1 });
    expect(action).toHaveProperty('text', expect.stringMatching(/^<<<<<<< yours\nmine\n=+\ntheirs\n>>>>>>> .*\n$/));
  });
});

describe('line ends', () => {
  const windows = (text: string) => text.replaceAll('\n', '\r\n');

  it('of a checkout on Windows are no change, and stay', () => {
    expect(plan(OLD, windows(OLD), OLD)).toBeUndefined();
    expect(plan(OLD, windows(OLD), NEW)).toMatchObject({ kind: 'replace', text: windows(NEW) });
    expect(plan(OLD, windows(OLD), undefined)).toMatchObject({ kind: 'remove' });
    const both = windows('a\nB\nc\nd\nE\n');
    expect(plan(OLD, windows('a\nb\nc\nd\nE\n'), NEW)).toMatchObject({ kind: 'merge', text: both });
  });

  it('of a conflict are those of the file, markers included', () => {
    const action = plan(OLD, windows('a\nx\nc\nd\ne\n'), NEW);
    expect(action).toHaveProperty('text', expect.not.stringMatching(/[^\r]\n/));
  });

  it('that are mixed stay as they are', () => {
    const mixed = 'a\nb\nc\r\nd\ne\n';
    expect(plan(OLD, mixed, 'A\nb\nc\nd\ne\n')).toMatchObject({ kind: 'merge', text: 'A\nb\nc\r\nd\ne\n' });
  });
});

describe('an existing project', () => {
  it('keeps ignore files of its own, and gets news for those that are ours', () => {
    const own = (path: string) => path.endsWith('ignore');
    const written = { text: '', conflicts: 0 };
    const actions: Action[] = [
      { path: '.containerignore', kind: 'replace', ...written },
      { path: '.dockerignore', kind: 'conflict', ...written },
      { path: '.gitignore', kind: 'merge', ...written },
      { path: 'Containerfile', kind: 'merge', ...written },
    ];
    const kept = [
      { path: '.dockerignore', kind: 'stays-own' },
      { path: '.gitignore', kind: 'stays-own' },
    ];
    expect(keepingOwn(actions, own)).toEqual([actions[0], ...kept, actions[3]]);
  });
});

describe('a plan', () => {
  it('lists files by path, whichever version has them', () => {
    const theirs = new Map(['b', 'a', 'd'].map((path) => [path, 'new\n']));
    const base = new Map([['c', 'old\n']]);
    const actions = planUpdate({ base, mine: base, theirs }, labels);
    expect(actions.map(({ path, kind }) => `${kind} ${path}`)).toEqual(['add a', 'add b', 'remove c', 'add d']);
  });

  it('writes or removes what does not stay', () => {
    const kinds = [
      'add',
      'replace',
      'merge',
      'conflict',
      'remove',
      'stays-deleted',
      'stays-edited',
      'stays-own',
    ] as const;
    const changing = kinds.filter((kind) => changes({ path: 'x', kind } as Action));
    expect(changing).toEqual(['add', 'replace', 'merge', 'conflict', 'remove']);
  });
});
