import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { expect, onTestFinished } from 'vitest';
import { cli, environment } from './run.js';

const ENTER = '\r';
const DOWN = '\u001b[B';
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

/** Keys a person presses. */
export const keys: { ENTER: string; DOWN: string; CTRL_C: string; CTRL_D: string } = {
  ENTER,
  DOWN,
  CTRL_C,
  CTRL_D,
};

/** A real terminal with create-wasm-oci in it. */
export interface Terminal {
  /** What stands on the screen now, without blank lines at its end. */
  screen(): string;
  /** The lines on the screen that have a colour in them. */
  colours(): string[];
  /** Waits until the screen shows a text. */
  shows(text: string | RegExp): Promise<void>;
  /** Types, as a person would: after the screen showed what it answers. */
  type(text: string): void;
  /** Waits for the end, and until the screen shows all that was written; returns the exit code. */
  ended(): Promise<number>;
}

/** Opens a pseudo-terminal of 100 columns and runs create-wasm-oci in it. */
export function openTerminal(args: string[], cwd: string, env: Record<string, string> = {}): Terminal {
  // The gate's own CI is not the person's.
  const { CI: _, ...own } = environment();
  return terminalOf([...cli(), ...args], cwd, { ...(own as Record<string, string>), ...env });
}

/** Opens a pseudo-terminal of 100 columns and runs a program in it, with only these variables. */
export function terminalOf(line: readonly string[], cwd: string, env: Record<string, string>): Terminal {
  const [program = '', ...args] = line;
  const screen = new xterm.Terminal({ cols: 100, rows: 60, allowProposedApi: true });
  const pty = spawn(program, args, { cols: 100, rows: 60, cwd, env: { ...env, TERM: 'xterm-256color' } });
  pty.onData((data) => screen.write(data));
  // node-pty tells of the end after the last data, and xterm.js parses what it is given later: an empty write, behind
  // the others in its queue, calls back when they are on the screen.
  const end = new Promise<number>((resolve) => pty.onExit(({ exitCode }) => screen.write('', () => resolve(exitCode))));
  onTestFinished(() => pty.kill('SIGKILL'));
  const text = () => {
    const { buffer } = screen;
    const lines = Array.from({ length: buffer.active.length }, (_, y) =>
      buffer.active.getLine(y)?.translateToString(true),
    );
    return lines.join('\n').trimEnd();
  };
  return {
    screen: text,
    colours() {
      const { active } = screen.buffer;
      const lines = Array.from({ length: active.length }, (_, y) => active.getLine(y));
      const coloured = lines.filter((line) =>
        Array.from({ length: line?.length ?? 0 }, (_, x) => line?.getCell(x)).some(
          (cell) => cell && !cell.isFgDefault(),
        ),
      );
      return coloured.map((line) => line?.translateToString(true) ?? '');
    },
    shows: async (expected) => {
      await expect.poll(text, { timeout: 60_000 }).toMatch(expected);
    },
    type: (keystrokes) => pty.write(keystrokes),
    ended: () => end,
  };
}
