import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import helpers from 'yeoman-test';
import { command as update } from '../../generators/commands/update/command.js';
import ContainerfileGenerator from '../../generators/containerfile/index.js';
import { copyFixture, fixtures } from '../support/fixtures.js';
import { emptyFolder } from '../support/folder.js';
import { catchOutput, terminal } from '../support/terminal.js';

const said = catchOutput();

/** A run for the project in a folder that stays from one run to the next. Nobody can be asked, and nothing is built. */
const adopt = async (cwd: string, options: Record<string, unknown>) =>
  void (await helpers
    .create(ContainerfileGenerator as never, { namespace: 'wasm-oci:containerfile' })
    .withOptions({ directory: join(cwd, 'project'), build: false, force: false, yes: true, ...options } as object)
    .doInDir(() => {}));

/** A folder with a copy of the fixture, after a first run. */
const first = async (change: (project: string) => Promise<unknown> = async () => {}) => {
  const cwd = await emptyFolder();
  const project = join(cwd, 'project');
  await cp(await copyFixture('rust-workspace', join(cwd, 'fixture')), project, { recursive: true });
  await change(project);
  await adopt(cwd, { bin: 'greet' });
  return cwd;
};
const again = async (
  cwd: string,
  options: Record<string, unknown>,
  change: (project: string) => Promise<unknown> = async () => {},
) => {
  await change(join(cwd, 'project'));
  await adopt(cwd, options);
  return cwd;
};
const text = (cwd: string, path: string) => readFile(join(cwd, 'project', path), 'utf8');

describe('a second run', () => {
  it('replaces the Containerfile that nobody edited, without --force', async () => {
    const cwd = await first();
    expect(await text(cwd, 'Containerfile')).toContain('greet.wasm');
    await again(cwd, { bin: 'shout' });
    expect(await text(cwd, 'Containerfile')).toContain('shout.wasm');
    // And once more: the stored hash is that of the new one.
    await again(cwd, { bin: 'echo-args' });
    expect(await text(cwd, 'Containerfile')).toContain('echo-args.wasm');
  });

  it('replaces one whose line ends a checkout on Windows changed', async () => {
    const cwd = await first();
    const retried = await again(cwd, { bin: 'shout' }, async (project) => {
      const path = join(project, 'Containerfile');
      await writeFile(path, (await readFile(path, 'utf8')).replaceAll('\n', '\r\n'));
    });
    expect(await text(retried, 'Containerfile')).toMatch(/shout\.wasm.*\r\n/);
  });

  it.each([
    ['an edit', (old: string) => `${old}# mine\n`],
    ['a file that was removed and written by the user', () => 'FROM scratch\n'],
  ])('keeps a Containerfile with %s', async (_what, edit) => {
    const cwd = await first();
    const edited = again(cwd, { bin: 'shout' }, async (project) => {
      const path = join(project, 'Containerfile');
      await writeFile(path, edit(await readFile(path, 'utf8')));
    });
    await expect(edited).rejects.toThrow('project already has a Containerfile, which differs from the new one.');
  });

  it('keeps a Containerfile whose hash is not stored', async () => {
    const cwd = await first();
    const retried = again(cwd, { bin: 'shout' }, (project) => rm(join(project, '.yo-rc.json')));
    await expect(retried).rejects.toThrow('already has a Containerfile');
  });
});

it('in a terminal, a second run asks nothing about a Containerfile that nobody edited', async () => {
  const cwd = await first();
  terminal(true);
  const asked: string[] = [];
  await helpers
    .create(ContainerfileGenerator as never, { namespace: 'wasm-oci:containerfile' })
    .withOptions({ directory: join(cwd, 'project'), build: false, force: false, bin: 'shout' } as object)
    .doInDir(() => {})
    .onEnvironment((env) => void Object.assign(env.options, { force: false }))
    .withAnswers(
      {},
      {
        callback(answer, { question }) {
          asked.push(String(question.message));
          return answer;
        },
      },
    );
  expect(asked.filter((message) => message.includes('Containerfile'))).toEqual([]);
  expect(await text(cwd, 'Containerfile')).toContain('shout.wasm');
});

describe('--force', () => {
  it.each(['.dockerignore', '.containerignore'])(
    "overwrites the Containerfile and keeps the user's %s",
    async (name) => {
      const cwd = await first();
      const forced = await again(cwd, { bin: 'shout', force: true }, async (project) => {
        await writeFile(join(project, 'Containerfile'), 'FROM scratch\n');
        await writeFile(join(project, name), 'mine\n');
      });
      expect(await text(forced, 'Containerfile')).toContain('shout.wasm');
      expect(await text(forced, name)).toBe('mine\n');
      expect(said.stderr).toContain(`${name} is yours, and kept.`);
    },
  );
});

describe('update', () => {
  const withoutLock = () => first((project) => rm(join(project, 'Cargo.lock')));
  const lock = (project: string) => cp(join(fixtures, 'rust-workspace/Cargo.lock'), join(project, 'Cargo.lock'));

  it('--check finds a project behind to which a Cargo.lock was added, and update adds --locked', async () => {
    const cwd = await withoutLock();
    const project = join(cwd, 'project');
    expect(await text(cwd, 'Containerfile')).not.toContain('--locked');
    expect(await update([project, '--check'])).toBe(0);
    await lock(project);
    expect(await update([project, '--check'])).toBe(2);
    expect(await update([project, '--yes', '--force'])).toBe(0);
    expect(await text(cwd, 'Containerfile')).toContain('--locked');
    expect(await update([project, '--check'])).toBe(0);
  });

  it('keeps an edit of the Containerfile where a Cargo.lock was added', async () => {
    const cwd = await withoutLock();
    const project = join(cwd, 'project');
    await writeFile(join(project, 'Containerfile'), `${await text(cwd, 'Containerfile')}# mine\n`);
    await lock(project);
    expect(await update([project, '--yes', '--force'])).toBe(0);
    expect(await text(cwd, 'Containerfile')).toContain('# mine\n');
  });
});
