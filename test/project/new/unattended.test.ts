import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import helpers from 'yeoman-test';
import AppGenerator from '../../../generators/app/index.js';
import { parseCommandLine } from '../../../generators/core/options/command-line.js';
import { isFresh } from '../../../generators/core/project/fresh-folder.js';
import { runUnattended } from '../../../generators/core/project/new/unattended.js';
import { emptyFolder } from '../../support/folder.js';
import { catchOutput } from '../../support/terminal.js';

const said = catchOutput();
const before = process.cwd();
let folder = '';
beforeEach(async () => {
  folder = await emptyFolder();
  process.chdir(folder);
});
afterEach(() => process.chdir(before));

const start = (...args: string[]) => runUnattended(parseCommandLine(['hello', '--yes', '--no-build', ...args]));

/** Every file below a folder, with its contents; ids that are random are the same in all. */
async function tree(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const text = async (file: string) => (await readFile(file, 'utf8')).replace(/\b[0-9a-f]{16}\b/g, 'ID');
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file.slice(root.length + 1), await text(file)] as const)),
  );
}

describe('a new project without Yeoman', () => {
  it.each([['rust'], ['c'], ['tinygo']])(
    'has the files that it has through Yeoman, and the run prints the same (%s)',
    async (language) => {
      await start('--language', language, '--name', 'Hello You!');
      const [own, printed] = [await tree(join(folder, 'hello')), said.stderr];
      said.stderr = '';
      // yeoman-test goes back to where it began.
      process.chdir(before);
      const { cwd } = await helpers.create(AppGenerator as never, { namespace: 'wasm-oci:app' }).withOptions({
        build: false,
        force: false,
        yes: true,
        directory: 'hello',
        language,
        name: 'Hello You!',
      } as object);
      expect(own).toEqual(await tree(join(cwd, 'hello')));
      const report = (text: string) => text.slice(text.indexOf('files are in hello.'));
      expect(report(printed)).toBe(report(said.stderr));
      for (const path of Object.keys(own)) expect(printed).toContain(`   create hello/${path}\n`);
      expect(printed).toContain('"Hello You!" is named hello-you where only a-z, 0-9 and - are legal.');
    },
  );

  it('stores its answers last', async () => {
    await start();
    expect(said.stderr.match(/ {3}create (\S+)/g)?.at(-1)).toBe('   create hello/.yo-rc.json');
  });

  it('is nothing but a list in a dry run', async () => {
    await start('--dry-run', '--json');
    expect(await readdir(folder)).toEqual([]);
    expect(JSON.parse(said.stdout)).toMatchObject({ dryRun: true, directory: 'hello' });
  });

  it('is not written over a file that came between', async () => {
    await mkdir(join(folder, 'hello'));
    await writeFile(join(folder, 'hello/Containerfile'), 'FROM scratch');
    await expect(start()).rejects.toMatchObject({ exitCode: 1, message: expect.stringContaining('Containerfile') });
    expect(await readdir(join(folder, 'hello'))).toEqual(['Containerfile']);
  });

  it('is not written where a .yo-resolve above says what becomes of files', async () => {
    await writeFile(join(folder, '.yo-resolve'), '**/README.md skip\n');
    await expect(start()).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('.yo-resolve has Yeoman skip README.md'),
    });
    expect(await readdir(folder)).toEqual(['.yo-resolve']);
  });

  it('has the executable files of its preset', async () => {
    const preset = join(before, 'docs/preset-example');
    await start('--language', 'rust', '--preset', preset, '--trust-preset');
    expect((await stat(join(folder, 'hello/ci/check.sh'))).mode & 0o111).toBe(0o111);
    expect((await stat(join(folder, 'hello/README.md'))).mode & 0o111).toBe(0);
  });

  it('needs an existing project with --no-write', async () => {
    await expect(start('--no-write')).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('holds none'),
    });
  });
});

describe('a folder is fresh', () => {
  it('when it does not exist, or is empty', async () => {
    expect(await isFresh(join(folder, 'none'))).toBe(true);
    expect(await isFresh(folder)).toBe(true);
  });

  it('but not when there is anything in it, or it is none', async () => {
    await writeFile(join(folder, '.hidden'), '');
    expect(await isFresh(folder)).toBe(false);
    expect(await isFresh(join(folder, '.hidden'))).toBe(false);
  });
});
