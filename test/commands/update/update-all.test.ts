import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Failed } from '../../../generators/commands/update/attempt.js';
import type { Examined } from '../../../generators/commands/update/examine.js';
import { type Result, stateOf } from '../../../generators/commands/update/result.js';
import { stage } from '../../../generators/commands/update/stage.js';
import { updateAll } from '../../../generators/commands/update/update-all.js';
import { Failure } from '../../../generators/core/failure.js';
import { locked } from '../../../generators/core/files/lock.js';
import { PROJECT_LOCK } from '../../../generators/core/files/own-names.js';
import { tree, write } from '../../support/files.js';
import { commit, useFolder } from '../../support/update-project.js';

const folder = useFolder();
const at = (path: string) => join(folder.path, path);

/** A project that is behind by one file, as it was looked at. */
async function examined(name: string, behind = true): Promise<Examined> {
  await write(at(name), { file: 'old', '.yo-rc.json': '{}' });
  return {
    project: { directory: at(name), shownDirectory: name, rc: '{}' },
    rendered: { files: new Map([['file', 'new']]), executables: new Set(), rc: '{"version":2}' },
    base: new Map([['file', 'old']]),
    mine: new Map([['file', 'old']]),
    actions: behind ? [{ path: 'file', kind: 'replace', text: 'new', conflicts: 0 }] : [],
    answers: [],
    pins: [],
    drift: [],
    behind,
  } as unknown as Examined;
}

/** Runs an update of these; asks as `confirm` says. */
function run(found: (Examined | Failed)[], more: Partial<Parameters<typeof updateAll>[1]> = {}, names?: string[]) {
  const shown: string[][] = [];
  const asked: string[] = [];
  const controller = new AbortController();
  const given = names ?? found.map((each) => ('project' in each ? each.project : each).shownDirectory);
  const examineThese = vi.fn(async (directories: readonly string[]) =>
    found.filter((each) => directories.includes(('project' in each ? each.project : each).shownDirectory)),
  );
  const results = updateAll(given, {
    examineThese,
    show: (all: readonly Result[]) => shown.push(all.map(stateOf)),
    on: { 'dry-run': false, yes: false, force: false },
    cwd: folder.path,
    signal: controller.signal,
    onNote: () => {},
    confirm: async (message) => {
      asked.push(message);
      return true;
    },
    ...more,
  });
  return { results, shown, asked, controller, examineThese };
}

const text = async (name: string) => (await tree(at(name))).file;
const failed: Failed = { shownDirectory: 'bad', failure: new Failure('broken', { exitCode: 1 }) };
const on = (...flags: ('dry-run' | 'yes' | 'force')[]) => ({
  on: { 'dry-run': flags.includes('dry-run'), yes: flags.includes('yes'), force: flags.includes('force') },
});

describe('update', () => {
  it('shows everything, asks once, and writes what is behind', async () => {
    const found = [await examined('one'), failed, await examined('two'), await examined('done', false)];
    const { results, shown, asked } = run(found);
    expect((await results).map(stateOf)).toEqual(['updated', 'error', 'updated', 'current']);
    expect(shown).toEqual([
      ['behind', 'error', 'behind', 'current'],
      ['updated', 'updated'],
    ]);
    expect(asked).toEqual(['Update these 2 projects?']);
    expect([await text('one'), await text('two'), await text('done')]).toEqual(['new', 'new', 'old']);
    expect((await tree(at('one')))['.yo-rc.json']).toBe('{"version":2}');
  });

  it('asks for one project in the singular', async () => {
    const { results, asked } = run([await examined('one')]);
    await results;
    expect(asked).toEqual(['Update it?']);
  });

  it('writes nothing where the user says no, and asks nothing with --yes or where nothing is behind', async () => {
    const no = run([await examined('one')], { confirm: async () => false });
    await expect(no.results).rejects.toMatchObject({ exitCode: 130, message: 'Cancelled. Nothing was changed.' });
    expect(await text('one')).toBe('old');
    const never = { confirm: async () => Promise.reject(new Error('asked')) };
    await run([await examined('one')], { ...never, ...on('yes') }).results;
    expect(await text('one')).toBe('new');
    const { results, shown } = run([await examined('done', false), failed], never);
    expect((await results).map(stateOf)).toEqual(['current', 'error']);
    expect(shown).toEqual([['current', 'error']]);
  });

  it('writes and asks nothing with --dry-run', async () => {
    const { results, shown, asked } = run([await examined('one')], on('dry-run', 'yes'));
    expect((await results).map(stateOf)).toEqual(['behind']);
    expect([shown, asked, await text('one')]).toEqual([[['behind']], [], 'old']);
  });

  it('skips a project with changes that are not committed, and looks only at those that are behind', async () => {
    const found = [await examined('one'), await examined('two'), await examined('done', false)];
    for (const name of ['one', 'two', 'done']) await commit(at(name));
    await write(at('one'), { notes: 'mine' });
    await write(at('done'), { notes: 'mine' });
    expect((await run(found).results).map(stateOf)).toEqual(['error', 'updated', 'current']);
    expect([await text('one'), await text('two')]).toEqual(['old', 'new']);
    expect((await run([found[0] as Examined], on('dry-run')).results).map(stateOf)).toEqual(['behind']);
    expect((await run([found[0] as Examined], on('force')).results).map(stateOf)).toEqual(['updated']);
  });

  it('leaves a project unchanged whose files changed since it was looked at; the others are updated', async () => {
    const found = [await examined('one'), await examined('rc'), await examined('two')];
    const confirm = async () => {
      await write(at('one'), { file: 'edited' });
      await write(at('rc'), { '.yo-rc.json': '{"mine":1}' });
      return true;
    };
    const results = await run(found, { confirm }).results;
    expect(results.map(stateOf)).toEqual(['error', 'error', 'updated']);
    expect(results[0]).toMatchObject({
      failure: {
        exitCode: 1,
        message: 'one was not updated: file changed in the meantime.',
        fix: [{ command: 'create-wasm-oci update', text: 'again, to merge with the new contents' }],
      },
    });
    expect(results[1]).toMatchObject({
      failure: { message: 'rc was not updated: .yo-rc.json changed in the meantime.' },
    });
    expect([await text('one'), await text('rc'), await text('two')]).toEqual(['edited', 'old', 'new']);
  });

  it('stops between two projects at Ctrl-C, and says how many are updated', async () => {
    const stop = new AbortController();
    const found = [await examined('one'), await examined('two')];
    // Read when the first is written.
    Object.defineProperty(found[0], 'base', {
      enumerable: true,
      get() {
        stop.abort();
        return new Map();
      },
    });
    const { results } = run(found, { signal: stop.signal });
    await expect(results).rejects.toMatchObject({ message: 'Cancelled. 1 of 2 projects are updated.', exitCode: 130 });
    expect([await text('one'), await text('two')]).toEqual(['new', 'old']);
  });

  it('stops before the first where Ctrl-C came with the answer', async () => {
    const stop = new AbortController();
    const confirm = async () => {
      stop.abort();
      return true;
    };
    const { results } = run([await examined('one')], { signal: stop.signal, confirm });
    await expect(results).rejects.toMatchObject({ exitCode: 130, message: 'Cancelled. Nothing was changed.' });
    expect(await text('one')).toBe('old');
  });

  it('fails as a whole at what is no failure of a project', async () => {
    const found = [await examined('one')];
    Object.defineProperty(found[0], 'rendered', { get: () => assertNever() });
    await expect(run(found, on('yes')).results).rejects.toThrow('a defect');
  });
});

