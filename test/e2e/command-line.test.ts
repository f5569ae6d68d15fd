import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { commands } from '../../generators/commands/commands.js';
import { copyFixture } from '../support/fixtures.js';
import { lives } from '../support/processes.js';
import { standIn } from './support/lab.js';
import { cli, createWasmOci, emptyFolder, run, untag } from './support/run.js';

describe('the installed program', () => {
  it('answers --version and --help on stdout', async () => {
    expect(await createWasmOci(['--version'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    expect(await createWasmOci(['--help'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('--language'),
      stderr: '',
    });
  });

  it('reads the examples of every help', async () => {
    const names = commands.map(({ name }) => [name]);
    for (const words of [[], ...names]) {
      const { stdout } = await createWasmOci([...words, '--help']);
      const examples = stdout.match(/^ {2}create-wasm-oci .*$/gm) ?? [];
      expect(examples.length).toBeGreaterThanOrEqual(2);
      // --help is answered where everything else was parsed.
      for (const example of examples) {
        // Behind -- are the arguments of a program.
        const [own = '', behind] = example.trim().split(' -- ');
        const words = [
          ...own.split(' ').slice(1),
          '--help',
          ...(behind === undefined ? [] : ['--', ...behind.split(' ')]),
        ];
        const answer = await createWasmOci(words);
        expect(answer, example).toMatchObject({ exitCode: 0, stderr: '', stdout });
      }
    }
  });

  it.each([
    [['--langauge', 'c'], "error: Unknown option '--langauge'"],
    [['hello', '--language', 'java'], 'error: --language: "java" is not one of rust, c, cpp, tinygo, go'],
    [['hello', '--image', 'Not An Image'], 'error: --image: "Not An Image" is not an image reference'],
    [['..'], 'error: '],
    [['hello', '--no-build', '--push'], 'error: --push needs an image, and --no-build builds none.'],
    [['hello', '--no-build', '--layout', '--yes'], 'error: --layout needs an image, and --no-build builds none.'],
    [['a/b\nc', '--yes'], 'error: --name: "b\\nc" holds a line break'],
  ])('refuses %j with exit code 1, and writes nothing', async (args, message) => {
    const cwd = await emptyFolder();
    const { exitCode, stdout, stderr } = await createWasmOci(args, {
      cwd: await mkdir(join(cwd, '3d/x'), { recursive: true }).then(() => join(cwd, '3d/x')),
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(await readdir(join(cwd, '3d/x'))).toEqual([]);
  });

  it.each(['{', '[]'])('refuses a broken .yo-rc.json of the current folder without a stack trace: %s', async (json) => {
    const cwd = await emptyFolder();
    await writeFile(join(cwd, '.yo-rc.json'), json);
    const { exitCode, stderr } = await createWasmOci(['--yes'], { cwd });
    expect(exitCode, stderr).toBe(1);
    expect(stderr).toContain('.yo-rc.json');
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('asks Podman early, neither waits for the answer nor leaves it at work where a flag is wrong', async () => {
    const cwd = await emptyFolder();
    const env = await standIn(cwd, 'podman', `echo $$ >'${cwd}/pid'; exec sleep 600`);
    const { exitCode } = await createWasmOci(['hello', '--language', 'java'], { cwd, env });
    expect(exitCode).toBe(1);
    // It may have been ended before its first word.
    const pid = Number(await readFile(join(cwd, 'pid'), 'utf8').catch(() => 0));
    if (pid > 0) await expect.poll(() => lives(pid)).toBe(false);
  });

  it('asks Podman for its version once', async () => {
    const cwd = await emptyFolder();
    const env = await standIn(cwd, 'podman', `echo "$1" >>'${cwd}/calls'; PATH='${inject('path')}' exec podman "$@"`);
    const args = ['hello', '--language', 'c', '--image', 'localhost/once', '--engine', 'podman', '--yes'];
    const { exitCode, stderr } = await createWasmOci(args, { cwd, env });
    expect(exitCode, stderr).toBe(0);
    const calls = (await readFile(join(cwd, 'calls'), 'utf8')).trim().split('\n');
    // A build is called again where another test removed a layer meanwhile: podman.ts.
    const others = calls.filter((call) => call !== 'build');
    expect(others.toSorted()).toEqual(['run', 'save', 'version']);
    await untag('localhost/once');
  });

  it.runIf(process.platform === 'linux')('ends where a file system makes no folders', async () => {
    const { exitCode, stderr } = await createWasmOci(['/proc/hello', '--yes', '--no-build'], {
      cwd: await emptyFolder(),
    });
    expect(exitCode, stderr).toBe(1);
    expect(stderr).toContain('/proc/hello: a folder cannot be created there.');
  });

  it('says so when the folder cannot be written to', async () => {
    const cwd = await emptyFolder();
    await writeFile(join(cwd, 'file'), '');
    const { exitCode, stderr } = await createWasmOci(['file/below', '--yes', '--no-build'], { cwd });
    expect(exitCode, stderr).toBe(1);
    expect(stderr).toContain('a file is where a folder is needed');
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('does all of its work when nobody reads what it says', async () => {
    const cwd = await emptyFolder();
    const line = `"${process.execPath}" "${cli()[1]}" unread --language c --yes --no-build`;
    // A reader that ends before anything is written; the program's own exit code comes by a file.
    await run('sh', ['-c', `(${line} --json 2>&1; echo $? > code) | true`], { cwd });
    expect(await readFile(join(cwd, 'code'), 'utf8')).toBe('0\n');
    expect(await readdir(join(cwd, 'unread'))).toContain('Containerfile');
  });

  it.skipIf(process.platform !== 'linux')('says so when stdout cannot be written to', async () => {
    const { exitCode, stderr } = await run('sh', ['-c', `"${process.execPath}" "${cli()[1]}" --help > /dev/full`]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: stdout cannot be written to: ENOSPC.*\n$/);
  });

  it('says so when there is no folder for temporary files', async () => {
    const cwd = await emptyFolder();
    const env = { TMPDIR: join(cwd, 'nowhere') };
    const args = ['hello', '--language', 'c', '--yes', '--engine', 'embedded'];
    const { exitCode, stdout, stderr } = await createWasmOci(args, { cwd, env });
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain(`error: No folder can be made in ${join(cwd, 'nowhere')}: there is no such folder.`);
    expect(stderr).toContain('fix: Set TMPDIR');
    expect(await readdir(join(cwd, 'hello'))).toContain('Containerfile');
  });

  it('builds without running with --no-run, and takes answers from the environment', async () => {
    const cwd = await emptyFolder();
    const env = { WASM_OCI_LANGUAGE: 'c', WASM_OCI_IMAGE: 'localhost/from-env:1' };
    const { exitCode, stdout, stderr } = await createWasmOci(['hello', '--no-run', '--json'], { cwd, env });
    expect(exitCode, stderr).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ image: 'localhost/from-env:1', os: 'wasi', architecture: 'wasm', rebuilt: false });
    expect(document).not.toHaveProperty('stdout');
    await untag('localhost/from-env:1');
  });

  it('writes the same project again from the line it printed', async () => {
    const cwd = await emptyFolder();
    const title = `It's "$HOME" \`id\``;
    const first = await createWasmOci(['one', '--language', 'tinygo', '--name', title, '--yes', '--no-build'], { cwd });
    const line = /^ +repeat +npm init wasm-oci (.*)$/m.exec(first.stderr)?.[1] ?? '';
    await run('mv', ['one', 'kept'], { cwd });
    const script = `"$NODE" "$CLI" ${line} --no-build`;
    const env = { NODE: process.execPath, CLI: join(inject('installed'), 'dist/cli.js') };
    const again = await run('sh', ['-c', script], { cwd, env });
    expect(again.exitCode, again.stderr).toBe(0);
    // Each project has a random id for its caches.
    const sameId = "find kept one -type f -exec sed -i -E 's/\\b[0-9a-f]{16}\\b/ID/g' {} +";
    await run('sh', ['-c', sameId], { cwd });
    expect((await run('diff', ['-r', 'kept', 'one'], { cwd })).stdout).toBe('');
  });

  it('runs as a Yeoman generator, found by its name or by its path, and composed with by another one', async () => {
    const cwd = await emptyFolder();
    // Yeoman is this repository's own: the installed package brings none that others could use.
    const script = `
      import { createEnv } from '${import.meta.resolve('yeoman-environment')}';
      import Generator from '${import.meta.resolve('yeoman-generator')}';
      const [cwd, byPath, nodeModules] = process.argv.slice(1);
      const options = (directory) => ({ directory, language: 'c', build: false, yes: true });
      const env = createEnv({ cwd });
      await env.run(byPath, options('by-path'));
      await env.lookup({ localOnly: true, npmPaths: [nodeModules] });
      await env.run('wasm-oci', options('by-name'));
      class Other extends Generator {
        async default() {
          await this.composeWith('wasm-oci:app', options('composed'));
          await this.composeWith('wasm-oci:containerfile', { directory: 'adopted', build: false, yes: true });
        }
        writing() { this.writeDestination('other.txt', 'of another generator'); }
      }
      const other = createEnv({ cwd });
      await other.lookup({ localOnly: true, npmPaths: [nodeModules] });
      other.register(Other, { namespace: 'other:app', resolved: cwd });
      await other.run('other:app');
    `;
    await rename(await copyFixture('c-make', cwd), join(cwd, 'adopted'));
    const paths = [join(inject('installed'), 'dist/generators/app/index.js'), dirname(inject('installedGenerator'))];
    const args = ['--input-type=module', '--eval', script, '--', cwd, ...paths];
    const ran = await run(process.execPath, args, { cwd });
    expect(ran.exitCode, ran.stderr).toBe(0);
    for (const folder of ['by-path', 'by-name', 'composed']) {
      expect(await readdir(join(cwd, folder))).toContain('Makefile');
    }
    expect(await readdir(cwd)).toContain('other.txt');
    expect(await readdir(join(cwd, 'adopted'))).toContain('Containerfile');
    expect(await readdir(join(cwd, 'adopted'))).not.toContain('other.txt');
  });

  it('is one package, without dependencies', async () => {
    for (const folder of [inject('installed'), inject('installedGenerator')]) {
      const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
      expect(manifest.dependencies).toBeUndefined();
      expect(await readFile(join(folder, 'dist/THIRD-PARTY-LICENSES'), 'utf8')).toMatch(/^yeoman-generator 8/m);
    }
    const besides = (await readdir(dirname(inject('installed')))).filter((name) => !name.startsWith('.'));
    expect(besides.sort()).toEqual(['create-wasm-oci', 'generator-wasm-oci']);
  });
});
