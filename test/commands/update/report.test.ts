import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import type { Examined } from '../../../generators/commands/update/examine.js';
import { reportDocument, reportText } from '../../../generators/commands/update/report.js';
import { exitCodeFor, type Result, stateOf } from '../../../generators/commands/update/result.js';
import { Failure } from '../../../generators/core/failure.js';
import { packageVersion } from '../../../generators/core/system/package-root.js';

const plain = new Chalk({ level: 0 });
const colored = new Chalk({ level: 1 });

/** A project that is up to date, changed as a test says. */
function examined(changed: Partial<Omit<Examined, 'project'>> & { version?: string; updated?: object } = {}): Result {
  const { version = packageVersion, ...rest } = changed;
  const project = { shownDirectory: 'hello', directory: '/p/hello', version };
  return { project, actions: [], answers: [], pins: [], drift: [], behind: false, ...rest } as unknown as Result;
}

const at = (path: string, kind: string, conflicts = 0) =>
  ({ path, kind, text: '', conflicts }) as Examined['actions'][0];
const drift = { key: 'image', found: undefined, locked: 'localhost/x', where: 'the preset acme' };
const fix = 'Choose between the lines inside <<<<<<< and >>>>>>>; then git add the files.';
const failed: Result = {
  shownDirectory: 'bad',
  failure: new Failure('it is broken', { exitCode: 1, fix: [{ command: 'repair it' }] }),
};
const conflict = examined({
  behind: true,
  actions: [at('a', 'conflict', 2), at('b', 'add')],
  updated: { remark: 'no index' },
});
const interrupted: Result = {
  directory: '/p/hello',
  shownDirectory: 'hello',
  interrupted: {
    conflicts: [{ path: 'c', base: '', mine: '', theirs: '' }],
    steps: [
      { path: 'r', before: '1', after: undefined },
      { path: 'a', before: undefined, after: '1' },
      { path: 'b', before: '1', after: '2' },
      { path: 'c', before: '1', after: '2' },
    ],
  },
};
const finished = (conflicts: string[], remark?: string): Result => ({
  shownDirectory: 'hello',
  finished: { conflicts, remark },
});

/** Each kind of result: its state, and the exit codes of an update and of a check. */
const CASES: [string, Result, string, number, number][] = [
  ['up to date', examined(), 'current', 0, 0],
  ['behind', examined({ behind: true }), 'behind', 0, 2],
  ['drifted', examined({ drift: [drift] }), 'drifted', 0, 2],
  ['behind and drifted', examined({ behind: true, drift: [drift] }), 'behind', 0, 2],
  ['updated', examined({ behind: true, actions: [at('a', 'add')], updated: {} }), 'updated', 0, 2],
  ['updated with conflicts', conflict, 'conflicts', 1, 1],
  ['failed', failed, 'error', 1, 1],
  ['interrupted', interrupted, 'interrupted', 0, 2],
  ['finished', finished([]), 'updated', 0, 2],
  ['finished with conflicts', finished(['a']), 'conflicts', 1, 1],
];

describe('a project', () => {
  it.each(CASES)('that is %s has one state, which makes the exit code', (_, result, state, update, check) => {
    expect(stateOf(result)).toBe(state);
    expect(exitCodeFor([result], false)).toBe(update);
    expect(exitCodeFor([result], true)).toBe(check);
    expect(exitCodeFor([examined(), result], true)).toBe(check);
  });
});

