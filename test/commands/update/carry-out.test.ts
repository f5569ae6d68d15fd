import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { carryOut, finishInterrupted } from '../../../generators/commands/update/carry-out.js';
import { finish, interruptedIn } from '../../../generators/commands/update/finish.js';
import { stage } from '../../../generators/commands/update/stage.js';
import { locked } from '../../../generators/core/files/lock.js';
import { PROJECT_LOCK } from '../../../generators/core/files/own-names.js';
import { hashOf } from '../../../generators/core/update/journal.js';
import { tree, write } from '../../support/files.js';
import { emptyFolder } from '../../support/folder.js';
import { AFTER, BEFORE, CHANGES } from '../../support/update.js';

let home: string;
let project: string;

beforeEach(async () => {
  home = await emptyFolder();
  vi.stubEnv('XDG_STATE_HOME', join(home, 'state'));
  project = join(home, 'project');
  await write(project, BEFORE);
});

/** A project with an update that is decided, and nothing of it put in place: how a killed process leaves it. */
async function interrupted(): Promise<void> {
  await locked(join(project, PROJECT_LOCK), (own) => stage(project, own, CHANGES));
}

const refused = {
  name: 'Failure',
  exitCode: 1,
  message: expect.stringMatching(/is not an update|is a symbolic link|changed since/),
};

