import { copyFile, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { greetingOf } from '../../generators/core/project/render.js';
import { packageRoot, templatesFolder } from '../../generators/core/system/package-root.js';
import { bundleInto } from '../support/bundle.js';
import { copyFixture } from '../support/fixtures.js';
import { keys } from './support/terminal.js';
import { bringUpWindows, type Node, type Windows } from './support/windows.js';

/** Wine with Node for Windows and podman.exe: what the lab's README says of it holds for every result here. */
let windows: Windows;
let missing: string | undefined;
const banner = await readFile(join(templatesFolder, 'shared/banner.txt'), 'utf8');
const here = dirname(fileURLToPath(import.meta.url));

beforeAll(async () => {
  const found = await bringUpWindows();
  if ('missing' in found) missing = found.missing;
  else windows = found;
}, 900_000);
afterAll(() => windows?.remove());
beforeEach(({ skip }) => {
  if (missing !== undefined) skip(missing);
});

/** PATH without a container engine. */
const BARE = { path: [] as string[] };

const crlf = async (path: string) => writeFile(path, (await readFile(path, 'utf8')).replaceAll('\n', '\r\n'));

describe('with Podman, on Windows', () => {
  it.each<[language: string, node: Node]>([
    ['c', 20],
    ['rust', 22],
    ['tinygo', 24],
  ])('one command leads to a running image: %s, Node %d', async (language, node) => {
    const cwd = await windows.folder();
    const made = await windows.cli([`demo ${language}`, '--language', language, '--yes'], { cwd, node });
    expect(made.exitCode, made.stderr).toBe(0);
    expect(made.stdout).toBe(`localhost/demo-${language}:latest\n`);
    expect(made.stderr).toContain(greetingOf(banner, `demo ${language}`, []));
    expect(made.stderr).toContain(`localhost/demo-${language}:latest is a wasi/wasm image.`);
    // Wine has cmd, and no PowerShell.
    expect(made.stderr).toContain(`npm init wasm-oci "demo ${language}" -- --language ${language}`);
    expect(made.stderr).not.toContain('Warning');

    const inspected = await windows.cli(['inspect', `localhost/demo-${language}`, '--json'], { cwd, node });
    expect(inspected.exitCode, inspected.stderr).toBe(0);
    expect(JSON.parse(inspected.stdout)).toMatchObject({ image: { platform: { os: 'wasi', architecture: 'wasm' } } });
  });

  it('an existing project with the line ends of Windows is given its container files, and keeps them', async () => {
    const cwd = await windows.folder();
    const project = await copyFixture('c-make', join(cwd, 'my tools'));
    await crlf(join(project, 'Makefile'));
    const made = await windows.cli(['containerfile', 'my tools\\c-make', '--yes', '--no-run'], { cwd });
    expect(made.exitCode, made.stderr).toBe(0);
    expect(made.stderr).toMatch(/is a wasi\/wasm image/);

    for (const path of ['Containerfile', '.containerignore', '.yo-rc.json']) await crlf(join(project, path));
    const check = await windows.cli(['update', '--check', 'my tools\\c-make'], { cwd });
    expect(check.exitCode, check.stdout + check.stderr).toBe(0);
  });

  it('doctor finds what is installed, and what is missing', async () => {
    const cwd = await windows.folder();
    const { exitCode, stdout, stderr } = await windows.cli(['doctor', '--json'], { cwd });
    expect(exitCode, stdout + stderr).toBe(0);
    const { checks } = JSON.parse(stdout) as { checks: { id: string; state: string }[] };
    const found = Object.fromEntries(checks.map(({ id, state }) => [id, state]));
    expect(found).toMatchObject({ podman: 'ok', 'podman-service': 'ok', 'podman-probe': 'ok', docker: 'skipped' });
    expect(stdout).toContain('Docker is not installed');
  });

  it('a podman.cmd on PATH is used, whatever is in its arguments', async () => {
    const cwd = await windows.folder();
    await mkdir(join(cwd, 'shims & more'));
    await writeFile(join(cwd, 'shims & more/podman.cmd'), '@echo off\r\nN:\\podman\\podman.exe %*\r\n');
    const path = [`${windows.shown(cwd)}\\shims & more`];
    const made = await windows.cli(['a&b', '--language', 'c', '--yes'], { cwd, path });
    expect(made.exitCode, made.stderr).toBe(0);
    expect(made.stderr).toContain('localhost/a-and-b:latest is a wasi/wasm image.');
  });

  it('a service that does not answer is named with what takes the variable away in cmd', async () => {
    const cwd = await windows.folder();
    const env = { CONTAINER_HOST: 'tcp://127.0.0.1:1' };
    const { exitCode, stdout } = await windows.cli(['doctor', '--engine', 'podman'], { cwd, env });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('set CONTAINER_HOST=   ');
  });
});

describe('without an engine, on Windows', () => {
  it('C is compiled from an empty cache, and again from a full one; the archive is read back', async () => {
    const cwd = await windows.folder();
    const options = { cwd, ...BARE, node: 22 as const, env: { XDG_CACHE_HOME: `${windows.shown(cwd)}\\cache` } };
    const made = await windows.cli(['grüße', '--name', 'hello', '--language', 'c', '--yes'], options);
    expect(made.exitCode, made.stderr).toBe(0);
    expect(made.stderr).toContain('fetching @yowasp/clang');
    expect(made.stderr).toContain(greetingOf(banner, 'hello', []));
    const again = await windows.cli(['grüße', '--no-write', '--yes'], options);
    expect(again.exitCode, again.stderr).toBe(0);
    const inspected = await windows.cli(['inspect', 'grüße\\hello.oci.tar'], options);
    expect(inspected.exitCode, inspected.stderr).toBe(0);
    expect(inspected.stdout).toContain('wasi/wasm');
  });

  it('with nothing installed, missing programs are seen as missing', async () => {
    const cwd = await windows.folder();
    const made = await windows.cli(['hello', '--language', 'rust', '--yes'], { cwd, ...BARE });
    expect(made.exitCode, made.stderr).toBe(0);
    expect(made.stderr).toMatch(/Podman is not installed[\s\S]*Docker is not installed[\s\S]*Rust is not installed/);
    // git is not there either, and update does without.
    await writeFile(join(cwd, 'hello/Containerfile'), 'FROM scratch\n');
    const updated = await windows.cli(['update', 'hello', '--yes', '--force'], { cwd, ...BARE });
    expect(updated.exitCode, updated.stdout + updated.stderr).toBe(0);
  });

  it('a preset is tested in every language', async () => {
    const cwd = await windows.folder();
    await cp(join(packageRoot, 'docs/preset-example'), join(cwd, 'acme preset'), { recursive: true });
    await crlf(join(cwd, 'acme preset/wasm-oci.toml'));
    const { exitCode, stdout, stderr } = await windows.cli(['preset', 'test', '.\\acme preset', '--trust-preset'], {
      cwd,
      ...BARE,
      node: 24,
    });
    expect(exitCode, stdout + stderr).toBe(0);
  });
});

describe('programs on Windows', () => {
  it('none of the current directory is run', async () => {
    const cwd = await windows.folder();
    for (const name of ['podman', 'docker', 'git', 'clang', 'cargo', 'rustc', 'tinygo', 'skopeo', 'wasm-opt', 'npm']) {
      await copyFile(join(windows.drive, 'windows/system32/hostname.exe'), join(cwd, `${name}.exe`));
      await writeFile(join(cwd, `${name}.cmd`), `@echo ran >> ${name}.ran\r\n`);
    }
    // They would be run: this is what cmd does.
    const cmd = await windows.run(['cmd', '/c', 'podman.cmd'], { cwd, ...BARE });
    expect(cmd.exitCode, cmd.stderr).toBe(0);
    expect(await readdir(cwd)).toContain('podman.ran');

    const env = { WINEPATH: '.;;N:\\node20' };
    const { stdout } = await windows.cli(['doctor'], { cwd, env });
    for (const name of ['Podman', 'Docker', 'Rust', 'TinyGo']) expect(stdout).toContain(`${name} is not installed`);
    const { stderr } = await windows.cli(['inspect', 'localhost/x'], { cwd, env });
    expect(stderr).toMatch(/no podman and docker on this machine/);
    expect((await readdir(cwd)).filter((name) => name.endsWith('.ran'))).toEqual(['podman.ran']);
  });

  it('one that is no program is named, with the reason', async () => {
    const cwd = await windows.folder();
    await mkdir(join(cwd, 'bin'));
    await writeFile(join(cwd, 'bin/podman.exe'), 'not a program');
    const { stdout } = await windows.cli(['doctor', '--engine', 'podman'], {
      cwd,
      path: [`${windows.shown(cwd)}\\bin`],
    });
    expect(stdout).toMatch(/\\bin\\podman\.exe cannot be started: it is not a program for this machine \(win32 x64\)/);
  });

  it('a batch file is given each argument as it is', async () => {
    const cwd = await windows.folder();
    const args = [
      'plain',
      'a b',
      'x&echo y',
      'a|b',
      '<in>',
      '^',
      '50%',
      '%PATH%',
      '(x)',
      '!x!',
      'ü',
      'end\\',
      '',
      "it's",
    ];
    await bundleInto(cwd, 'generators/core/system/process.ts', 'process.mjs');
    await writeFile(join(cwd, 'args.js'), 'console.log(JSON.stringify(process.argv.slice(2)))');
    await mkdir(join(cwd, 'bin'));
    await writeFile(join(cwd, 'bin/echo-args.cmd'), '@node.exe args.js %*\r\n');
    const script = `
      import { run } from './process.mjs';
      const ended = await run('echo-args', ${JSON.stringify(args)});
      console.log(JSON.stringify(ended));`;
    await writeFile(join(cwd, 'test.mjs'), script);
    const line = ['N:\\node20\\node.exe', 'test.mjs'];
    const { stdout, stderr } = await windows.run(line, { cwd, path: [`${windows.shown(cwd)}\\bin`] });
    const ended = JSON.parse(stdout || '{}');
    expect(JSON.parse(ended.stdout || '[]'), stdout + stderr).toEqual(args);
  });
});

describe('names and paths on Windows', () => {
  const create = async (cwd: string, directory: string) =>
    windows.cli([directory, '--name', 'hello', '--language', 'c', '--no-build', '--yes'], { cwd, ...BARE });

  it('a directory is taken by any path that Windows has for it', async () => {
    const cwd = await windows.folder();
    for (const directory of ['C:rel', `\\\\?\\${windows.shown(cwd)}\\long`, 'a b ü']) {
      const { exitCode, stderr } = await create(cwd, directory);
      expect(exitCode, stderr).toBe(0);
    }
    expect((await readdir(cwd)).sort()).toEqual(['a b ü', 'long', 'rel']);
  });

  it('one that Windows cannot have is refused in a sentence', async () => {
    const cwd = await windows.folder();
    for (const directory of ['a?b', 'aux.txt']) {
      const { exitCode, stderr } = await create(cwd, directory);
      expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringMatching(/^error: The directory "/) });
    }
    expect(await readdir(cwd)).toEqual([]);
  });

  it('the shim that npm makes runs the command', async () => {
    const cwd = await windows.folder();
    const { exitCode, stdout } = await windows.run(['cmd', '/c', 'create-wasm-oci', '--version'], { cwd });
    expect(exitCode).toBe(0);
    const { version } = JSON.parse(await readFile(join(here, '../../package.json'), 'utf8'));
    expect(stdout).toContain(version);
  });
});

describe('in a terminal on Windows', () => {
  it('asks, and writes what was answered', async () => {
    const cwd = await windows.folder();
    const terminal = windows.terminal(['--no-build'], { cwd, ...BARE });
    await terminal.shows('Which language?');
    terminal.type(keys.ENTER);
    await terminal.shows('Which kind of project?');
    terminal.type(keys.ENTER);
    await terminal.shows('What is it called?');
    terminal.type(`Term App${keys.ENTER}`);
    await terminal.shows('Which image reference? (localhost/term-app:latest)');
    terminal.type(keys.ENTER);
    await terminal.shows('Which engine builds');
    terminal.type(keys.ENTER);
    expect(await terminal.ended(), terminal.screen()).toBe(0);
    expect(await readdir(cwd)).toEqual(['term-app']);
  });

  it('Ctrl-C in a build ends it, and keeps the files', async () => {
    const cwd = await windows.folder();
    const terminal = windows.terminal(['hello', '--language', 'c', '--yes', '--engine', 'podman'], { cwd });
    await terminal.shows('Building localhost/hello:latest with podman');
    terminal.type(keys.CTRL_C);
    expect(await terminal.ended(), terminal.screen()).toBe(130);
    expect(terminal.screen()).toContain('The files are kept.');
    expect(await readdir(join(cwd, 'hello'))).toContain('Containerfile');
  });
});
