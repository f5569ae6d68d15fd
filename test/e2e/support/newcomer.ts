import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { inject, onTestFinished } from 'vitest';
import { environment } from './run.js';

/** Wide enough that no line is wrapped. */
const COLUMNS = 400;

/** Types what a page says, in a terminal and in a folder that is empty at first. */
export interface Newcomer {
  /** Runs one command after the others, in the folder where they left off. Returns what the terminal shows of it. */
  type(command: string): Promise<{ exitCode: number; screen: string }>;
  /** Writes a file, as an editor would. */
  write(path: string, contents: string): void;
  /** Takes the folder away. */
  leave(): void;
}

/**
 * The packed program is installed above the folder: npm and npx take an installed package before they ask a registry, so
 * that `npm init wasm-oci` and `npx create-wasm-oci` are what a reader types.
 */
export function newcomer(): Newcomer {
  const place = mkdtempSync(join(tmpdir(), 'create-wasm-oci-newcomer-'));
  const folder = join(place, 'work');
  mkdirSync(folder);
  symlinkSync(dirname(inject('installed')), join(place, 'node_modules'));
  const state = join(place, 'state');
  let [cwd, last] = [folder, 0];
  return {
    async type(command) {
      const script = `trap 'pwd >"$NEWCOMER_STATE"' EXIT\n(exit ${last})\n${command}`;
      const { exitCode, screen } = await inTerminal(['bash', '-c', script], cwd, {
        NEWCOMER_STATE: state,
        // A newcomer has trusted no preset.
        XDG_CONFIG_HOME: join(place, 'config'),
      });
      cwd = readFileSync(state, 'utf8').trim();
      last = exitCode;
      return { exitCode, screen };
    },
    write(path, contents) {
      const file = resolve(cwd, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, contents);
    },
    leave: () => rmSync(place, { recursive: true, force: true }),
  };
}

/** Runs a program to its end in a terminal. Returns its exit code and everything that it shows. */
function inTerminal([program = '', ...args]: string[], cwd: string, extra: Record<string, string>) {
  // The gate's own CI is not the reader's, nor is its `npm --silent`; the commands that pages show are found where the package is installed.
  const { CI: _, npm_config_loglevel: __, ...env } = environment({ ...extra, TERM: 'xterm-256color' });
  const path = `${join(inject('installed'), '../.bin')}:${env.PATH}`;
  const screen = new xterm.Terminal({ cols: COLUMNS, rows: 50, scrollback: 10_000, allowProposedApi: true });
  const pty = spawn(program, args, { cols: COLUMNS, rows: 50, cwd, env: { ...env, PATH: path } });
  onTestFinished(() => pty.kill('SIGKILL'));
  pty.onData((data) => screen.write(data));
  return new Promise<{ exitCode: number; screen: string }>((resolved) => {
    pty.onExit(({ exitCode }) => screen.write('', () => resolved({ exitCode, screen: textOf(screen) })));
  });
}

function textOf({ buffer: { active } }: InstanceType<typeof xterm.Terminal>): string {
  const lines = Array.from({ length: active.length }, (_, y) => active.getLine(y)?.translateToString(true));
  return lines.join('\n').trimEnd();
}