describe('an update', () => {
  it('is carried out as a whole, and leaves nothing beside it', async () => {
    await carryOut(project, CHANGES, async () => {});
    expect(await tree(project)).toEqual(AFTER);
    expect((await readdir(project)).sort()).toEqual(['.yo-rc.json', 'Containerfile', 'ci', 'mine']);
    expect((await stat(join(project, 'ci/check.sh'))).mode & 0o111).toBe(0o111);
    expect(await readdir(join(home, 'state/create-wasm-oci/updates'))).toEqual([]);
  });

  it('gives new files what the umask leaves, and keeps the mode of others', async () => {
    await chmod(join(project, 'Containerfile'), 0o640);
    await carryOut(project, CHANGES, async () => {});
    const mode = async (path: string) => (await stat(join(project, path))).mode & 0o777;
    expect(await mode('Containerfile')).toBe(0o640);
    expect(await mode('ci/check.sh')).toBe((0o666 & ~process.umask()) | 0o111);
    await chmod(join(project, '.yo-rc.json'), 0o600);
    await carryOut(project, CHANGES, async () => {});
    expect(await mode('.yo-rc.json')).toBe(0o600);
  });

  it('has its steps in an order: removed files, written files, and last the stored answers', async () => {
    const journal = await locked(join(project, PROJECT_LOCK), (own) => stage(project, own, CHANGES));
    expect(journal).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      conflicts: [],
      steps: [
        { path: 'dropped', before: hashOf('unchanged'), after: undefined },
        { path: 'Containerfile', before: hashOf('old'), after: hashOf('new') },
        { path: 'ci/check.sh', before: undefined, after: hashOf('true') },
        { path: '.yo-rc.json', before: hashOf('{"version": "1"}'), after: hashOf('{"version": "2"}') },
      ],
    });
    // Ended in the middle, by what is in the way of the third: the old answers are still stored.
    await symlink('mine', join(project, 'ci'));
    await expect(finish(project, journal, join(project, PROJECT_LOCK))).rejects.toThrow('symbolic link');
    const half = await tree(project);
    expect(half).toMatchObject({ Containerfile: 'new', '.yo-rc.json': '{"version": "1"}' });
    expect(half).not.toHaveProperty('dropped');
    await rm(join(project, 'ci'));
    await finishInterrupted(project);
    expect(await tree(project)).toEqual(AFTER);
  });

  it('has its conflicts marked in git, and waits for the lock with the options of its caller', async () => {
    await execa('git', ['init', '--quiet'], { cwd: project });
    await execa('git', ['add', '--all'], { cwd: project });
    const conflicts = [{ path: 'Containerfile', base: 'old', mine: 'mine', theirs: 'new' }];
    const waited: string[] = [];
    const options = { onWait: (owner: string) => waited.push(owner) };
    let second: Promise<unknown> | undefined;
    await locked(join(project, PROJECT_LOCK), async () => {
      second = carryOut(project, { ...CHANGES, conflicts }, async () => {}, options);
      await vi.waitFor(() => expect(waited).toEqual([`process ${process.pid}`]), { timeout: 20_000 });
    });
    expect(await second).toBeUndefined();
    const { stdout } = await execa('git', ['status', '--porcelain', 'Containerfile'], { cwd: project });
    expect(stdout).toBe('UU Containerfile');
  });

  it('is not begun beside one that was interrupted', async () => {
    await interrupted();
    await expect(carryOut(project, CHANGES, async () => {})).rejects.toMatchObject({
      exitCode: 1,
      message: 'Another update of this project was interrupted in the meantime.',
      fix: [{ text: 'Run create-wasm-oci update again, which finishes it first.' }],
    });
  });

  it('forgets those of other projects that are gone, and none that can be finished', async () => {
    const state = join(home, 'state/create-wasm-oci/updates');
    await interrupted();
    const [id = ''] = await readdir(state);
    const other = join(home, 'other');
    await write(other, BEFORE);
    await write(join(home, 'begun/.create-wasm-oci.lock'), { x: '' });
    const remember = (name: string, text: string) => writeFile(join(state, name), text);
    await remember('begun', JSON.stringify({ directory: join(home, 'begun') }));
    await remember('gone', JSON.stringify({ directory: join(home, 'gone') }));
    await remember('without', JSON.stringify({ directory: other }));
    await remember('broken', '{');
    await carryOut(other, CHANGES, async () => {});
    // The project's own: it was there with its lock when others were forgotten.
    expect((await readdir(state)).sort()).toEqual([id, 'begun', 'without'].sort());
    await carryOut(join(home, 'other'), CHANGES, async () => {});
    expect(await interruptedIn(project)).toBeDefined();
  });

  it('is not begun when the last look says no', async () => {
    await expect(carryOut(project, CHANGES, () => Promise.reject(new Error('changed')))).rejects.toThrow('changed');
    expect(await tree(project)).toEqual(BEFORE);
    expect((await readdir(project)).sort()).toEqual(['.yo-rc.json', 'Containerfile', 'dropped', 'mine']);
  });

  it('is carried out where nothing can be remembered, and is then nobody else’s to finish', async () => {
    vi.stubEnv('XDG_STATE_HOME', '/dev/null');
    await carryOut(project, CHANGES, async () => {});
    expect(await tree(project)).toEqual(AFTER);
    await rm(project, { recursive: true });
    await write(project, BEFORE);
    await interrupted();
    await expect(interruptedIn(project)).rejects.toMatchObject(refused);
  });
});