function assertNever(): never {
  throw new Error('a defect');
}

describe('an update that was interrupted', () => {
  const conflicts = [{ path: 'file', base: 'old', mine: 'mine', theirs: 'new' }];
  async function interrupted(name: string): Promise<void> {
    await write(at(name), { file: 'old', '.yo-rc.json': '{}' });
    await commit(at(name));
    const changes = {
      write: [{ path: 'file', text: 'new', executable: false }],
      remove: [],
      conflicts,
      rc: '{"version":2}',
    };
    await locked(join(at(name), PROJECT_LOCK), (own) => stage(at(name), own, changes));
  }

  it('is shown, agreed and finished before other projects are looked at', async () => {
    await interrupted('left');
    const { results, shown, asked, examineThese } = run([await examined('one')], {}, ['left', 'one']);
    const all = await results;
    expect(all.map(stateOf)).toEqual(['conflicts', 'updated']);
    expect(all[0]).toMatchObject({ finished: { conflicts: ['file'], remark: undefined } });
    expect(shown).toEqual([['interrupted'], ['conflicts', 'behind'], ['updated']]);
    expect(asked).toEqual(['Finish it?', 'Update it?']);
    expect(examineThese).toHaveBeenCalledWith(['one']);
    expect(await text('left')).toBe('new');
  });

  it('is one of several: each is finished, and what is wrong with one is its own failure', async () => {
    for (const name of ['a', 'b', 'c']) await interrupted(name);
    await write(at('b'), { file: 'edited since' });
    const { results, asked, shown } = run([], {}, ['a', 'b', 'c']);
    const all = await results;
    expect(all.map(stateOf)).toEqual(['conflicts', 'error', 'conflicts']);
    expect(all[1]).toMatchObject({
      failure: {
        message: 'An update was interrupted, and file changed since.',
        fix: [{ text: expect.stringMatching(/^Restore/) }, { text: expect.stringMatching(/remove/) }],
      },
    });
    expect(asked).toEqual(['Finish these 2?']);
    expect(shown[0]).toEqual(['interrupted', 'interrupted']);
    expect(await text('b')).toBe('edited since');
  });

  it('stays unfinished where the user says no, with --dry-run, and at Ctrl-C', async () => {
    await interrupted('left');
    await expect(run([], { confirm: async () => false }, ['left']).results).rejects.toMatchObject({ exitCode: 130 });
    expect((await run([], on('dry-run'), ['left']).results).map(stateOf)).toEqual(['interrupted']);
    const stop = new AbortController();
    stop.abort();
    await expect(run([], { ...on('yes'), signal: stop.signal }, ['left']).results).rejects.toMatchObject({
      exitCode: 130,
    });
    expect(await text('left')).toBe('old');
    expect((await run([], on('yes'), ['left']).results).map(stateOf)).toEqual(['conflicts']);
  });

  it('waits for the user’s own changes to be committed, besides those that it makes', async () => {
    await interrupted('left');
    await write(at('left'), { notes: 'mine' });
    expect((await run([], on('yes'), ['left']).results).map(stateOf)).toEqual(['error']);
    expect((await run([], on('dry-run'), ['left']).results).map(stateOf)).toEqual(['interrupted']);
    expect((await run([], on('yes', 'force'), ['left']).results).map(stateOf)).toEqual(['conflicts']);
  });

  it('may leave an empty lock, which goes away with the next update, but not by --dry-run', async () => {
    await mkdir(at('left/.create-wasm-oci.lock'), { recursive: true });
    await run([], on('dry-run'), ['left']).results;
    expect(existsSync(at('left/.create-wasm-oci.lock'))).toBe(true);
    await run([], {}, ['left']).results;
    expect(existsSync(at('left/.create-wasm-oci.lock'))).toBe(false);
  });
});
