import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { command } from '../../../generators/commands/update/command.js';
import { resolvePreset } from '../../../generators/core/presets/fetch/resolve-preset.js';
import { write } from '../../support/files.js';
import { OVERLAY } from '../../support/presets.js';
import { catchOutput } from '../../support/terminal.js';
import { commit, project, useFolder, written } from '../../support/update-project.js';

const said = catchOutput();
const folder = useFolder();
const at = (path: string) => join(folder.path, path);
const read = (path: string) => readFile(at(path), 'utf8');

/** Runs `update` without a question: its exit code, and its document. */
async function update(...args: string[]) {
  said.stdout = '';
  const code = await command([...args, '--json']);
  return { code, ...JSON.parse(said.stdout) };
}

/** A project in a repository, with a preset that adds a file and has another README. */
async function started(): Promise<Record<string, string>> {
  await write(at('acme'), {
    'wasm-oci.toml': OVERLAY,
    'all/ci/check.sh': 'exit 0\n',
    'all/README.md': 'Of the team.\n',
  });
  const preset = await resolvePreset('./acme', { cwd: folder.path, from: '--preset', named: true });
  const files = await written(at('hello'), { preset });
  await project(at('hello'), files);
  return files;
}

it('a changed and a deleted file of the preset are drift, and the reset that is named is what ends it', async () => {
  const files = await started();
  await writeFile(at('hello/README.md'), 'Mine.\n');
  await writeFile(at('hello/ci/check.sh'), 'exit 1\n');
  await commit(at('hello'));
  const found = await update('hello', '--check');
  const command = 'create-wasm-oci update hello --reset ci/check.sh --yes';
  expect(found).toMatchObject({
    code: 2,
    projects: [{ state: 'drifted', drift: [{ key: 'ci/check.sh', file: 'ci/check.sh' }], fix: [{ command }] }],
  });
  await rm(at('hello/ci/check.sh'));
  await commit(at('hello'));
  expect(await update('hello', '--check')).toMatchObject({ code: 2, projects: [{ drift: [{ locked: 'this file' }] }] });
  const [, , ...args] = command.split(' ');
  expect(await update(...args)).toMatchObject({
    code: 0,
    projects: [{ files: [{ path: 'ci/check.sh', action: 'add' }] }],
  });
  expect(await read('hello/ci/check.sh')).toBe('exit 0\n');
  expect(await read('hello/README.md')).toBe('Mine.\n');
  await commit(at('hello'));
  expect(await update('hello', '--check')).toMatchObject({ code: 0, projects: [{ state: 'current' }] });
  expect(await update('hello', '--reset', './README.md', '--yes')).toMatchObject({
    projects: [{ files: [{ path: 'README.md', action: 'reset' }] }],
  });
  expect(await read('hello/README.md')).toBe(files['README.md']);
});

it('a reset is shown by --dry-run, keeps line ends, and takes a file out of a conflict', async () => {
  const files = await started();
  const Containerfile = files.Containerfile ?? '';
  await writeFile(at('hello/Containerfile'), '<<<<<<< yours\r\nx\r\n=======\r\ny\r\n>>>>>>> theirs\r\n');
  await commit(at('hello'));
  expect(await update('hello', '--dry-run')).toMatchObject({ code: 1, error: expect.stringContaining('unresolved') });
  expect(await update('hello', '--reset', 'Containerfile', '--dry-run')).toMatchObject({
    code: 0,
    projects: [{ files: [{ path: 'Containerfile', action: 'reset' }] }],
  });
  expect(await update('hello', '--reset', 'Containerfile', '--yes')).toMatchObject({ code: 0 });
  expect(await read('hello/Containerfile')).toBe(Containerfile.replaceAll('\n', '\r\n'));
});

it('a reset of text that no commit has is refused without --force', async () => {
  await started();
  const reset = ['hello', '--reset', 'Containerfile', '--yes'];
  await writeFile(at('hello/Containerfile'), 'FROM scratch\n');
  expect(await update(...reset)).toMatchObject({ code: 1, error: expect.stringContaining('not committed') });
  // Ignored by git: it reports no change.
  await writeFile(at('hello/.git/info/exclude'), 'Containerfile\n');
  await write(at('hello'), { '.git/x': '' });
  await rm(at('hello/Containerfile'));
  await commit(at('hello'));
  await writeFile(at('hello/Containerfile'), 'FROM scratch\n');
  expect(await update(...reset)).toMatchObject({ code: 1, error: expect.stringContaining('no commit of git') });
  await rm(at('hello/.git'), { recursive: true });
  expect(await update(...reset)).toMatchObject({ code: 1, error: expect.stringContaining('no commit of git') });
  expect(await read('hello/Containerfile')).toBe('FROM scratch\n');
  expect(await update(...reset, '--force')).toMatchObject({ code: 0 });
  expect(await read('hello/Containerfile')).not.toBe('FROM scratch\n');
});

it('a reset of a file that is as it was written changes nothing, and one of any other file is refused', async () => {
  await started();
  expect(await update('hello', '--reset', 'Containerfile')).toMatchObject({
    code: 0,
    projects: [{ state: 'current' }],
  });
  for (const path of ['other', '.yo-rc.json', '../hello/Containerfile', '']) {
    expect(await update('hello', '--reset', path, '--yes')).toMatchObject({
      code: 1,
      error: expect.stringContaining('does not write this file'),
    });
  }
  await expect(command(['hello', '--check', '--reset', 'Containerfile'])).rejects.toThrow('--check changes nothing');
});