describe('an interrupted update', () => {
  it('is finished by who has it on this machine, and in this folder', async () => {
    await interrupted();
    expect((await interruptedIn(project))?.steps.map(({ path }) => path)).toEqual([
      'dropped',
      'Containerfile',
      'ci/check.sh',
      '.yo-rc.json',
    ]);
    expect(await finishInterrupted(project)).toEqual({ conflicts: [], remark: undefined });
    expect(await tree(project)).toEqual(AFTER);
    // By another process, in the meantime.
    expect(await finishInterrupted(project)).toEqual({ conflicts: [], remark: undefined });
    expect(await interruptedIn(project)).toBeUndefined();
  });

  it.each<[string, () => Promise<unknown>]>([
    [
      'in another folder',
      async () => {
        await rename(project, join(home, 'clone'));
        project = join(home, 'clone');
      },
    ],
    ['on another machine', () => rm(join(home, 'state'), { recursive: true })],
    ['with other steps', () => edit('.create-wasm-oci-update/journal.json', 'dropped', 'mine/notes')],
    ['with other contents', () => writeFile(join(project, '.create-wasm-oci-update/1'), 'evil')],
    ['whose file was changed since', () => writeFile(join(project, 'Containerfile'), 'my work')],
    ['whose file that it removes was changed since', () => writeFile(join(project, 'dropped'), 'my work')],
    [
      'whose file is a link now',
      () => rm(join(project, 'Containerfile')).then(() => symlink('../outside', join(project, 'Containerfile'))),
    ],
    [
      'whose folder is a link now',
      () =>
        rename(join(project, '.create-wasm-oci-update'), join(home, 'elsewhere')).then(() =>
          symlink('../elsewhere', join(project, '.create-wasm-oci-update')),
        ),
    ],
  ])('%s is refused, and nothing is changed', async (_, change) => {
    await writeFile(join(home, 'outside'), 'precious');
    await interrupted();
    await change();
    const before = await tree(project);
    await expect(interruptedIn(project)).rejects.toMatchObject(refused);
    await expect(finishInterrupted(project)).rejects.toMatchObject(refused);
    expect(await tree(project)).toEqual(before);
    expect(await readFile(join(home, 'outside'), 'utf8')).toBe('precious');
  });

  it('once finished is worth nothing: a copy of its folder is refused', async () => {
    await interrupted();
    await cp(join(project, '.create-wasm-oci-update'), join(home, 'copy'), { recursive: true });
    await finishInterrupted(project);
    await write(project, BEFORE);
    await cp(join(home, 'copy'), join(project, '.create-wasm-oci-update'), { recursive: true });
    await expect(interruptedIn(project)).rejects.toMatchObject(refused);
  });

  it('of a folder that others may read is not read there by them', async () => {
    await interrupted();
    const state = join(home, 'state/create-wasm-oci');
    expect((await stat(state)).mode & 0o777).toBe(0o700);
    await chmod(state, 0o777);
    expect(await interruptedIn(project)).toBeDefined();
    expect((await stat(state)).mode & 0o777).toBe(0o700);
  });
});

describe('a folder that a repository brings along', () => {
  const plant = async (journal: object) => {
    const folder = join(project, '.create-wasm-oci-update');
    await mkdir(folder);
    await writeFile(join(folder, 'journal.json'), JSON.stringify(journal));
    return folder;
  };

  it('does not have the key of its user moved into the project', async () => {
    await mkdir(join(home, '.ssh'));
    await writeFile(join(home, '.ssh/id_rsa'), 'secret');
    const folder = await plant({ write: ['id_rsa'], remove: [], conflicts: [] });
    await symlink('../../.ssh', join(folder, 'files'));
    await expect(finishInterrupted(project)).rejects.toMatchObject(refused);
    expect(await readFile(join(home, '.ssh/id_rsa'), 'utf8')).toBe('secret');
    expect(existsSync(join(project, 'id_rsa'))).toBe(false);
  });

  it.each([
    ['of the first format', { write: [], remove: ['Containerfile', 'mine/notes'], conflicts: [] }],
    ['of this one', { id: 'a'.repeat(32), steps: [{ path: 'mine/notes' }], conflicts: [] }],
    [
      'with the name of another file for its id',
      { id: '../../secret', steps: [{ path: 'mine/notes' }], conflicts: [] },
    ],
    ['of something else', []],
  ])('does not have files removed: %s', async (_, journal) => {
    await plant(journal);
    await expect(finishInterrupted(project)).rejects.toMatchObject(refused);
    const { '.create-wasm-oci-update/journal.json': _planted, ...files } = await tree(project);
    expect(files).toEqual(BEFORE);
  });
});

async function edit(path: string, text: string, by: string): Promise<void> {
  const before = await readFile(join(project, path), 'utf8');
  expect(before).toContain(text);
  await writeFile(join(project, path), before.replace(text, by));
}
