import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { read, tree } from './support/repository.js';
import { cli, createWasmOci, emptyFolder, run } from './support/run.js';

const create = (language: string, ...args: string[]) => [
  'hello',
  '--language',
  language,
  '--yes',
  '--no-build',
  ...args,
];

/** Each project has a random id for its caches, the same in all of its files. */
const withoutIds = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replace(/\b[0-9a-f]{16}\b/g, 'ID')]));

/** A file system of that size. */
async function disk(size: string): Promise<string> {
  const folder = await emptyFolder();
  expect(await run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])).toMatchObject({ exitCode: 0 });
  onTestFinished(async () => void (await run('umount', ['--lazy', folder])));
  return folder;
}

describe('a new project', () => {
  it.skipIf(process.getuid?.() !== 0)(
    'on a full disk changes nothing, and is written once there is space (needs root)',
    async () => {
      const cwd = await disk('40k');
      await mkdir(join(cwd, 'hello'));
      const other = '{"generator-other": {"answer": 42}}\n';
      await writeFile(join(cwd, 'hello/.yo-rc.json'), other);
      await writeFile(join(cwd, 'filled'), Buffer.alloc(20 * 1024));
      const full = await createWasmOci(create('c'), { cwd });
      expect(full.exitCode).toBe(1);
      expect(full.stderr).toMatch(/^error: .*hello\/[\w./]+: no space left on the disk\.$/m);
      expect(await tree(join(cwd, 'hello'))).toEqual({ '/.yo-rc.json': other });
      expect(await readdir(join(cwd, 'hello'))).toEqual(['.yo-rc.json']);
      await run('mount', ['-o', 'remount,size=4m', cwd]);
      const done = await createWasmOci(create('c'), { cwd });
      expect(done.exitCode, done.stderr).toBe(0);
      expect(JSON.parse(await read(cwd, 'hello/.yo-rc.json'))).toMatchObject({
        'generator-other': { answer: 42 },
        'create-wasm-oci': { language: 'c' },
      });
    },
  );

  it('of two that are written into one folder at once is there as a whole, and the other is refused', async () => {
    const whole = await emptyFolder();
    const alone: Record<string, Record<string, string>> = {};
    for (const language of ['c', 'rust']) {
      const cwd = join(whole, language);
      await mkdir(cwd);
      expect(await createWasmOci(create(language), { cwd })).toMatchObject({ exitCode: 0 });
      alone[language] = withoutIds(await tree(cwd));
    }
    for (let race = 0; race < 4; race++) {
      const cwd = await emptyFolder();
      const ended = await Promise.all(['c', 'rust'].map((language) => createWasmOci(create(language), { cwd })));
      const codes = ended.map(({ exitCode }) => exitCode);
      expect([...codes].sort(), ended.map(({ stderr }) => stderr).join('\n')).toEqual([0, 1]);
      expect(withoutIds(await tree(cwd))).toEqual(alone[codes[0] === 0 ? 'c' : 'rust']);
      expect(ended[codes.indexOf(1)]?.stderr).toContain("hello holds files that differ from the project's");
    }
  });

  it.each(['/dev/zero', '/dev/stdin', '/proc/self/mem'])(
    'is refused, and nothing waited for, where a file is a link to %s',
    async (target) => {
      const cwd = await emptyFolder();
      await mkdir(join(cwd, 'hello'));
      for (const name of ['README.md', '.yo-rc.json']) {
        await symlink(target, join(cwd, 'hello', name));
        const refused = await createWasmOci(create('c'), { cwd });
        expect(refused).toMatchObject({
          exitCode: 1,
          stderr: expect.stringMatching(/^error: .*(README\.md|\.yo-rc\.json)/m),
        });
        expect(refused.stderr).not.toContain('defect');
        expect(await readdir(join(cwd, 'hello'))).toEqual(
          name === 'README.md' ? ['README.md'] : ['.yo-rc.json', 'README.md'],
        );
      }
    },
  );
});

describe('surroundings that are broken', () => {
  const built = ['hello', '--language', 'c', '--yes', '--engine', 'embedded'];

  it.each<[string, () => Promise<Record<string, string>>]>([
    ['a HOME that is no folder', async () => ({ HOME: '/dev/null' })],
    ['a HOME that is empty', async () => ({ HOME: '' })],
    ['a cache that is a file', async () => ({ XDG_CACHE_HOME: '/etc/passwd', XDG_STATE_HOME: '/etc/passwd' })],
    ['a TMPDIR that is a file', async () => ({ TMPDIR: '/etc/passwd' })],
    ['a TMPDIR that is not there', async () => ({ TMPDIR: '/nowhere' })],
  ])('do not keep a project from being written: %s', async (_, surroundings) => {
    const cwd = await emptyFolder();
    const done = await createWasmOci(create('c'), { cwd, env: await surroundings() });
    expect(done.exitCode, done.stderr).toBe(0);
    expect(await readdir(join(cwd, 'hello'))).toContain('Containerfile');
  });

  it.each([
    ['/etc/passwd', 'a file is where a folder is needed'],
    ['/nowhere', 'there is no such folder'],
  ])('are named when an image is built: TMPDIR=%s', async (TMPDIR, why) => {
    const cwd = await emptyFolder();
    const done = await createWasmOci(built, { cwd, env: { TMPDIR } });
    expect(done.exitCode).toBe(3);
    expect(done.stderr).toContain(`error: No folder can be made in ${TMPDIR}: ${why}.\n`);
  });

  it.each(['hello --language c --yes', 'doctor', 'update --check', 'containerfile --yes', 'inspect x.wasm'])(
    'are named when the current directory is gone: %s',
    async (args) => {
      const cwd = await emptyFolder();
      const [program, script] = cli();
      const gone = await run(
        'sh',
        ['-c', `mkdir gone && cd gone && rmdir ../gone && exec "$@"`, 'sh', program, script, ...args.split(' ')],
        { cwd },
      );
      expect(gone.exitCode).toBe(1);
      expect(gone.stderr).toBe(
        'error: The current directory does not exist any more.\n  fix: cd to another directory\n',
      );
    },
  );
});
