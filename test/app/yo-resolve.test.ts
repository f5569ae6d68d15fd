import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import helpers from 'yeoman-test';
import AppGenerator from '../../generators/app/index.js';
import { catchOutput } from '../support/terminal.js';

catchOutput();

/** A run into a folder that holds these files, as a cloned repository does. */
async function generate(files: Record<string, string>, options: Record<string, unknown> = {}) {
  let cwd = '';
  const run = helpers
    .create(AppGenerator as never, { namespace: 'wasm-oci:app' })
    .withOptions({ build: false, force: false, directory: 'hello', language: 'c', ...options } as object)
    .doInDir(async (folder) => {
      cwd = folder;
      await mkdir(join(folder, 'hello/src'), { recursive: true });
      for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
    });
  const failure = await run.then(
    () => undefined,
    (error: unknown) => error,
  );
  return { cwd, failure };
}

describe('a .yo-resolve', () => {
  it.each([
    ['hello/.yo-resolve', '* skip\n', '.yo-resolve has Yeoman skip '],
    ['hello/.yo-resolve', '**\n', '.yo-resolve has Yeoman skip '],
    ['hello/.yo-resolve', '# x\n\n  Containerfile = force\n', '.yo-resolve has Yeoman '],
    ['hello/.yo-resolve', 'Containerfile force\n', '.yo-resolve has Yeoman force Containerfile'],
    ['hello/src/.yo-resolve', 'main.c skip\n', 'src/.yo-resolve has Yeoman skip src/main.c'],
    ['.yo-resolve', '**/README.md ignore\n', '../.yo-resolve has Yeoman ignore README.md'],
  ])('that says what becomes of a file is refused, and nothing is written: %s, %j', async (path, text, message) => {
    const { cwd, failure } = await generate({ [path]: text });
    expect(failure).toMatchObject({ exitCode: 1, message: expect.stringContaining(message) });
    expect((await readdir(join(cwd, 'hello'))).filter((name) => !['src', '.yo-resolve'].includes(name))).toEqual([]);
  });

  it('that says nothing of the files is no matter', async () => {
    const { cwd, failure } = await generate({ 'hello/.yo-resolve': 'package.json skip\n' });
    expect(failure).toBeUndefined();
    expect(await readdir(join(cwd, 'hello'))).toContain('Containerfile');
  });
});
