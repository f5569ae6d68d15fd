import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeText } from '../../generators/core/update/merge.js';

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
