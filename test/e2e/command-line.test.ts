import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { createWasmOci, emptyFolder, run } from './support/run.js';

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

  it.each([
    [['--langauge', 'c'], "error: Unknown option '--langauge'"],
    [['hello', '--language', 'java'], 'error: --language: "java" is not one of rust, c, tinygo'],
    [['hello', '--image', 'Not An Image'], 'error: --image: "Not An Image" is not an image reference'],
    [['..'], 'error: '],
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

  it('refuses a broken .yo-rc.json of the current folder without a stack trace', async () => {
    const cwd = await emptyFolder();
    await writeFile(join(cwd, '.yo-rc.json'), '{');
    const { exitCode, stderr } = await createWasmOci(['--yes'], { cwd });
    expect(exitCode, stderr).toBe(1);
    expect(stderr).toContain('.yo-rc.json');
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('says so when the folder cannot be written to', async () => {
    const cwd = await emptyFolder();
    await writeFile(join(cwd, 'file'), '');
    const { exitCode, stderr } = await createWasmOci(['file/below', '--yes', '--no-build'], { cwd });
    expect(exitCode, stderr).toBe(1);
    expect(stderr).toContain('a file stands where a folder is needed');
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('builds without running with --no-run, and takes answers from the environment', async () => {
    const cwd = await emptyFolder();
    const env = { WASM_OCI_LANGUAGE: 'c', WASM_OCI_IMAGE: 'localhost/from-env:1' };
    const { exitCode, stdout, stderr } = await createWasmOci(['hello', '--no-run', '--json'], { cwd, env });
    expect(exitCode, stderr).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ image: 'localhost/from-env:1', os: 'wasi', architecture: 'wasm', rebuilt: false });
    expect(document).not.toHaveProperty('stdout');
    await run('podman', ['rmi', '--force', 'localhost/from-env:1']);
  });

  it('writes the same project again from the line it printed', async () => {
    const cwd = await emptyFolder();
    const title = `It's "$HOME" \`id\``;
    const first = await createWasmOci(['one', '--language', 'tinygo', '--name', title, '--yes', '--no-build'], { cwd });
    const line = /^ +repeat +npm init wasm-oci (.*)$/m.exec(first.stderr)?.[1] ?? '';
    await run('mv', ['one', 'kept'], { cwd });
    const script = `"$NODE" "$CLI" ${line} --no-build`;
    const env = { NODE: process.execPath, CLI: join(inject('installed'), 'dist/generators/cli.js') };
    const again = await run('sh', ['-c', script], { cwd, env });
    expect(again.exitCode, again.stderr).toBe(0);
    expect((await run('diff', ['-r', 'kept', 'one'], { cwd })).stdout).toBe('');
  });

  it('runs as a Yeoman generator by its path', async () => {
    const cwd = await emptyFolder();
    const script = `
      import { createEnv } from 'yeoman-environment';
      const env = createEnv({ cwd: process.argv[2] });
      await env.run(process.argv[3], { directory: 'hello', language: 'c', build: false });
    `;
    await writeFile(join(inject('installed'), 'run-by-path.mjs'), script);
    const generator = join(inject('installed'), 'dist/generators/app/index.js');
    const ran = await run(process.execPath, [join(inject('installed'), 'run-by-path.mjs'), cwd, generator], { cwd });
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(await readdir(join(cwd, 'hello'))).toContain('Makefile');
  });
});
