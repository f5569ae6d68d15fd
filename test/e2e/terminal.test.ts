import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyFixture } from '../support/fixtures.js';
import { bareMachine } from './support/bare-machine.js';
import { createWasmOci, emptyFolder, untag } from './support/run.js';
import { keys, openTerminal } from './support/terminal.js';

const { ENTER, DOWN, CTRL_C, CTRL_D } = keys;

describe('in a real terminal', () => {
  it('asks, corrects, writes, builds and runs, as a person sees it', async () => {
    const cwd = await emptyFolder();
    const terminal = openTerminal([], cwd);
    await terminal.shows('Which language?');
    terminal.type(DOWN);
    await terminal.shows(/❯ C$/m);
    terminal.type(ENTER);
    await terminal.shows('Which kind of project?');
    await terminal.shows(/❯ cli: a command-line program$/m);
    terminal.type(ENTER);

    await terminal.shows('What is it called? (hello-wasm)');
    terminal.type(`3d${ENTER}`);
    await terminal.shows('a crate name begins with a letter');
    terminal.type(`\b\bTerm App!${ENTER}`);
    await terminal.shows('Which image reference? (localhost/term-app:latest)');
    terminal.type(ENTER);
    await terminal.shows('Which engine builds');
    terminal.type(ENTER);

    await terminal.shows('"Term App!" is named term-app');
    await terminal.shows(/create term-app[/]Containerfile/);
    await terminal.shows(/create term-app[/]\.yo-rc\.json/);
    expect(await terminal.ended(), terminal.screen()).toBe(0);
    // The tests set NO_COLOR.
    expect(terminal.colours()).toEqual([]);
    expect(terminal.screen()).toContain('✔ Building localhost/term-app:latest with podman');
    expect(terminal.screen()).toContain('Hello from Term App!');
    expect(terminal.screen()).toContain('localhost/term-app:latest is a wasi/wasm image.');
    // Prompts leave the cursor visible and the line clean for the shell.
    expect(terminal.screen()).toMatch(/^localhost\/term-app:latest$/m);
    await untag('localhost/term-app:latest');
  });

  it('says on a machine with Node only which language works there now', async () => {
    const terminal = openTerminal([], await emptyFolder(), await bareMachine(await emptyFolder()));
    await terminal.shows(/^\s+C \(works here now\)$/m);
    expect(terminal.screen()).toMatch(/❯ Rust$/m);
    terminal.type(CTRL_C);
    expect(await terminal.ended()).toBe(130);
  });

  it('writes nothing when the user presses Ctrl-C at a question', async () => {
    const cwd = await emptyFolder();
    const terminal = openTerminal([], cwd);
    await terminal.shows('Which language?');
    terminal.type(CTRL_C);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.screen()).toContain('error: Cancelled. Nothing was written.');
    expect(await readdir(cwd)).toEqual([]);
  });

  it.each([
    ['a list', [], 'Which language?'],
    ['a text', ['--language', 'c', '--template', 'cli'], 'What is it called?'],
  ])('is cancelled by Ctrl-D at %s', async (_what, args, question) => {
    const cwd = await emptyFolder();
    const terminal = openTerminal(args, cwd);
    await terminal.shows(question);
    terminal.type(CTRL_D);
    expect(await terminal.ended(), terminal.screen()).toBe(130);
    expect(terminal.screen()).toContain('error: Cancelled. Nothing was written.');
    expect(await readdir(cwd)).toEqual([]);
  });

  it('shows the log, not a spinner, where nothing can be drawn (CI)', async () => {
    const cwd = await emptyFolder();
    const args = ['ci', '--language', 'c', '--yes', '--engine', 'podman', '--no-run'];
    const terminal = openTerminal(args, cwd, { CI: 'true' });
    expect(await terminal.ended(), terminal.screen()).toBe(0);
    expect(terminal.screen()).toMatch(/^ {2}\[4\/4\] COMMIT localhost\/ci:latest$/m);
    await untag('localhost/ci:latest');
  });

  it('asks before it overwrites, and keeps what the user keeps', async () => {
    const cwd = await emptyFolder();
    await mkdir(join(cwd, 'hello'));
    await writeFile(join(cwd, 'hello/README.md'), 'mine\n');
    const flags = [
      '--language',
      'c',
      '--template',
      'cli',
      '--name',
      'hello',
      '--image',
      'hello',
      '--engine',
      'auto',
      '--no-build',
    ];
    const terminal = openTerminal(['hello', ...flags], cwd);
    await terminal.shows('Overwrite hello/README.md?');
    terminal.type(`n${ENTER}`);
    expect(await terminal.ended(), terminal.screen()).toBe(0);
    expect(await readFile(join(cwd, 'hello/README.md'), 'utf8')).toBe('mine\n');
    expect(await readdir(join(cwd, 'hello'))).toContain('Makefile');
  });

  it('has a file in the way edited by the user, and writes it as edited', async () => {
    const cwd = await emptyFolder();
    await mkdir(join(cwd, 'hello'));
    await writeFile(join(cwd, 'hello/README.md'), 'mine\n');
    await writeFile(join(cwd, 'edit.sh'), '[ -f broken ] && rm broken && exit 3\nprintf "é: mine, edited\\n" >"$1"\n');
    await writeFile(join(cwd, 'broken'), '');
    const flags = [
      '--language',
      'c',
      '--template',
      'cli',
      '--name',
      'hello',
      '--image',
      'hello',
      '--engine',
      'auto',
      '--no-build',
    ];
    const terminal = openTerminal(['hello', ...flags], cwd, { VISUAL: 'sh edit.sh' });
    await terminal.shows('Overwrite hello/README.md?');
    terminal.type(`e${ENTER}`);
    await terminal.shows('to launch your preferred editor');
    terminal.type(ENTER);
    await terminal.shows('the editor failed (sh edit.sh: 3); VISUAL or EDITOR names another one');
    terminal.type(ENTER);
    await terminal.shows(/Edit hello[/]README\.md[\s\S]*Overwrite hello[/]README\.md\?/);
    terminal.type(`y${ENTER}`);
    expect(await terminal.ended(), terminal.screen()).toBe(0);
    expect(await readFile(join(cwd, 'hello/README.md'), 'utf8')).toBe('é: mine, edited\n');
  });

  it.each([
    ['aborts', `x${ENTER}`],
    ['presses Ctrl-D', CTRL_D],
  ])('writes nothing when the user %s at a conflict, and the document lists no file', async (_what, typed) => {
    const cwd = await emptyFolder();
    await mkdir(join(cwd, 'hello'));
    await writeFile(join(cwd, 'hello/Containerfile'), 'mine\n');
    const flags = [
      '--language',
      'c',
      '--template',
      'cli',
      '--name',
      'hello',
      '--image',
      'hello',
      '--engine',
      'auto',
      '--no-build',
    ];
    const terminal = openTerminal(['hello', ...flags, '--json'], cwd);
    await terminal.shows('Overwrite hello/Containerfile?');
    terminal.type(typed);
    expect(await terminal.ended(), terminal.screen()).toBe(130);
    expect(terminal.screen()).toContain('error: Cancelled. Nothing was written.');
    expect(terminal.screen()).toMatch(
      /\{\s+"error": "Cancelled\. Nothing was written\.",\s+"fix": \[\],\s+"exitCode": 130\s+\}/,
    );
    expect(await readdir(join(cwd, 'hello'))).toEqual(['Containerfile']);
    expect(await readFile(join(cwd, 'hello/Containerfile'), 'utf8')).toBe('mine\n');
  });
});

describe('an update in a real terminal', () => {
  it('is cancelled by Ctrl-D', async () => {
    const cwd = await emptyFolder();
    await createWasmOci(['hello', '--language', 'c', '--yes', '--no-build'], { cwd });
    const terminal = openTerminal(['update', 'hello', '--aot', '--force'], cwd);
    await terminal.shows('Update it?');
    terminal.type(CTRL_D);
    expect(await terminal.ended(), terminal.screen()).toBe(130);
    expect(terminal.screen()).toContain('error: Cancelled. Nothing was changed.');
  });
});

describe('adopting a project in a real terminal', () => {
  it('asks which program, and no more', async () => {
    const cwd = await emptyFolder();
    await copyFixture('go-module', cwd);
    const terminal = openTerminal(['containerfile', 'go-module', '--no-build'], cwd);
    await terminal.shows('Which program goes into the image?');
    terminal.type(DOWN);
    await terminal.shows('❯ ./cmd/serve');
    terminal.type(ENTER);
    expect(await terminal.ended(), terminal.screen()).toBe(0);
    expect(terminal.screen()).toContain('create go-module/Containerfile');
    expect(await readFile(join(cwd, 'go-module/Containerfile'), 'utf8')).toContain('./cmd/serve');
  });
});