describe('the report', () => {
  it.each<[string, Result, string[]]>([
    ['a current project', examined(), ['hello is up to date']],
    ['a failure', failed, ['bad failed', '  it is broken', '  fix: repair it']],
    [
      'what an update changes',
      examined({
        behind: true,
        version: '0.0.9',
        preset: { name: 'acme', source: '../acme', from: undefined, to: `sha256:${'0123456789abcdef'.repeat(4)}` },
        answers: [
          { key: 'name', from: undefined, to: 'x' },
          { key: 'image', from: 'a', to: 'b' },
        ],
        pins: [{ name: 'BUILDER_IMAGE', from: 'a:1', to: 'a:2' }],
        actions: [at('own', 'stays-own'), at('gone', 'stays-deleted')],
        drift: [drift, { ...drift, found: 'other' }],
      }),
      [
        'hello is behind',
        `  version          0.0.9 -> ${packageVersion}`,
        '  preset           acme: none -> sha256:0123456789ab',
        '  name             nothing -> x',
        '  image            a -> b',
        '  BUILDER_IMAGE    a:1 -> a:2',
        '  own              stays: it is your own',
        '  gone             stays deleted',
        '  drift            image: nothing, where the preset acme has localhost/x',
        '  drift            image: other, where the preset acme has localhost/x',
      ],
    ],
    [
      'drift without an update',
      examined({ drift: [drift] }),
      ['hello has drifted from its preset', '  drift            image: nothing, where the preset acme has localhost/x'],
    ],
    ['stored answers only', examined({ behind: true }), ['hello is behind', '  .yo-rc.json      replaced']],
    [
      'stored answers beside a file that stays',
      examined({ behind: true, actions: [at('a', 'stays-own')] }),
      ['hello is behind', '  a                stays: it is your own', '  .yo-rc.json      replaced'],
    ],
    [
      'an update that is done',
      examined({ behind: true, actions: [at('a', 'add')], updated: {} }),
      ['hello is updated'],
    ],
    [
      'conflicts',
      conflict,
      [
        'hello is updated, with conflicts',
        '  a                merged, in conflict with your changes',
        '  no index',
        `  fix: ${fix}`,
      ],
    ],
    [
      'an interrupted update',
      interrupted,
      [
        'hello has an update that was interrupted',
        '  r                removed: no longer part of the project',
        '  a                new',
        '  b                replaced',
        '  c                merged, in conflict with your changes',
      ],
    ],
    ['one that is finished', finished([]), ['hello is updated', '  An update that was interrupted is finished.']],
    [
      'one that is finished with conflicts',
      finished(['a'], 'no index'),
      [
        'hello is updated, with conflicts',
        '  An update that was interrupted is finished.',
        '  a                merged, in conflict with your changes',
        '  no index',
        `  fix: ${fix}`,
      ],
    ],
  ])('shows %s', (_, result, lines) => {
    expect(reportText([result], plain)).toBe(`${lines.join('\n')}\n`);
  });

  it('names stored answers only where no version, preset, answer or file explains them', () => {
    const explained = [
      { version: '0.0.9' },
      { preset: { name: 'acme', source: '../acme', from: undefined, to: undefined } },
      { answers: [{ key: 'image', from: 'a', to: 'b' }] },
      { actions: [at('a', 'add')] },
    ];
    for (const changed of explained)
      expect(reportText([examined({ behind: true, ...changed })], plain)).not.toContain('.yo-rc.json');
  });

  it('has a color for what is right, to do, and wrong', () => {
    const color = (result: Result) => /\u001b\[(3\d)m/.exec(reportText([result], colored))?.[1];
    expect([examined(), examined({ updated: {} }), examined({ behind: true }), conflict, failed].map(color)).toEqual([
      '32',
      '32',
      '33',
      '33',
      '31',
    ]);
  });

  it('has a part for each project', () => {
    expect(reportText([examined(), failed], plain)).toBe(
      'hello is up to date\nbad failed\n  it is broken\n  fix: repair it\n',
    );
  });
});

describe('the document', () => {
  it('is ok where the exit code is 0', () => {
    const project = { directory: 'hello', state: 'current', writtenBy: packageVersion, pins: [], files: [], drift: [] };
    expect(reportDocument([examined()], 0)).toEqual({ ok: true, version: packageVersion, projects: [project] });
  });

  it('says of each project what differs', () => {
    const changed = {
      behind: true,
      preset: { name: 'acme', source: '../acme', from: undefined, to: 'sha256:1' },
      answers: [{ key: 'image', from: 'a', to: 'b' }],
      pins: [{ name: 'BUILDER_IMAGE', from: 'a:1', to: 'a:2' }],
      actions: [at('a', 'conflict', 2), at('b', 'add')],
      drift: [drift],
    };
    expect(reportDocument([examined(changed)], 2)).toEqual({
      ok: false,
      error: '1 of 1 behind.',
      fix: [{ command: 'create-wasm-oci update' }],
      exitCode: 2,
      version: packageVersion,
      projects: [
        {
          directory: 'hello',
          state: 'behind',
          writtenBy: packageVersion,
          preset: changed.preset,
          answers: changed.answers,
          pins: changed.pins,
          files: [
            { path: 'a', action: 'conflict', conflicts: 2 },
            { path: 'b', action: 'add' },
          ],
          drift: [drift],
          fix: [{ command: 'create-wasm-oci update hello --yes' }],
        },
      ],
    });
  });

  it('says what to run for a newer preset, and a word of the shell only as one word', () => {
    const newer = { from: 'v1', to: 'v2', source: "git+file:///it's#v2" };
    expect(reportDocument([examined({ newer })], 2)).toMatchObject({
      error: '1 of 1 behind.',
      projects: [
        { newer, fix: [{ command: `create-wasm-oci update hello --preset 'git+file:///it'\\''s#v2' --yes` }] },
      ],
    });
  });

  it('names the error of several projects once, and has it beside each', () => {
    const [other, ...failures] = ['c', 'a', 'b'].map((shownDirectory) => ({ ...failed, shownDirectory }) as Result);
    const all = [...failures, other as Result];
    expect(reportDocument(all, 1)).toMatchObject({
      error: '3 of 3 failed. it is broken',
      fix: [{ command: 'repair it' }],
      projects: all.map(() => ({ state: 'error', error: { message: 'it is broken' } })),
    });
    expect(reportText(all, plain)).toBe(
      'a failed\n  it is broken\n  fix: repair it\nb failed: the same error as a\nc failed: the same error as a\n',
    );
  });

  it('says of failed and interrupted projects what is left to do', () => {
    expect(reportDocument([examined(), failed, interrupted, finished(['a']), conflict], 1)).toMatchObject({
      error: '1 of 5 failed, 1 of 5 an update that was interrupted, 2 of 5 updated, with conflicts. it is broken',
      fix: [{ command: 'repair it' }, { text: fix }],
      exitCode: 1,
      projects: [
        { state: 'current' },
        { directory: 'bad', state: 'error', error: { message: 'it is broken', fix: [{ command: 'repair it' }] } },
        {
          directory: 'hello',
          state: 'interrupted',
          interrupted: true,
          files: [
            { path: 'r', action: 'remove' },
            { path: 'a', action: 'add' },
            { path: 'b', action: 'replace' },
            { path: 'c', action: 'conflict' },
          ],
        },
        { directory: 'hello', state: 'conflicts', interrupted: true, files: [{ path: 'a', action: 'conflict' }] },
        { state: 'conflicts' },
      ],
    });
  });
});
