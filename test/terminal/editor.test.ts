import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { editAsync } from '../../generators/core/terminal/editor.js';
import { emptyFolder } from '../support/folder.js';

/** A script that gets the file's path as its last word, in a folder with a blank in its name. */
async function editor(script: string): Promise<string> {
  const folder = join(await emptyFolder(), "a user's editor");
  await mkdir(folder);
  const file = join(folder, 'edit');
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return `"${file}"`;
}

const left = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('create-wasm-oci-edit-'));

describe.skipIf(process.platform === 'win32')('the editor of the conflict prompt', () => {
  it.each([
    ['VISUAL', 'VISUAL'],
    ['EDITOR', 'EDITOR'],
  ])('is the command line in %s, with its words, and the file after them', async (_, name) => {
    for (const key of ['VISUAL', 'EDITOR']) vi.stubEnv(key, undefined);
    vi.stubEnv(name, `${await editor('printf %s "$1" >>"$2"')} --wait`);
    expect(await editAsync('text ')).toBe('text --wait');
    vi.unstubAllEnvs();
  });

  it('is VISUAL where both are set', async () => {
    vi.stubEnv('VISUAL', await editor('echo visual >"$1"'));
    vi.stubEnv('EDITOR', await editor('echo editor >"$1"'));
    expect(await editAsync()).toBe('visual\n');
    vi.unstubAllEnvs();
  });

  it('edits UTF-8, in a file of the extension that is given', async () => {
    vi.stubEnv('VISUAL', await editor('basename "$1" | grep -q "\\.toml$" && printf "Žluťoučký kůň 日本\\n" >>"$1"'));
    expect(await editAsync('é → ß\n', { postfix: '.toml' })).toBe('é → ß\nŽluťoučký kůň 日本\n');
    vi.unstubAllEnvs();
  });

  it.each([
    [
      'ends with an error',
      'echo half >"$1"; exit 3',
      /^the editor failed \(.*: 3\); VISUAL or EDITOR names another one$/,
    ],
    ['is ended by a signal', 'kill -9 $$', /: (?:SIGKILL|137)\)/],
  ])('that %s changes nothing', async (_, script, message) => {
    vi.stubEnv('VISUAL', await editor(script));
    await expect(editAsync('text')).rejects.toThrow(message);
    vi.unstubAllEnvs();
  });

  it('that does not exist is an error, and its temporary files are removed', async () => {
    const before = await left();
    vi.stubEnv('VISUAL', '/nowhere/editor');
    await expect(editAsync('text')).rejects.toThrow('(/nowhere/editor: 127)');
    vi.unstubAllEnvs();
    expect(await left()).toEqual(before);
  });
});
