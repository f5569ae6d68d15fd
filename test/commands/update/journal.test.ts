import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { carryOut, finishInterrupted, interruptedIn } from '../../../generators/commands/update/journal.js';
import { bundleInto } from '../../support/bundle.js';
import { emptyFolder } from '../../support/folder.js';
import { killedAt } from '../../support/kill.js';

const CHANGES = {
  write: [
    { path: 'Containerfile', text: 'new', executable: false },
    { path: 'ci/check.sh', text: 'true', executable: true },
  ],
  remove: ['dropped'],
  conflicts: [],
  rc: '{"version": "2"}',
};
const BEFORE = { '.yo-rc.json': '{"version": "1"}', Containerfile: 'old', dropped: 'unchanged', 'mine/notes': 'mine' };
const AFTER = { '.yo-rc.json': '{"version": "2"}', Containerfile: 'new', 'ci/check.sh': 'true', 'mine/notes': 'mine' };

// Tens of processes, one after the other.
vi.setConfig({ testTimeout: 600_000 });

let home: string;
let project: string;

beforeEach(async () => {
  home = await emptyFolder();
  vi.stubEnv('XDG_STATE_HOME', join(home, 'state'));
  project = join(home, 'project');
  await write(project, BEFORE);
});

async function write(folder: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Every file below a folder, with its text; a link as `-> target`. */
async function tree(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, 'utf8')])),
  );
}

/** Carries the changes out in a process that is killed before its nth change to the project. False when it was not. */
async function killed(at: number): Promise<boolean> {
  const bundle = join(home, 'journal.mjs');
  if (!existsSync(bundle)) await bundleInto(home, 'generators/commands/update/journal.ts', 'journal.mjs');
  const text = `import { carryOut } from ${JSON.stringify(bundle)};
    await carryOut(${JSON.stringify(project)}, ${JSON.stringify(CHANGES)}, async () => {});`;
  const env = await killedAt(at, project, home);
  const { signal, exitCode } = await execa(process.execPath, ['--input-type=module', '--eval', text], {
    env,
    reject: false,
  });
  expect(signal ?? exitCode).toBe(signal === undefined ? 0 : 'SIGKILL');
  return signal !== undefined;
}

/** The first change after an update is decided. Counted once. */
let decided = 1;

/** A project with an update that is decided, and nothing of it put in place. */
async function interrupted(): Promise<void> {
  for (let at = decided; !existsSync(join(project, '.create-wasm-oci-update')); at++) {
    decided = at;
    await rm(project, { recursive: true });
    await write(project, BEFORE);
    expect(await killed(at)).toBe(true);
  }
  expect(await readFile(join(project, 'Containerfile'), 'utf8')).toBe('old');
}

const refused = {
  name: 'Failure',
  exitCode: 1,
  message: expect.stringMatching(/holds no update|is a symbolic link|changed since/),
};

describe('an update', () => {
  it('is carried out as a whole, and leaves nothing beside it', async () => {
    await carryOut(project, CHANGES, async () => {});
    expect(await tree(project)).toEqual(AFTER);
    expect((await readdir(project)).sort()).toEqual(['.yo-rc.json', 'Containerfile', 'ci', 'mine']);
    expect((await stat(join(project, 'ci/check.sh'))).mode & 0o111).toBe(0o111);
    expect(await readdir(join(home, 'state/create-wasm-oci/updates'))).toEqual([]);
  });

  it('is done, or not begun, or can be finished, wherever it is killed', async () => {
    const seen = { before: 0, within: 0, done: 0 };
    for (let at = 1; ; at++) {
      await rm(project, { recursive: true });
      await write(project, BEFORE);
      if (!(await killed(at))) break;
      const left = await interruptedIn(project);
      if (left) {
        seen.within++;
        await finishInterrupted(project);
        expect(await tree(project), `killed at ${at}`).toEqual(AFTER);
      } else {
        const own = Object.entries(await tree(project)).filter(([path]) => !path.startsWith('.create-wasm-oci.lock'));
        const done = existsSync(join(project, 'ci'));
        seen[done ? 'done' : 'before']++;
        expect(Object.fromEntries(own), `killed at ${at}`).toEqual(done ? AFTER : BEFORE);
        // What it left is no obstacle to the next one, and is gone after it.
        await carryOut(project, CHANGES, async () => {});
        expect(await tree(project), `killed at ${at}`).toEqual(AFTER);
      }
      expect((await readdir(project)).filter((name) => name.startsWith('.create'))).toEqual([]);
    }
    expect(seen.before).toBeGreaterThan(5);
    expect(seen.within).toBeGreaterThan(2);
    expect(seen.done).toBeGreaterThan(0);
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
