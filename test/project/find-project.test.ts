import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProject } from '../../generators/core/project/find-project.js';
import { emptyFolder } from '../support/folder.js';

const STORED = JSON.stringify({ 'create-wasm-oci': { language: 'c', name: 'hello', version: '0.1.0' } });

/** A folder with these files, by path; a path that ends in a slash is a folder. */
async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await emptyFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, path.endsWith('/') ? '.' : '..'), { recursive: true });
    if (!path.endsWith('/')) await writeFile(join(folder, path), text);
  }
  return folder;
}

describe('the project that a command works on', () => {
  it('is the one of the current folder', async () => {
    const cwd = await folderWith({ '.yo-rc.json': STORED });
    expect(await findProject(cwd, undefined, 'build')).toEqual({
      directory: cwd,
      shownDirectory: '.',
      above: false,
    });
  });

  it('is that of the nearest folder above, past files of other generators and broken ones', async () => {
    const top = await folderWith({
      '.yo-rc.json': STORED,
      'app/.yo-rc.json': STORED,
      'app/src/.yo-rc.json': '{"generator-other": {}}',
      'app/src/deep/.yo-rc.json': 'not JSON',
      'app/src/deep/deeper/': '',
    });
    expect(await findProject(join(top, 'app/src/deep/deeper'), undefined, 'build')).toEqual({
      directory: join(top, 'app'),
      shownDirectory: '../../..',
      above: true,
    });
  });

  it('is the directory that was given, and not one above it', async () => {
    const cwd = await folderWith({ '.yo-rc.json': STORED, 'app/.yo-rc.json': STORED, 'plain/': '' });
    expect(await findProject(cwd, 'app', 'build')).toMatchObject({
      directory: join(cwd, 'app'),
      shownDirectory: 'app',
    });
    await expect(findProject(cwd, 'plain', 'build')).rejects.toMatchObject({
      message: 'plain is not a project of create-wasm-oci: there is no .yo-rc.json with its answers.',
      fix: [{ command: 'create-wasm-oci plain' }, { command: 'create-wasm-oci containerfile plain' }],
      exitCode: 1,
    });
  });

  it('is missing in a folder without one, and the line to type is the one for what the folder holds', async () => {
    const empty = await findProject(await folderWith({}), undefined, 'build').catch((error) => error);
    expect(empty.message).toBe(
      'This folder is not in a project of create-wasm-oci: there is no .yo-rc.json with its answers.',
    );
    expect(empty.fix[0].command).toBe('create-wasm-oci my-app');
    const crate = await findProject(await folderWith({ 'Cargo.toml': '' }), undefined, 'build').catch((error) => error);
    expect(crate.fix[0].command).toBe('create-wasm-oci containerfile');
  });

  it('is missing where the directory does not exist', async () => {
    await expect(findProject(await emptyFolder(), 'build', 'build')).rejects.toMatchObject({
      message: 'build does not exist.',
      fix: [{ command: 'create-wasm-oci ./build' }],
    });
  });

  it('is refused where its stored answers are broken', async () => {
    const cwd = await folderWith({ '.yo-rc.json': 'not JSON' });
    await expect(findProject(cwd, undefined, 'build')).rejects.toMatchObject({
      message: '.yo-rc.json cannot be read: it is not JSON.',
      exitCode: 1,
    });
  });

  it.runIf(process.getuid?.() === 0)('is refused above the current folder where it is another user’s', async () => {
    const top = await folderWith({ '.yo-rc.json': STORED, 'mine/': '' });
    const { chown } = await import('node:fs/promises');
    await chown(join(top, '.yo-rc.json'), 12345, 12345);
    await expect(findProject(join(top, 'mine'), undefined, 'run')).rejects.toMatchObject({
      message: 'The project in .. belongs to another user.',
      fix: [{ command: 'create-wasm-oci run ..' }],
    });
    expect(await findProject(join(top, 'mine'), '..', 'run')).toMatchObject({ directory: top });
  });
});
