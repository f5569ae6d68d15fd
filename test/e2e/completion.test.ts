import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { quoted } from '../../generators/core/system/shell.js';
import { cli, emptyFolder, environment } from './support/run.js';
import { findShells } from './support/shells.js';
import { type Terminal, terminalOf } from './support/terminal.js';

/** How each shell starts without a user's own settings, and the lines of docs/reference/command-line.md for it. */
const SHELLS = {
  bash: {
    args: ['--noprofile', '--norc', '-i'],
    lines: [
      "PS1='> '",
      'source /usr/share/bash-completion/bash_completion',
      'source <(create-wasm-oci completion bash)',
    ],
  },
  'bash without bash-completion': {
    args: ['--noprofile', '--norc', '-i'],
    // Twice, as in a shell that reads its ~/.bashrc again.
    lines: ["PS1='> '", ...Array(2).fill('source <(create-wasm-oci completion bash)')],
  },
  zsh: {
    args: ['-f', '-i'],
    lines: ["PS1='> '", 'autoload -U compinit; compinit -u', 'source <(create-wasm-oci completion zsh)'],
  },
  fish: {
    args: ['--no-config', '-i'],
    lines: ["function fish_prompt; echo '> '; end", 'create-wasm-oci completion fish | source'],
  },
} as const;

const TAB = '\t';

/** What is typed before Tab, and what the line becomes, or what is listed below it. */
const LINES: readonly [typed: string, shown: RegExp][] = [
  ['create-wasm-oci ins', /^> create-wasm-oci inspect\b/m],
  ['create-wasm-oci --lang', /^> create-wasm-oci --language\b/m],
  ['create-wasm-oci hello --language ti', /^> create-wasm-oci hello --language tinygo\b/m],
  ['create-wasm-oci hello --language=ru', /^> create-wasm-oci hello --language=rust\b/m],
  ['create-wasm-oci inspect --require p', /^> create-wasm-oci inspect --require portable\b/m],
  ['create-wasm-oci update my', /^> create-wasm-oci update my\\ folder\//m],
  ['create-wasm-oci inspect mod', /^> create-wasm-oci inspect module\.wasm\b/m],
];

let pathOf: (shell: string) => Promise<string | undefined>;
let bin: string;

beforeAll(async () => {
  pathOf = await findShells();
  bin = await mkdtemp(join(tmpdir(), 'create-wasm-oci-bin-'));
  // A copy, for the lab shows its shells nothing of /usr.
  await copyFile(inject('portableNode'), join(bin, 'node'));
  await writeFile(join(bin, 'create-wasm-oci'), `#!/bin/sh\nexec node ${quoted(cli()[1] ?? '')} "$@"\n`);
  await chmod(join(bin, 'create-wasm-oci'), 0o755);
});
afterAll(() => rm(bin, { recursive: true, force: true }));

describe.each(Object.entries(SHELLS))('%s', (name, { args, lines }) => {
  const shell = name.split(' ')[0] as string;

  it('completes commands, options, values and paths', async ({ skip }) => {
    const program = await pathOf(shell);
    if (!program) return skip(`${shell} is not installed`);
    const { terminal, cwd } = await open([program, ...args], lines);
    for (const [typed, shown] of LINES) {
      terminal.type(typed);
      await terminal.shows(typed.trim());
      terminal.type(TAB);
      await terminal.shows(shown);
      // Ctrl-U empties the line, Ctrl-L the screen.
      terminal.type('\u0015\f');
      await terminal.shows(/^>$/);
    }
    // What the line would do is not done for its completion.
    terminal.type('create-wasm-oci $(touch touched) --lang');
    await terminal.shows('--lang');
    terminal.type(TAB);
    terminal.type(' end');
    await terminal.shows(' end');
    expect(existsSync(join(cwd, 'touched'))).toBe(false);
    terminal.type('\u0015\f');
    await terminal.shows(/^>$/);
    terminal.type('create-wasm-oci hello --language ');
    await terminal.shows('--language');
    terminal.type(TAB + TAB);
    for (const language of ['rust', 'c', 'cpp', 'tinygo', 'go']) {
      await terminal.shows(new RegExp(`^(?:.* )?${language}(?: |$)`, 'm'));
    }
  });
});

it('PowerShell completes commands, options and values', ({ skip }) => {
  skip('PowerShell is no package of Debian');
});

/** A shell in a folder with something to complete, after it read these lines. */
async function open(program: string[], lines: readonly string[]): Promise<{ terminal: Terminal; cwd: string }> {
  const home = await emptyFolder();
  const cwd = join(home, 'here');
  await mkdir(join(cwd, 'my folder'), { recursive: true });
  await writeFile(join(cwd, 'module.wasm'), '');
  const env = environment() as Record<string, string>;
  const terminal = terminalOf(program, cwd, { ...env, HOME: home, PATH: `${bin}:${env.PATH}` });
  for (const line of lines) terminal.type(`${line}\r`);
  terminal.type('echo re""ady\r');
  await terminal.shows(/^ready$/m);
  terminal.type('\f');
  await terminal.shows(/^>$/);
  return { terminal, cwd };
}
