import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { carryOut, finishInterrupted } from '../../../generators/commands/update/carry-out.js';
import { interruptedIn } from '../../../generators/commands/update/finish.js';
import { stage } from '../../../generators/commands/update/stage.js';
import { locked } from '../../../generators/core/files/lock.js';
import { PROJECT_LOCK } from '../../../generators/core/files/own-names.js';
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
  message: expect.stringMatching(/is no update|is a symbolic link|changed since/),
};

describe('an update', () => {
  it('is carried out as a whole, and leaves nothing beside it', async () => {
    await carryOut(project, CHANGES, async () => {});
    expect(await tree(project)).toEqual(AFTER);
    expect((await readdir(project)).sort()).toEqual(['.yo-rc.json', 'Containerfile', 'ci', 'mine']);
    expect((await stat(join(project, 'ci/check.sh'))).mode & 0o111).toBe(0o111);
    expect(await readdir(join(home, 'state/create-wasm-oci/updates'))).toEqual([]);
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
