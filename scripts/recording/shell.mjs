// A shell in a pseudo-terminal, and what its screen showed at each moment.
import { setTimeout as wait } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** Two pictures of the screen are at least so far apart: a spinner turns 12 times a second. */
const APART_MS = 100;
const PATIENCE_MS = 300_000;

/** Opens bash without anybody's settings. */
export function openShell({ folder, path, columns, rows }) {
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const env = { PATH: path, HOME: folder, PS1: '$ ', TERM: 'xterm-256color', LANG: 'C.UTF-8', FORCE_COLOR: '2' };
  const pty = spawn('bash', ['--noprofile', '--norc'], { cols: columns, rows, cwd: folder, env });
  pty.onData((data) => screen.write(data));
  const started = Date.now();
  const frames = [];
  const take = () => {
    const rowsNow = Array.from({ length: rows }, (_, y) =>
      runsOf(screen.buffer.active.getLine(screen.buffer.active.baseY + y)),
    );
    const text = JSON.stringify(rowsNow);
    if (frames.at(-1)?.text !== text) frames.push({ at: Date.now() - started, rows: rowsNow, text });
  };
  const timer = setInterval(take, APART_MS);
  const shown = () => {
    const { active } = screen.buffer;
    const lines = Array.from({ length: active.length }, (_, y) => active.getLine(y)?.translateToString(true) ?? '');
    // The prompt's blank is one of its characters.
    return lines.join('\n').trimEnd().replace(/\$$/, '$ ');
  };
  return {
    screen: shown,
    press: (keys) => pty.write(keys),
    async shows(expected) {
      const until = Date.now() + PATIENCE_MS;
      while (!expected.test(shown())) {
        if (Date.now() > until) throw new Error(`the screen does not show ${expected}:\n${shown()}`);
        await wait(50);
      }
    },
    async end() {
      take();
      clearInterval(timer);
      pty.kill();
      return frames;
    },
  };
}

/** The parts of a line that look alike: text, colour, bold, dim. */
function runsOf(line) {
  const runs = [];
  for (let x = 0; x < (line?.length ?? 0); x++) {
    const cell = line.getCell(x);
    const style = {
      colour: cell.isFgDefault() ? -1 : cell.getFgColor(),
      bold: cell.isBold() > 0,
      dim: cell.isDim() > 0,
    };
    const last = runs.at(-1);
    const chars = cell.getChars() || ' ';
    if (last && last.colour === style.colour && last.bold === style.bold && last.dim === style.dim) last.text += chars;
    else runs.push({ x, text: chars, ...style });
  }
  return runs.map((run) => ({ ...run, text: run.text.trimEnd() })).filter(({ text }) => text.trim() !== '');
}
