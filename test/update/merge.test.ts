import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isInConflict, mergeText } from '../../generators/core/update/merge.js';
import fc from '../support/fast-check.js';

const labels = { mine: 'mine', theirs: 'theirs' };
const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '# pin 1', '# pin 2'), { maxLength: 12 });
const text = lines.map((list) => list.map((line) => `${line}\n`).join(''));

describe('merging', () => {
  it('keeps one side where the other did nothing', () => {
    fc.assert(
      fc.property(text, text, (base, changed) => {
        expect(mergeText({ base, mine: changed, theirs: base }, labels)).toEqual({ text: changed, conflicts: 0 });
        expect(mergeText({ base, mine: base, theirs: changed }, labels)).toEqual({ text: changed, conflicts: 0 });
        expect(mergeText({ base, mine: changed, theirs: changed }, labels)).toEqual({ text: changed, conflicts: 0 });
      }),
    );
  });

  it('loses no line that either side added', () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        const merged = mergeText({ base, mine: `${mine}mine only\n`, theirs: `theirs only\n${theirs}` }, labels).text;
        expect(merged.split('\n')).toEqual(expect.arrayContaining(['mine only', 'theirs only']));
      }),
    );
  });

  it('comes to what git comes to, for edits apart from each other', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-merge-'));
    try {
      const base = Array.from({ length: 30 }, (_, line) => `line ${line}`).join('\n');
      const mine = base.replace('line 3\n', 'line 3\nadded\n').replace('line 20\n', '');
      const theirs = base.replace('line 10', 'LINE 10').replace('line 29', 'line 29, and no line end');
      for (const [name, contents] of Object.entries({ base, mine, theirs }))
        await writeFile(join(folder, name), contents);
      const files = ['mine', 'base', 'theirs'];
      const { stdout } = await promisify(execFile)('git', ['merge-file', '-p', ...files], { cwd: folder });
      expect(mergeText({ base, mine, theirs }, labels)).toEqual({ text: stdout, conflicts: 0 });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('a conflict', () => {
  it('ends with a line end after its last marker, as git has it, and nothing else gets one', () => {
    const { text, conflicts } = mergeText({ base: 'a\nb', mine: 'a\nmine', theirs: 'a\ntheirs' }, labels);
    expect(text).toBe('a\n<<<<<<< mine\nmine\n=======\ntheirs\n>>>>>>> theirs\n');
    expect(conflicts).toBe(1);
    const above = mergeText({ base: 'a\nb\nc\nd', mine: 'x\nb\nc\nd', theirs: 'y\nb\nc\nd\n' }, labels);
    expect(above).toEqual({ text: '<<<<<<< mine\nx\n=======\ny\n>>>>>>> theirs\nb\nc\nd\n', conflicts: 1 });
  });

  it.each([
    ['<<<<<<< yours\na\n=======\nb\n>>>>>>> create-wasm-oci 0.2.0\n', true],
    ['x\r\n<<<<<<< yours\r\na\r\n=======\r\nb\r\n>>>>>>> create-wasm-oci 0.2.0 with the new answers\r\n', true],
    ['<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n', true],
    ['<<<<<<< ours\r\na\r\n>>>>>>> theirs\r\n', true],
    // Of another merge, cut off, in the middle of a line, with other words or another length.
    ['<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n', false],
    ['<<<<<<< yours\na\n=======\nb\n', false],
    ['a\n=======\nb\n>>>>>>> theirs\n', false],
    ['echo <<<<<<< yours\n>>>>>>> theirs\n', false],
    ['<<<<<<< yours\necho >>>>>>> theirs\n', false],
    ['<<<<<<< yours truly\n>>>>>>> theirs\n', false],
    ['<<<<<<< yours\n>>>>>>> theirs too\n', false],
    ['<<<<<<< yours\n>>>>>>> create-wasm-oci\n', false],
    ['< yours\n> theirs\n', false],
  ])('%j is recognised as one of an update: %s', (text, is) => {
    expect(isInConflict(text)).toBe(is);
  });
});
